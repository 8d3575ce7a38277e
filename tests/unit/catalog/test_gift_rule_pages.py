"""The worked tables of docs/rules/gift-rules.md and local-product.md, run as tests."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from catalog.domain import gift_rules, local_product
from catalog.domain.gift_rules import ListingFacts
from catalog.domain.local_product import LocalFacts

RULES = Path(__file__).resolve().parents[3] / "docs" / "rules"


def rows(page: str, example: str) -> list[list[str]]:
    text = (RULES / page).read_text(encoding="utf-8").split(f"<!-- example: {example} -->")[1]
    lines = text.strip().split("\n\n")[0].splitlines()
    return [
        [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")] for line in lines[2:]
    ]


def yen(text: str) -> int | None:
    return int(text) if text else None


def rules(day: str) -> gift_rules.RuleSet:
    found = gift_rules.in_force(date.fromisoformat(day))
    assert found is not None
    return found


@pytest.mark.parametrize("row", rows("gift-rules.md", "share"))
def test_gift_share_as_the_page_says(row):
    donation, procurement, outcome, shown = row
    facts = ListingFacts(donation_yen=yen(donation), procurement_yen=yen(procurement))
    verdict = gift_rules.gift_share(facts, rules("2026-11-21"))
    assert (verdict.outcome, verdict.numbers.get("share", "")) == (outcome, shown)


@pytest.mark.parametrize("row", rows("gift-rules.md", "cost"))
def test_total_cost_as_the_page_says(row):
    day, donation, procurement, shipping, other, handling, outcome, shown = row
    facts = ListingFacts(yen(donation), yen(procurement), yen(shipping), yen(other), yen(handling))
    verdict = gift_rules.total_cost(facts, rules(day))
    assert (verdict.outcome, verdict.numbers.get("share", "")) == (outcome, shown)


@pytest.mark.parametrize("row", rows("gift-rules.md", "evidence"))
def test_evidence_as_the_page_says(row):
    day, confirmed, outcome = row
    facts = ListingFacts(evidence_confirmed_on=date.fromisoformat(confirmed) if confirmed else None)
    assert gift_rules.evidence(facts, rules(day), date.fromisoformat(day)).outcome == outcome


@pytest.mark.parametrize("row", rows("gift-rules.md", "wording"))
def test_wording_as_the_page_says(row):
    day, words, outcome = row
    assert gift_rules.wording(ListingFacts(texts=(words,)), rules(day)).outcome == outcome


def local_outcome(clause: str, facts: LocalFacts, day: str) -> str:
    found = local_product.findings(clause, facts, date.fromisoformat(day))
    if not found:
        return "pass"
    return "breach" if any(each.outcome == "breach" for each in found) else "cannot_tell"


@pytest.mark.parametrize("row", rows("local-product.md", "clause-3"))
def test_clause_3_as_the_page_says(row):
    day, made_in, a, b, outcome = row
    facts = LocalFacts("つくば市", "茨城県", made_in=made_in, value_a_yen=yen(a), value_b_yen=yen(b))
    assert local_outcome("3", facts, day) == outcome


def fact(text: str) -> tuple[str, object]:
    name, _, value = text.partition("=")
    if name == "raw_material_share":
        return name, Fraction(value)
    if value in ("yes", "no"):
        return name, value == "yes"
    return name, int(value) if value.isdigit() and name != "main_item_clause" else value


@pytest.mark.parametrize("row", rows("local-product.md", "clauses"))
def test_clauses_as_the_page_says(row):
    day, clause, facts, outcome = row
    values = dict(fact(each.strip()) for each in facts.split(",") if each.strip())
    assert local_outcome(clause, LocalFacts("つくば市", "茨城県", **values), day) == outcome
