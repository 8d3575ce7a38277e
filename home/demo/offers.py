"""Donation listings of the demonstration: one lawful and listed, one that breaches and stays a draft."""

from typing import Any

from catalog.models import Product
from catalog.services import donation_listings
from core import clock
from home.demo.stage import Stage


def play(stage: Stage, code_of_lawful: str, code_of_breach: str) -> None:
    """Enter both; check, have a second person publish the lawful one."""
    office, chief = stage.people["suzuki"], stage.people["kimura"]
    values = _values(stage, code_of_lawful)
    product = Product.objects.get(code=code_of_lawful)
    listing = donation_listings.create(product, by=office, at=stage.ago(30), **values)
    donation_listings.check(listing, by=office, at=stage.ago(29))
    donation_listings.publish(listing, by=chief, at=stage.ago(28))
    high = Product.objects.get(code=code_of_breach)
    donation_listings.create(
        high,
        by=office,
        at=stage.ago(20),
        **{**_values(stage, code_of_breach), "donation_yen": 3000, "procurement_yen": 1200},
    )


def _values(stage: Stage, code: str) -> dict[str, Any]:
    portal = stage.data["portal"]
    return {
        "portal": portal["portal"],
        "url": portal["url"].format(code=code),
        "code": f"DEMO-{code[:6].upper()}",
        "title": "架空の詰め合わせ（デモ）",
        "municipality": portal["municipality"],
        "prefecture": portal["prefecture"],
        "donation_yen": 10000,
        "contents": "2箱",
        "temperature": "ambient",
        "stock": 30,
        "procurement_yen": 2592,
        "shipping_yen": 900,
        "other_yen": 900,
        "handling_yen": 300,
        "clause": "3",
        "reason": "市内の工房で、材料の下ごしらえから包装までのすべての工程を行っています（架空の例）。",
        "made_in": stage.data["made_at"],
        "produced_in": stage.data["city"],
        "value_a_yen": 2592,
        "value_b_yen": 700,
        "evidence_confirmed_on": clock.on(stage.ago(31)),
    }
