"""/products/<slug>/: one product with everything known about it."""

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import structured_data, wording
from catalog.selectors import products
from core import clock


@require_safe
@login_not_required
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """A withdrawn product leads to its certificate's verification; an unknown address is 404."""
    row = products.by_slug(slug)
    if row is None or not hasattr(row, "page"):
        raise Http404
    today = clock.today()
    preview = getattr(request, "catalog_preview", None)
    if not row.page.live and preview is None:
        numbers = [each.number for each in row.certificates.all()]
        if numbers:
            return redirect("catalog:verify", number=numbers[0])
        raise Http404
    detail = products.detail(row, today)
    address = settings.SITE_URL + reverse("catalog:product", args=[row.slug])
    context = {
        "page": preview or row.page,
        "detail": detail,
        "card": detail.card,
        "facts": [{"term": term, "value": value} for term, value in detail.facts],
        "marks": [_with_qr(mark) for mark in detail.card.marks],
        "allergen_states": list(wording.ALLERGEN_STATES.items()),
        "same_maker": products.same_maker(row, today),
        "goes_well_with": products.goes_well_with(row, today),
        "json_ld": structured_data.script(structured_data.product(detail, address)),
        "canonical": address,
        "breadcrumbs": [
            {"label": _("トップ"), "href": reverse("wagtail_serve", args=("",))},
            {"label": _("認証品をさがす"), "href": reverse("catalog:search")},
            {"label": row.name, "href": ""},
        ],
    }
    return render(request, "catalog/product.html", context)


def _with_qr(mark: products.Mark) -> dict[str, object]:
    address = settings.SITE_URL + reverse("catalog:verify", args=[mark.number])
    return {"mark": mark, "qr": qr(address)}


def qr(address: str) -> str:
    """A QR code as SVG without size or style, so that the page sets both."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, dark="#1a1a1c", light="#ffffff", svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 -- segno draws paths only; the address is in the modules, not in the markup
