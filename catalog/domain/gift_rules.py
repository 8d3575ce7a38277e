"""ふるさと納税: the rules a donation listing must keep, dated, each answered with sentence, clause and numbers.

Limits are data with a first day, never constants in code elsewhere. Outcomes: pass, breach, cannot_tell (something is
not stated). A listing is lawful on a day when every verdict is a pass. docs/rules/gift-rules.md is the prose; its
tables run as tests.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from catalog.domain import certificate, local_product

PASS, BREACH, CANNOT_TELL = "pass", "breach", "cannot_tell"
OUTCOMES = {PASS: "適合", BREACH: "違反", CANNOT_TELL: "判断できません"}
KOKUJI = "平成31年総務省告示第179号"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What holds from a day on. `full_cost`: handling of ワンストップ, receipts and staff count as costs too."""

    valid_from: date
    share: Fraction
    cost: Fraction
    full_cost: bool
    wording: bool
    source: str


_THIRTY, _FIFTY = Fraction(30, 100), Fraction(50, 100)
RULE_SETS = (
    RuleSet(date(2019, 6, 1), _THIRTY, _FIFTY, False, False, KOKUJI),
    RuleSet(date(2023, 10, 1), _THIRTY, _FIFTY, True, False, f"{KOKUJI}（令和5年6月27日改正）"),
    RuleSet(date(2024, 10, 1), _THIRTY, _FIFTY, True, True, f"{KOKUJI}（令和6年6月28日改正）"),
    RuleSet(date(2025, 10, 1), _THIRTY, _FIFTY, True, True, f"{KOKUJI}（令和6年6月28日改正）"),
    RuleSet(date(2026, 10, 1), _THIRTY, _FIFTY, True, True, f"{KOKUJI}（令和7年6月24日改正）"),
)
# Announced, not yet encoded: the 2026 tax reform lowers the cost ceiling towards 40 %; its steps are not confirmed.

_WORDING = re.compile(
    r"(?<!ワン)(?<!チャーム)ポイント|お得|おトク|オトク|お徳|還元|実質無料|コスパ"
    r"|キャッシュバック|\bcash ?back\b|\bpoints?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """A listing as the rules see it. Money in whole yen, tax included; None = not stated.

    `other_yen`: portal, settlement, advertising; `handling_yen`: ワンストップ, receipts, staff. `texts`: the words
    near the link. `certificate_status` is the effective one of the day (domain.certificate).
    """

    donation_yen: int | None = None
    procurement_yen: int | None = None
    shipping_yen: int | None = None
    other_yen: int | None = None
    handling_yen: int | None = None
    clause: str = ""
    reason: str = ""
    evidence_confirmed_on: date | None = None
    texts: tuple[str, ...] = ()
    certificate_status: str = certificate.UNKNOWN
    local: local_product.LocalFacts = field(default_factory=local_product.LocalFacts)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer. `clause` names the rule's place, `source` the text it stands in, `numbers` the comparison."""

    code: str
    outcome: str
    sentence: str
    clause: str
    source: str
    numbers: Mapping[str, str] = field(default_factory=dict)


def in_force(on: date) -> RuleSet | None:
    """The rules of a day; None before the designation system began in June 2019."""
    return next((rules for rules in reversed(RULE_SETS) if rules.valid_from <= on), None)


def percent(share: Fraction) -> str:
    """A share as per cent with one decimal, rounded up: a share over the limit never prints as the limit."""
    tenths = -((-share.numerator * 1000) // share.denominator)
    return f"{tenths // 10}.{tenths % 10}％"


def verdicts(facts: ListingFacts, on: date) -> tuple[Verdict, ...]:
    """Every rule's answer for a day, in a fixed order: share, cost, local product, evidence, wording, certificate."""
    rules = in_force(on)
    if rules is None:
        sentence = f"{on}の規則は登録されていません。"
        return (Verdict("rules", CANNOT_TELL, sentence, "", KOKUJI),)
    return (
        gift_share(facts, rules),
        total_cost(facts, rules),
        local_clause(facts, rules, on),
        evidence(facts, rules, on),
        wording(facts, rules),
        active_certificate(facts, rules),
    )


def lawful(answers: Iterable[Verdict]) -> bool:
    """May the link be shown? Only when every rule passes: what cannot be told is not shown."""
    return all(answer.outcome == PASS for answer in answers)


def gift_share(facts: ListingFacts, rules: RuleSet) -> Verdict:
    """返礼割合: procurement cost (tax included) ≤ 30 % of the donation. 地方税法第37条の2第2項第1号."""
    clause = "地方税法第37条の2第2項第1号（返礼割合3割以下）"
    if not facts.donation_yen or facts.donation_yen < 0 or facts.procurement_yen is None or facts.procurement_yen < 0:
        sentence = "寄附金額と調達費用（税込み）を入力してください。返礼割合を計算できません。"
        return Verdict("share", CANNOT_TELL, sentence, clause, rules.source)
    share = Fraction(facts.procurement_yen, facts.donation_yen)
    numbers = {
        "procurement_yen": str(facts.procurement_yen),
        "donation_yen": str(facts.donation_yen),
        "share": percent(share),
        "limit": percent(rules.share),
    }
    sums = f"{facts.procurement_yen:,}円÷{facts.donation_yen:,}円＝{percent(share)}"
    if share <= rules.share:
        return Verdict(
            "share", PASS, f"返礼割合は{sums}で、{percent(rules.share)}以下です。", clause, rules.source, numbers
        )
    lowest = lowest_donation(facts.procurement_yen, rules)
    sentence = f"返礼割合が{sums}で、{percent(rules.share)}を超えています。寄附金額を{lowest:,}円以上にしてください。"
    return Verdict("share", BREACH, sentence, clause, rules.source, numbers)


def lowest_donation(procurement_yen: int, rules: RuleSet) -> int:
    """The least donation in whole yen that keeps the gift share."""
    return -((-procurement_yen * rules.share.denominator) // rules.share.numerator)


def total_cost(facts: ListingFacts, rules: RuleSet) -> Verdict:
    """募集に要する費用: all costs ≤ the ceiling in force; from October 2023 with handling. 告示第179号第2条."""
    clause = "告示第179号第2条（募集に要する費用の割合）"
    parts = {
        "調達費用": facts.procurement_yen,
        "送料": facts.shipping_yen,
        "その他の費用": facts.other_yen,
        **({"事務費用": facts.handling_yen} if rules.full_cost else {}),
    }
    missing = [name for name, yen in parts.items() if yen is None or yen < 0]
    if missing or not facts.donation_yen or facts.donation_yen < 0:
        names = "・".join(missing) or "寄附金額"
        return Verdict(
            "cost", CANNOT_TELL, f"{names}を入力してください。費用の割合を計算できません。", clause, rules.source
        )
    total = sum(yen for yen in parts.values() if yen is not None)
    share = Fraction(total, facts.donation_yen)
    numbers = {
        "total_yen": str(total),
        "donation_yen": str(facts.donation_yen),
        "share": percent(share),
        "limit": percent(rules.cost),
    }
    sums = f"{total:,}円÷{facts.donation_yen:,}円＝{percent(share)}"
    if share <= rules.cost:
        return Verdict(
            "cost", PASS, f"費用の割合は{sums}で、{percent(rules.cost)}以下です。", clause, rules.source, numbers
        )
    sentence = f"費用の割合が{sums}で、上限の{percent(rules.cost)}を超えています。費用か寄附金額を見直してください。"
    return Verdict("cost", BREACH, sentence, clause, rules.source, numbers)


def local_clause(facts: ListingFacts, rules: RuleSet, on: date) -> Verdict:
    """地場産品基準: the named clause holds on the day and its reason is written. 告示第179号第5条."""
    clause = f"告示第179号第5条第{facts.clause}号" if facts.clause else "告示第179号第5条"
    found = local_product.findings(facts.clause, facts.local, on)
    if found:
        outcome = BREACH if any(each.outcome == local_product.BREACH for each in found) else CANNOT_TELL
        sentence = "".join(each.sentence for each in found)
        return Verdict("local", outcome, sentence, clause, rules.source, {each.code: each.field for each in found})
    if not facts.reason.strip():
        return Verdict("local", CANNOT_TELL, "その号に当たる理由が入力されていません。", clause, rules.source)
    meaning = local_product.CLAUSES[facts.clause].meaning
    return Verdict("local", PASS, f"第{facts.clause}号（{meaning}）に当たります。", clause, rules.source)


def evidence(facts: ListingFacts, rules: RuleSet, on: date) -> Verdict:
    """Evidence confirmed within a year and since the last change of the rules (designation period from 1 October)."""
    clause = "告示第179号第5条（根拠の確認）"
    confirmed = facts.evidence_confirmed_on
    if confirmed is None:
        return Verdict("evidence", CANNOT_TELL, "根拠資料を確認した日が記録されていません。", clause, rules.source)
    numbers = {"confirmed_on": confirmed.isoformat(), "rules_from": rules.valid_from.isoformat()}
    if confirmed > on:
        sentence = f"根拠資料を確認した日（{_day(confirmed)}）が先の日付です。"
        return Verdict("evidence", CANNOT_TELL, sentence, clause, rules.source, numbers)
    if confirmed < rules.valid_from:
        sentence = (
            f"{_day(rules.valid_from)}に規則が変わりました。"
            f"その後に根拠資料を確認し直してください（前回は{_day(confirmed)}）。"
        )
        return Verdict("evidence", BREACH, sentence, clause, rules.source, numbers)
    if on >= _a_year_after(confirmed):
        sentence = f"根拠資料の確認（{_day(confirmed)}）から1年が過ぎました。確認し直してください。"
        return Verdict("evidence", BREACH, sentence, clause, rules.source, numbers)
    return Verdict("evidence", PASS, f"根拠資料は{_day(confirmed)}に確認済みです。", clause, rules.source, numbers)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def wording(facts: ListingFacts, rules: RuleSet) -> Verdict:
    """No word of points, bargains or returns near a link: October 2024 (advertising), October 2025 (points)."""
    clause = "告示第179号第2条（返礼品を強調した宣伝・ポイントの禁止）"
    found = sorted({match for text in facts.texts for match in offending_words(text)})
    if found and rules.wording:
        words = "」「".join(found)
        sentence = f"リンクのそばに「{words}」という言葉は使えません。別の言い方にしてください。"
        return Verdict("wording", BREACH, sentence, clause, rules.source, {"words": "、".join(found)})
    return Verdict("wording", PASS, "使えない言葉はありません。", clause, rules.source)


def offending_words(text: str) -> tuple[str, ...]:
    """Words that may not stand near a donation link, whatever their width or the spaces inside them."""
    plain = re.sub(r"(?<=[^\x00-\x7f])[\s\u3000・]+(?=[^\x00-\x7f])", "", unicodedata.normalize("NFKC", text))
    return tuple(_WORDING.findall(plain))


def active_certificate(facts: ListingFacts, rules: RuleSet) -> Verdict:
    """The product's certificate is valid: this house's own rule (a listing ends with its certificate)."""
    clause = "市の認証・認定制度（有効な認証）"
    if facts.certificate_status in certificate.MAY_BE_LISTED:
        return Verdict("certificate", PASS, "認証・認定は有効です。", clause, "この仕組みの決まり")
    if facts.certificate_status == certificate.UNKNOWN:
        return Verdict(
            "certificate", CANNOT_TELL, "現在の認証・認定の状況を確認できません。", clause, "この仕組みの決まり"
        )
    return Verdict(
        "certificate", BREACH, "認証・認定が有効ではないため、掲載できません。", clause, "この仕組みの決まり"
    )
