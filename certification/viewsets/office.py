"""What every page of the office's desk shares: who may enter, how a service's no is told, the frame of a page."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies.base import BasePermissionPolicy

from certification.domain.states import IllegalMove
from certification.models import Round
from certification.selectors import office
from core.domain.reason import Refused
from core.models import User
from core.roles import ROLES, has_role

READERS = ("secretariat", "approver", "auditor")
JUDGES = ("secretariat", "approver")  # results before release
SECRETARIAT = ("secretariat",)
APPROVERS = ("approver",)
LABELS = {role.name: role.label for role in ROLES}
HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": _("ホーム")}
STALE = _("ほかの人が先に進めたため、この操作はできませんでした。画面を開き直してください。")


def denied(request: HttpRequest, roles: tuple[str, ...], sentence: str = "") -> TemplateResponse:
    """The page for a colleague without the role: 403, and which role it takes."""
    needed = gettext("・").join(gettext(LABELS[name]) for name in roles)
    words = sentence or gettext("この画面には「%(roles)s」の役割が必要です。") % {"roles": needed}
    context = {"sentence": words, "header_title": gettext("この画面は開けません"), "header_icon": "lock",
               "breadcrumbs_items": [HOME, {"url": "", "label": gettext("この画面は開けません")}]}  # fmt: skip
    return TemplateResponse(request, "certification/office/denied.html", context, status=403)


class OfficePolicy(BasePermissionPolicy):
    """Wagtail's permission questions answered by role: readers view, writers add and change, nobody deletes."""

    def __init__(
        self, model: Any, *, readers: tuple[str, ...] = READERS, writers: tuple[str, ...] = SECRETARIAT
    ) -> None:
        super().__init__(model)
        self.readers, self.writers = readers, writers

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "view":
            return has_role(user, *self.readers)
        return action in ("add", "change") and has_role(user, *self.writers)

    def users_with_any_permission(self, actions: Any) -> Any:
        raise NotImplementedError("Roles are asked person by person.")


class OfficeMixin:
    """Roles first. `readers` may GET, `writers` may POST; everyone else reads which role it takes."""

    readers: tuple[str, ...] = READERS
    writers: tuple[str, ...] = SECRETARIAT

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        needed = self.readers if request.method in ("GET", "HEAD", "OPTIONS") else self.writers
        if not has_role(request.user, *needed):
            return denied(request, needed)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class OfficePage(OfficeMixin, WagtailAdminTemplateMixin, View):
    """A page of our own in Wagtail's frame: `self.page(title, **context)` renders it."""

    header_icon = "clipboard-list"
    trail: tuple[dict[str, Any], ...] = ()

    @property
    def person(self) -> User:
        """Who looks at the page; OfficeMixin has asked for the role."""
        return cast("User", self.request.user)

    def page(self, title: str, *, status: int = 200, buttons: Any = (), **context: Any) -> HttpResponse:
        """The page under its trail of breadcrumbs."""
        self.header_buttons = list(buttons)
        frame = {
            "view": self,
            "header_title": title,
            "header_icon": self.header_icon,
            "header_buttons": self.get_header_buttons(),
            "breadcrumbs_items": [HOME, *self.trail, {"url": "", "label": title}],
            "may_write": has_role(self.request.user, *self.writers),
        }
        return TemplateResponse(self.request, self.template_name, {**frame, **context}, status=status)

    def act(self, call: Callable[[], Any], *, form: forms.Form | None = None) -> bool:
        """One service call. Its no becomes messages and, where a form has the field, errors at the field."""
        try:
            call()
        except Refused as refusal:
            for reason in refusal.reasons:
                if form is not None and reason.field in form.fields:
                    form.add_error(reason.field, reason.sentence)
                else:
                    messages.error(self.request, reason.sentence)
            return False
        except IllegalMove:
            messages.error(self.request, STALE)
            return False
        return True


def crumb(label: Any, name: str, *args: Any) -> dict[str, Any]:
    """One step of a trail."""
    return {"url": reverse(name, args=args), "label": label}


class RoundPage(OfficePage):
    """A page of one round."""

    header_icon = "calendar-alt"

    def round(self, pk: int) -> Round:
        found: Round = get_object_or_404(office.rounds(), pk=pk)
        self.trail = (crumb(_("募集回"), "rounds:index"), crumb(str(found), "rounds:overview", pk))
        return found


def form_errors(request: HttpRequest, form: forms.BaseForm) -> None:
    """One message over a form with errors; the errors stand at their fields."""
    messages.validation_error(request, gettext("入力を確かめてください。入力した内容は残っています。"), form)
