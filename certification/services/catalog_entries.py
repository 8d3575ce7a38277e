"""A certificate as the plain value the catalog takes: public facts of the product, no score, no reviewer."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from catalog.domain.entry import CatalogEntry, CertificateFacts, Photo, ProducerFacts, ShopFacts
from catalog.models import ProductCertificate
from certification.domain.rules import Rules
from certification.models import Application, Attachment, Certificate
from certification.selectors import facts
from core.domain.fiscal_year import FiscalYear
from core.domain.text import whole_number
from core.models import Business

MAX_PHOTOS = 8
_AREA = re.compile(r"[^0-9０-９一二三四五六七八九十]*")  # 町名: what stands before the house number


def entry_of(certificate: Certificate, status: str, *, on: date) -> CatalogEntry:
    """What the catalog may know on a day, accepted changes included. `status`: valid, expired, revoked, surrendered."""
    application = certificate.application
    answers: Mapping[str, Any] = facts.of_certificate(certificate, on=on)
    return CatalogEntry(
        code=_code_of(certificate),
        name=str(answers.get("name") or application.product_name),
        name_kana=str(answers.get("name_kana", "")),
        description=str(answers.get("description", "")),
        category=str(answers.get("category", "")),
        producer=_producer(application.business),
        certificate=_certificate(certificate, application.round.frozen, status),
        price_yen=_integer(answers.get("price_yen")),
        contents=str(answers.get("contents", "")),
        ingredients=str(answers.get("ingredients", "")),
        allergens=dict(answers.get("allergens") or {}),
        storage=str(answers.get("storage", "")),
        temperature=str(answers.get("temperature", "")),
        shops=tuple(
            ShopFacts(name=str(row.get("name", "")), address=str(row.get("address", "")), url=str(row.get("url", "")))
            for row in answers.get("shops") or []
            if row.get("name")
        ),
        photos=_photos(application),
        fictional=application.business.fictional,
    )


def _code_of(certificate: Certificate) -> str:
    """A renewal is the same product: the code under which the renewed certificate stands in the catalog."""
    before = certificate.application.renews
    if before is None:
        return str(certificate.application.code)
    product = ProductCertificate.objects.filter(number=before.number).values_list("product__code", flat=True).first()
    return str(product or _code_of(before))


def _integer(value: Any) -> int | None:
    return whole_number(str(value if value is not None else ""))


def _producer(business: Business) -> ProducerFacts:
    return ProducerFacts(
        code=business.code,
        name=business.name,
        name_kana=business.name_kana,
        municipality=business.city,
        area=_AREA.findall(business.street)[0],
        website=business.website,
    )


def _certificate(certificate: Certificate, rules: Rules, status: str) -> CertificateFacts:
    return CertificateFacts(
        number=certificate.number,
        programme_slug=rules.programme,
        programme_name=rules.name,
        word=rules.word,
        accent=rules.mark_accent,
        fiscal_year=FiscalYear.containing(certificate.certified_on).start_year,
        certified_on=certificate.certified_on,
        valid_until=certificate.valid_until,
        status=status,
    )


def _photos(application: Application) -> tuple[Photo, ...]:
    rows = Attachment.objects.filter(application=application, field_key="photos", removed_at=None)
    found = []
    for row in rows.select_related("stored").order_by("pk")[:MAX_PHOTOS]:
        with row.stored.file.open("rb") as file:
            found.append(Photo(row.stored.original_name, file.read(), application.product_name))
    return tuple(found)
