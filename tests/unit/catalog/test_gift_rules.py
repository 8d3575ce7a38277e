"""Gift rules beyond their tables: exactness, order, dates."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from catalog.domain import gift_rules
from catalog.domain.gift_rules import ListingFacts
from catalog.domain.local_product import LocalFacts

DAY = date(2026, 11, 21)
GOOD = ListingFacts(
    donation_yen=10_000,
    procurement_yen=3_000,
    shipping_yen=1_000,
    other_yen=700,
    handling_yen=300,
    clause="3",
    reason="市内の工場で全工程を行う",
    evidence_confirmed_on=date(2026, 10, 5),
    texts=("福来みかんのジャム",),
    certificate_status="valid",
    local=LocalFacts("つくば市", "茨城県", made_in="つくば市筑波", value_a_yen=3000, value_b_yen=1000),
)
YEN = st.integers(0, 10**8)


def outcomes(facts: ListingFacts, on: date = DAY) -> dict[str, str]:
    return {verdict.code: verdict.outcome for verdict in gift_rules.verdicts(facts, on)}


def test_verdicts_of_a_lawful_listing_all_pass():
    answers = gift_rules.verdicts(GOOD, DAY)
    assert [answer.code for answer in answers] == ["share", "cost", "local", "evidence", "wording", "certificate"]
    assert gift_rules.lawful(answers)
    assert all(answer.sentence.endswith("。") and answer.source for answer in answers)


def test_verdicts_of_an_empty_listing_never_pass_by_silence():
    assert outcomes(ListingFacts()) == {
        "share": "cannot_tell",
        "cost": "cannot_tell",
        "local": "cannot_tell",
        "evidence": "cannot_tell",
        "wording": "pass",
        "certificate": "cannot_tell",
    }


def test_verdicts_before_the_system_cannot_tell():
    assert outcomes(GOOD, date(2019, 5, 31)) == {"rules": "cannot_tell"}


def test_certificate_expired_is_a_breach():
    for status in ("expired", "revoked", "surrendered"):
        facts = ListingFacts(certificate_status=status)
        assert outcomes(facts)["certificate"] == "breach"


@given(donation=st.integers(1, 10**8), procurement=YEN)
def test_gift_share_agrees_with_exact_fractions(donation, procurement):
    rules = gift_rules.RULE_SETS[-1]
    verdict = gift_rules.gift_share(ListingFacts(donation_yen=donation, procurement_yen=procurement), rules)
    assert (verdict.outcome == "pass") == (Fraction(procurement, donation) <= Fraction(3, 10))


@given(procurement=YEN)
def test_lowest_donation_is_lawful_and_one_yen_less_is_not(procurement):
    rules = gift_rules.RULE_SETS[-1]
    lowest = gift_rules.lowest_donation(procurement, rules)
    assert Fraction(procurement) <= rules.share * lowest
    assert Fraction(procurement) > rules.share * (lowest - 1)


@given(share=st.fractions(0, 2))
def test_percent_never_shows_less_than_it_is(share):
    shown = gift_rules.percent(share).removesuffix("％")
    assert Fraction(shown) / 100 >= share
    assert Fraction(shown) / 100 - share < Fraction(1, 1000)


@given(day=st.dates(date(2019, 6, 1), date(2040, 1, 1)))
def test_rules_in_force_are_the_last_begun(day):
    rules = gift_rules.in_force(day)
    assert rules is not None
    assert rules.valid_from <= day
    assert not any(rules.valid_from < each.valid_from <= day for each in gift_rules.RULE_SETS)


@given(confirmed=st.dates(date(2026, 10, 1), date(2030, 1, 1)), days=st.integers(0, 800))
def test_evidence_never_outlives_a_year(confirmed, days):
    on = confirmed + timedelta(days=days)
    rules = gift_rules.in_force(on)
    assert rules is not None
    outcome = gift_rules.evidence(ListingFacts(evidence_confirmed_on=confirmed), rules, on).outcome
    assert outcome == ("pass" if days < 365 or (days == 365 and on.day == 28 and confirmed.day == 29) else outcome)
    if days >= 366:
        assert outcome == "breach"
