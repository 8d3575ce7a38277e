"""The office's desk in Wagtail's admin: menu, pages, dashboard, stylesheet. Who sees what stands in core/roles.py."""

from typing import Any, cast

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.base import ViewSetGroup

from certification.panels import NextSteps, YearGoal
from certification.viewsets.applications import ApplicationViewSet
from certification.viewsets.audit import AuditViewSet
from certification.viewsets.ceremony_pages import PaperViewSet
from certification.viewsets.certificate_notices import CertificateNoticeViewSet
from certification.viewsets.certificates import CertificateViewSet
from certification.viewsets.expiries import ExpiryViewSet
from certification.viewsets.letters import LetterViewSet
from certification.viewsets.office import READERS
from certification.viewsets.plans import PlanViewSet
from certification.viewsets.privacy import PrivacyViewSet
from certification.viewsets.programmes import ProgrammeViewSet
from certification.viewsets.records import OutboxViewSet
from certification.viewsets.retention import RetentionViewSet
from certification.viewsets.rounds import RoundViewSet
from core.models import User
from core.roles import has_role

SEEN_BY = {"audit": ("auditor",), "privacy": ("secretariat",)}


class RoleMenuItem(MenuItem):
    """An item only its readers see."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_role(request.user, *SEEN_BY.get(self.name, READERS))


class OfficeGroup(ViewSetGroup):
    """A group of the menu whose items each ask for their readers."""

    def get_menu_item(self, order: int | None = None) -> SubmenuMenuItem:
        entries = [
            RoleMenuItem(
                viewset.menu_label, viewset.menu_url, name=viewset.menu_name, icon_name=viewset.icon, order=place
            )
            for place, viewset in enumerate(self.registerables)
        ]
        return SubmenuMenuItem(
            self.menu_label, Menu(items=entries), name=self.menu_name, icon_name=self.menu_icon, order=self.menu_order
        )


class Procedure(OfficeGroup):
    """認証の手続き: what is being done, one group in the menu."""

    menu_label = _("認証の手続き")
    menu_name = "procedure"
    menu_icon = "clipboard-list"
    menu_order = 100
    items = (
        RoundViewSet,
        ApplicationViewSet,
        PlanViewSet,
        ProgrammeViewSet,
    )


class Registers(OfficeGroup):
    """台帳: what has been done and what is kept, a second group."""

    menu_label = _("台帳")
    menu_name = "registers"
    menu_icon = "list-ul"
    menu_order = 110
    items = (
        CertificateViewSet,
        CertificateNoticeViewSet,
        ExpiryViewSet,
        LetterViewSet,
        PaperViewSet,
        OutboxViewSet,
        RetentionViewSet,
        PrivacyViewSet,
        AuditViewSet,
    )


@hooks.register("register_admin_viewset")
def register_procedure() -> list[OfficeGroup]:
    """Every page below /cms/."""
    return [Procedure(), Registers()]


@hooks.register("construct_homepage_panels")
def add_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What to do next, first of all, for the office."""
    if has_role(request.user, *READERS):
        panels += [NextSteps(cast("User", request.user)), YearGoal()]


@hooks.register("insert_global_admin_css")
def stylesheet() -> SafeString:
    """The desk's own small stylesheet, on Wagtail's variables."""
    return format_html('<link rel="stylesheet" href="{}">', static("certification/office.css"))
