"""/opendata/products.csv, /feed/, /sitemap.xml: the catalog for machines."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import open_data
from catalog.selectors import producers, products
from core import clock

NEWEST = 30


@require_safe
@login_not_required
def products_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every public product, line by line."""
    codes = list(products.public().order_by("code").values_list("code", flat=True))
    response = StreamingHttpResponse(open_data.lines(codes, clock.today()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="products.csv"'
    response["Link"] = '<https://creativecommons.org/licenses/by/4.0/deed.ja>; rel="license"'
    return response


@require_safe
@login_not_required
def feed(request: HttpRequest) -> HttpResponse:
    """The newest products as Atom."""
    rows = products.public().order_by("-published_at", "code")[:NEWEST]
    atom = Atom1Feed(
        title=_("新しく公開された商品"),
        link=settings.SITE_URL + reverse("catalog:search"),
        description="",
        feed_url=settings.SITE_URL + reverse("catalog:feed"),
        language="ja",
    )
    for row in rows:
        address = settings.SITE_URL + reverse("catalog:product", args=[row.slug])
        atom.add_item(
            title=row.name,
            link=address,
            description=row.description,
            updateddate=row.changed_at,
            pubdate=row.published_at,
            unique_id=address,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """Search, producers and every product page with the day it last changed."""
    fixed = [settings.SITE_URL + reverse(name) for name in ("catalog:search", "catalog:producers")]
    makers = [settings.SITE_URL + reverse("catalog:producer", args=[row.slug]) for row in producers.public()]
    rows = products.public().order_by("code").values_list("slug", "changed_at")
    pages = [(settings.SITE_URL + reverse("catalog:product", args=[slug]), changed.date()) for slug, changed in rows]
    context = {"fixed": [*fixed, *makers], "pages": pages}
    return render(request, "catalog/sitemap.xml", context, content_type="application/xml; charset=utf-8")
