"""How the office desk (Wagtail's admin) looks: the brand's colour on top of Wagtail's own design, nothing more."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The office's style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/tokens.css"))
