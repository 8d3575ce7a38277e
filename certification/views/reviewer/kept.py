"""What a reviewer typed survives an expired session and a stale token: kept in the session, offered after login.

Bound to the person: on a shared tablet nobody is offered what another typed.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.crypto import constant_time_compare, salted_hmac

from core.models import User

KEY = "review_unsent"
LONGEST = 100_000  # characters of one sheet
OWNER = "owner"  # name of the hidden input that says whose page it was


class _Check(CsrfViewMiddleware):
    """Django's own check, answering with its reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def token_is_stale(request: HttpRequest) -> bool:
    """Does the request lack a valid token, as when a login elsewhere changed it under an open page?"""
    check = _Check(_nothing)
    check.process_request(request)
    return check.process_view(request, _nothing, (), {}) is not None


def owner_of(user: User) -> str:
    """A sign of the person for the page, telling nothing about them."""
    return salted_hmac("review.sheet", str(user.pk)).hexdigest()[:20]


def keep(request: HttpRequest, code: str) -> None:
    """Put the typed sheet into the session of somebody not logged in."""
    typed = request.POST.urlencode()
    if len(typed) <= LONGEST:
        request.session[KEY] = {"code": code, "typed": typed}


def kept(request: HttpRequest, user: User, code: str) -> QueryDict | None:
    """What this person typed for this application before the login; None when nothing is waiting."""
    row = request.session.get(KEY)
    if not row or row["code"] != code:
        return None
    typed = QueryDict(row["typed"])
    return typed if constant_time_compare(typed.get(OWNER, ""), owner_of(user)) else None


def drop(request: HttpRequest) -> None:
    """Forget it, once it is saved or set aside."""
    request.session.pop(KEY, None)
