"""Text posted by someone whose session had ended: kept in the session and offered again after logging in (peers P1)."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from core import clock, throttle

KEY = "apply_stash"
LONGEST = 200_000  # characters of a posted form
DROPPED = ("csrfmiddlewaretoken", "do")


def keep_and_login(request: HttpRequest) -> HttpResponseBase:
    """Keep what was posted and send the person to the login page, back here afterwards."""
    if request.headers.get("Accept") == "application/json":
        words = _("ログインの期限が切れました。入力はこの端末に残しています。ログインすると続けられます。")
        return JsonResponse({"login": request.path, "sentence": words}, status=401)
    if request.method == "POST" and _may_keep(request):
        post = request.POST.copy()
        for name in DROPPED:
            post.pop(name, None)
        text = post.urlencode()
        if len(text) <= LONGEST:
            request.session[KEY] = {"path": request.path, "form": text}
    return redirect_to_login(request.path)


def _may_keep(request: HttpRequest) -> bool:
    address = request.META.get("REMOTE_ADDR", "")
    return throttle.allow(f"stash:{address}", rate=30, per_seconds=600, at=clock.now())


def kept(request: HttpRequest) -> QueryDict | None:
    """The form kept for this address, if any."""
    found: dict[str, Any] | None = request.session.get(KEY)
    if not found or found.get("path") != request.path:
        return None
    return QueryDict(found["form"], encoding="utf-8")


def drop(request: HttpRequest) -> None:
    """Forget the kept form, once it is saved or turned down."""
    if kept(request) is not None:
        del request.session[KEY]
