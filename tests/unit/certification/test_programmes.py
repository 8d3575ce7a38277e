"""The ready programmes: public facts as published, everything else marked as a default."""

import json
from datetime import date
from pathlib import Path

import pytest

from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.rules import Rules
from certification.domain.validity import certificate_number, is_well_formed, number_format_problem, valid_until
from core.domain.fiscal_year import FiscalYear

FOLDER = Path(__file__).parents[3] / "certification" / "data" / "programmes"
SLUGS = ["tsukuba-collection", "tsukuba-quality", "tsukuba-trial-order"]
DATA = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
RULES = {slug: Rules.from_json(data["rules"]) for slug, data in DATA.items()}


def test_there_are_three_programmes():
    assert sorted(DATA) == SLUGS


def kept(stored, now):
    """Is everything the file says still there? Keys that came later take their defaults."""
    if isinstance(stored, dict):
        return all(key in now and kept(value, now[key]) for key, value in stored.items())
    if isinstance(stored, list):
        return len(stored) == len(now) and all(kept(*pair) for pair in zip(stored, now, strict=True))
    return stored == now


@pytest.mark.parametrize("slug", SLUGS)
def test_programme_file_agrees_with_its_rules(slug):
    data, rules = DATA[slug], RULES[slug]

    assert (data["slug"], data["name"], data["word"], data["accent"]) == (
        slug,
        rules.name,
        rules.word,
        rules.mark_accent,
    )
    assert rules.programme == slug
    assert Rules.from_json(rules.to_json()) == rules
    assert kept(data["rules"], rules.to_json())
    assert number_format_problem(rules.number_format, rules.number_prefix) is None


@pytest.mark.parametrize("slug", SLUGS)
def test_every_default_says_why_and_every_source_has_its_address(slug):
    assert DATA[slug]["defaults_to_confirm"]
    assert all(sentence.endswith("。") for sentence in DATA[slug]["defaults_to_confirm"].values())
    assert all(source["about"] and source["url"].startswith("http") for source in DATA[slug]["sources"])


@pytest.mark.parametrize("slug", ["tsukuba-collection", "tsukuba-quality"])
def test_what_the_city_has_not_published_is_marked(slug):
    assert {
        "pass_mark",
        "near_mark",
        "near_max_missed",
        "criteria.weight",
        "criteria.floor",
        "criteria.steps",
        "panel_rule",
        "quorum",
        "appeal_text",
    } <= set(DATA[slug]["defaults_to_confirm"])


def test_validity_of_quality_is_marked_as_it_is_not_public():
    assert {"validity_kind", "validity_years"} <= set(DATA["tsukuba-quality"]["defaults_to_confirm"])


def test_c2_three_programmes_have_three_ways_to_decide():
    assert {slug: (rules.panel_rule, len(rules.criteria), len(rules.gates)) for slug, rules in RULES.items()} == {
        "tsukuba-collection": ("mean", 5, 0),
        "tsukuba-quality": ("trimmed_mean", 5, 0),
        "tsukuba-trial-order": ("mean", 0, 3),
    }


def test_collection_has_the_five_heads_and_the_eight_conditions():
    rules = RULES["tsukuba-collection"]

    assert [criterion.name for criterion in rules.criteria] == [
        "産地",
        "オリジナリティ",
        "パッケージ",
        "品質・価格",
        "信頼性・安全性",
    ]
    assert len(rules.statements) == 8
    assert rules.word == "認証"
    assert valid_until(rules, date(2019, 3, 14)) == date(2022, 3, 31)


def test_quality_and_trial_say_nintei():
    assert {RULES["tsukuba-quality"].word, RULES["tsukuba-trial-order"].word} == {"認定"}


def test_trial_order_is_rolling_and_ends_with_a_fiscal_year():
    assert DATA["tsukuba-trial-order"]["intake"] == "rolling"
    assert valid_until(RULES["tsukuba-trial-order"], date(2022, 10, 1)) == date(2025, 3, 31)


@pytest.mark.parametrize("slug", SLUGS)
def test_own_questions_do_not_repeat_the_common_ones(slug):
    keys = [field.key for field in RULES[slug].fields]

    assert len(keys) == len(set(keys))
    assert not set(keys) & {field.key for field in COMMON_FIELDS}


@pytest.mark.parametrize("slug", SLUGS)
def test_numbers_of_the_programme_verify(slug):
    assert is_well_formed(certificate_number(RULES[slug], FiscalYear(2025), 12))
