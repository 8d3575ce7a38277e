"""The office desk (Wagtail's admin): the brand's colour on Wagtail's own design, and what it should warn of."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home import frame

for _moment in ("publish", "unpublish", "delete", "move", "edit", "create"):
    hooks.register(f"after_{_moment}_page", frame.forget)


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The office's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/tokens.css"))


class NoVirusScan(Component):
    """Told to those who can change it."""

    order = 900

    def render_html(self, _parent_context: Any = None) -> SafeString:
        words = _("ウイルス検査は設定されていません。提出されたファイルは、検査されずに保存されます（CLAMAV_URL）。")
        return format_html('<p class="help-block help-warning">{}</p>', words)


@hooks.register("construct_homepage_panels")
def warn_of_no_virus_scan(request: HttpRequest, panels: list[Any]) -> None:
    """Without a scanner the first page says so."""
    if request.user.is_superuser and not settings.CLAMAV_URL:
        panels.append(NoVirusScan())
