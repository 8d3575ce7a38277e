"""What the session knows of a form page: text posted after logging out (peers P1), and which press was saved last."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from core import clock, throttle

KEY = "apply_stash"
SAVED = "apply_saved"
MOST_PAGES = 40  # pages whose last saved press is remembered
LONGEST = 200_000  # characters of a posted form
DROPPED = ("csrfmiddlewaretoken", "do", "attempt")


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


def confirm(request: HttpRequest) -> None:
    """Remember that this press of a button was saved, so that the person's device may forget the text it kept."""
    if attempt := request.POST.get("attempt", "")[:40]:
        earlier = {path: each for path, each in request.session.get(SAVED, {}).items() if path != request.path}
        request.session[SAVED] = dict([*earlier.items(), (request.path, attempt)][-MOST_PAGES:])


def confirmed(request: HttpRequest) -> str:
    """The number of the press that was saved last on this page; empty for none."""
    found: dict[str, str] = request.session.get(SAVED, {})
    return found.get(request.path, "")
