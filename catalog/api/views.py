"""/api/v1/…: read-only open data with the parameters of the search page."""

from django.utils.http import quote_etag
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import problems, serializers
from catalog.forms import search as form
from catalog.models import ProgrammeMark
from catalog.selectors import producers, products
from catalog.views.search import RELAXED
from core import clock
from search import api


@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def product_list(request: Request) -> Response:
    """Products found; the same parameters as /products/ and page_size ≤ 100."""
    asked = form.read(request.query_params)
    if asked.problems:
        return problems.bad_parameters(asked.problems)
    page = api.find(asked.query)
    cards = products.cards([hit.code for hit in page.hits], clock.today())
    body = {
        "count": page.total,
        "page": page.page,
        "page_size": page.page_size,
        "results": [serializers.product(card) for card in cards],
        "facets": serializers.facet_values(page),
        "relaxed": str(RELAXED[page.relaxed]) if page.relaxed in RELAXED else None,
    }
    response = Response(body)
    if page.index_version:
        response["ETag"] = quote_etag(
            f"{page.index_version}:{clock.today()}:{request.get_full_path()}".encode().hex()[-60:]
        )
    return response


@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def product_detail(request: Request, code: str) -> Response:
    """One product in full."""
    row = products.by_code(code)
    if row is None:
        return problems.not_found(f"商品「{code[:60]}」はありません。")
    response = Response(serializers.detail(products.detail(row, clock.today())))
    response["Last-Modified"] = row.changed_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return response


@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def producer_list(request: Request) -> Response:
    """Every producer with a public product."""
    rows = [
        {"name": row.name, "slug": row.slug, "municipality": row.municipality, "area": row.area, "website": row.website}
        for row in producers.public()
    ]
    return Response({"count": len(rows), "results": rows})


@api_view(["GET"])
@authentication_classes([])
@permission_classes([AllowAny])
def programme_list(request: Request) -> Response:
    """The schemes and their public words."""
    rows = ProgrammeMark.objects.order_by("slug").values(
        "slug", "name", "word", "municipality", "summary", "criteria_text"
    )
    return Response({"count": len(rows), "results": list(rows)})
