"""Tags the components need: a form's control, page numbers, the brand, the menu, the other language."""

import re
from collections.abc import Iterator
from copy import copy
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.utils import formats
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext

from home import navigation

register = template.Library()


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The widget of a bound field, without a placeholder and with its error and help linked."""
    widget = copy(field.field.widget)
    widget.attrs = {name: value for name, value in widget.attrs.items() if name != "placeholder"}
    return field.as_widget(widget=widget)


@register.filter
def target(field: BoundField) -> str:
    """The id an error link jumps to: the control, or the first of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset else field.id_for_label


@register.filter
def elided(page: Page) -> Iterator[int | str]:
    """Page numbers with … where many are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def brand(context: template.Context) -> Any:
    """The words and colours of the city whose site this is (home.models.Brand); read once per request."""
    return navigation.brand_of(context.get("request"))


@register.filter
def day(value: date | None) -> str:
    """A date as 2026年11月21日（土）."""
    return formats.date_format(value, gettext("Y年n月j日（D）")) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """An instant as 2026年11月21日（土）17:00, in the site's time zone."""
    return formats.date_format(localtime(value), gettext("Y年n月j日（D）H:i")) if value else ""


@register.filter
def phrases(text: str) -> SafeString:
    """A headline whose lines break after 、and 。only."""
    pieces = re.findall(r"[^、。]+[、。]?", text)
    return (
        format_html_join("", '<span class="phrase">{}</span>', ((piece,) for piece in pieces))
        if len(pieces) > 1
        else conditional_escape(text)
    )


@register.simple_tag
def here(path: str) -> str:
    """An address of the public site in the language now spoken."""
    return navigation.here(path)


@register.simple_tag
def search_examples(brand: Any) -> list[dict[str, str]]:
    """The brand's example questions as links to their answers."""
    return [
        {"label": text, "href": f"{navigation.here('/products/')}?{urlencode({'q': text})}"} for text in brand.examples
    ]


@register.simple_tag(takes_context=True)
def crumbs(context: template.Context, page: Any) -> list[dict[str, Any]]:
    """The way from the front page to this page."""
    return navigation.crumbs(page, context.get("request"))


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[navigation.Link]:
    """The links of the header."""
    return navigation.main_menu(context.get("request"))


@register.simple_tag(takes_context=True)
def footer_menu(context: template.Context) -> list[navigation.Link]:
    """The links at the foot of the page."""
    return navigation.footer_menu(context.get("request"))


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[navigation.Link]:
    """This page in the other language."""
    return navigation.languages(context.get("request"), context.get("page"))
