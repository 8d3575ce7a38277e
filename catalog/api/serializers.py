"""Cards as JSON (interfaces.md, "JSON of /api/v1/products/")."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from catalog import facets, open_data
from catalog.selectors.listings import ShownListing
from catalog.selectors.products import Card, Detail, Mark
from search.values import Page


def product(card: Card) -> dict[str, Any]:
    """One product of a list."""
    return {
        "code": card.code,
        "name": card.name,
        "name_kana": card.name_kana,
        "producer": {"name": card.maker, "slug": card.maker_slug} if card.maker else None,
        "programmes": [_programme(mark) for mark in card.marks],
        "category": card.category_slug,
        "area": card.municipality,
        "price_yen": card.price_yen,
        "listings": [_listing(row) for row in card.offers],
        "url": open_data.address(card),
    }


def detail(found: Detail) -> dict[str, Any]:
    """One product in full."""
    row = found.product
    return product(found.card) | {
        "description": row.description,
        "contents": row.contents,
        "ingredients": row.ingredients,
        "allergens": {each.slug: each.state for each in (*found.allergens, *found.allergens_recommended)}
        if found.food
        else {},
        "storage": row.storage,
        "temperature": row.temperature,
        "record": row.record,
        "sources": row.sources,
    }


def facet_values(page: Page) -> dict[str, list[dict[str, Any]]]:
    """Facets with the words for their values."""
    return {
        group.name: [
            {"value": each.value, "label": each.label, "count": each.count, "selected": each.selected}
            for each in (*group.first, *group.rest)
        ]
        for group in facets.groups(page.facets)
    }


def _programme(mark: Mark) -> dict[str, Any]:
    return {
        "slug": mark.slug,
        "name": mark.name,
        "certificate_number": mark.number,
        "status": mark.status,
        "certified_on": mark.certified_on,
        "valid_until": mark.valid_until,
    }


def _listing(row: ShownListing) -> dict[str, Any]:
    return {
        "portal": row.portal,
        "url": settings.SITE_URL + reverse("catalog:go", args=[row.pk]),
        "donation_yen": row.donation_yen,
        "checked_at": row.checked_at,
    }
