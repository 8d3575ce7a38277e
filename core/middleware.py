"""Headers and the second factor: what every request passes."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.models import User


class ContentSecurityPolicy(CSPMiddleware):
    """One strict policy; the office desk (Wagtail's admin) gets its wider one."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith("/cms/"):
            response._csp_update = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)


class StaffTwoFactor:
    """Staff may enter the office desk only with a second factor set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.STAFF_TWO_FACTOR_REQUIRED and request.path.startswith("/cms/"):
            user = request.user
            if isinstance(user, User) and not is_mfa_enabled(user):
                messages.warning(request, _("事務局の画面に入るには、二段階認証を設定してください。"))
                return redirect("mfa_index")
        return self.get_response(request)
