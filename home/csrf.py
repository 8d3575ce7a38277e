"""A form that is turned down because its token is not the session's: what happened, what is kept, what to do."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

KEEPING = ("/apply/a/", "/review/")  # pages whose script keeps on the device what was typed


@never_cache
def failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 in words of the site (CSRF_FAILURE_VIEW); a script is told the same in one sentence."""
    if request.headers.get("Accept") == "application/json":
        words = _(
            "ログインの状態が変わったため、保存できませんでした。入力はこの端末に残っています。画面を開き直してください。"
        )
        return JsonResponse({"sentence": words}, status=403)
    context = {"back": _came_from(request), "kept": request.path.startswith(KEEPING)}
    return render(request, "403_csrf.html", context, status=403)


def _came_from(request: HttpRequest) -> str:
    """The page the form stood on, when it is one of ours; empty otherwise."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(referrer).path
