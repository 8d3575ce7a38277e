"""/patterns/<code>.svg: the 文様 of a product without photograph."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from catalog import patterns
from catalog.domain import categories
from catalog.models import Product


@require_safe
@login_not_required
@cache_control(public=True, max_age=86400)
def pattern(request: HttpRequest, code: str) -> HttpResponse:
    """One query; the picture itself is a pure function."""
    row = (
        Product.objects.filter(code=code)
        .order_by("certificates__number")
        .values_list("name", "category", "certificates__programme__accent")
        .first()
    )
    if row is None:
        raise Http404
    name, category, accent = row
    tone = "dark" if request.GET.get("tone") == "dark" else "light"
    picture = patterns.svg(code, name, categories.category(category).pattern, accent or "ai", tone)
    return HttpResponse(picture, content_type="image/svg+xml; charset=utf-8")
