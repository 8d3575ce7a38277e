"""JSON-LD of a product: schema.org Product with Offer and hasCertification. Lawful public facts only."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from catalog.domain import certificate
from catalog.selectors.products import Detail, Mark

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def product(detail: Detail, address: str) -> dict[str, Any]:
    """A product as schema.org sees it; absent facts are absent. A donation is no price, so listings are no offers."""
    row, card = detail.product, detail.card
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": address,
        "url": address,
        "name": row.name,
        "sku": row.code,
        "category": card.category,
    }
    if row.description:
        found["description"] = row.description
    if row.name_kana:
        found["alternateName"] = row.name_kana
    if card.maker:
        found["manufacturer"] = {"@type": "Organization", "name": card.maker}
    if row.price_yen is not None and not row.record:
        found["offers"] = {"@type": "Offer", "price": str(row.price_yen), "priceCurrency": "JPY", "url": address}
    known = [_certification(mark) for mark in card.marks if mark.status in (certificate.VALID, certificate.EXPIRED)]
    if known:
        found["hasCertification"] = known
    return found


def _certification(mark: Mark) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Certification",
        "name": mark.name,
        "certificationIdentification": mark.number,
        "certificationStatus": "CertificationActive" if mark.status == certificate.VALID else "CertificationInactive",
    }
    if mark.municipality:
        found["issuedBy"] = {"@type": "Organization", "name": mark.municipality}
    if mark.certified_on:
        found["validFrom"] = mark.certified_on.isoformat()
    if mark.valid_until:
        found["expires"] = mark.valid_until.isoformat()
    return found


def script(value: dict[str, Any]) -> SafeString:
    """JSON that may stand inside a script element: a data block, so the content security policy lets it be."""
    return mark_safe(json.dumps(value, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 -- escaped above
