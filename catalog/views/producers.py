"""/producers/ and /producers/<slug>/: the makers."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.selectors import producers
from core import clock


@require_safe
@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """All producers by municipality; one query."""
    rows = list(producers.public())
    places = [
        (place or _("所在の記録なし"), list(each)) for place, each in groupby(rows, key=lambda row: row.municipality)
    ]
    places.sort(key=lambda place: (-len(place[1]), place[0]))
    return render(request, "catalog/producers.html", {"places": places, "total": len(rows)})


@require_safe
@login_not_required
def producer(request: HttpRequest, slug: str) -> HttpResponse:
    """One producer and its products."""
    view = producers.by_slug(slug, clock.today())
    if view is None:
        raise Http404
    crumbs = [
        {"label": _("トップ"), "href": reverse("wagtail_serve", args=("",))},
        {"label": _("事業者"), "href": reverse("catalog:producers")},
        {"label": view.producer.name, "href": ""},
    ]
    return render(
        request, "catalog/producer.html", {"producer": view.producer, "cards": view.cards, "breadcrumbs": crumbs}
    )
