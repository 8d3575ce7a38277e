"""地場産品基準 (平成31年総務省告示第179号 第5条): one predicate per clause, each answering with its reasons.

A predicate takes the facts of a gift and a day and returns what is missing or wrong; nothing: the clause holds.
Whether the paper behind a fact is genuine is for people; the date of its confirmation is a rule of gift_rules.
docs/rules/local-product.md is the prose; its tables run as tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

BREACH, CANNOT_TELL = "breach", "cannot_tell"
HALF = Fraction(1, 2)
VALUE_SHARE_FROM = date(2026, 10, 1)  # 令和7年6月24日告示: share on price, certified by the maker
PLANNING_FROM = date(2024, 10, 1)
AGED_AND_MILLED_FROM = date(2023, 10, 1)
LODGING_LIMIT_YEN = 50_000  # 7の3イ: a night and person


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """What a listing says about where its value arose. None or "" = not stated; money in yen, shares of 1."""

    municipality: str = ""
    prefecture: str = ""
    produced_in: str = ""
    raw_material_share: Fraction | None = None
    raw_material_prefecture: str = ""
    made_in: str = ""
    value_a_yen: int | None = None  # A: what the municipality pays
    value_b_yen: int | None = None  # B: what of it arose outside the area
    planning_certified: bool | None = None
    mixing_reason: str = ""
    pr_distributed: int | None = None  # own PR goods handed out in the last year
    pr_offered: int | None = None
    pr_plan: bool | None = None
    main_item_clause: str = ""
    related: bool | None = None
    night_yen: int | None = None
    operator_prefecture: str = ""
    partners: str = ""
    recognised_by_prefecture: bool | None = None
    disaster: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that keeps a clause from holding: a breach, or something not known. `field` is of LocalFacts."""

    code: str
    outcome: str
    sentence: str
    field: str = ""


Predicate = Callable[[LocalFacts, date], tuple[Finding, ...]]


def _asked(field: str, sentence: str) -> Finding:
    return Finding(f"missing-{field}", CANNOT_TELL, sentence, field)


def _wrong(code: str, field: str, sentence: str) -> Finding:
    return Finding(code, BREACH, sentence, field)


def value_share(a_yen: int, b_yen: int) -> Fraction:
    """区域内において生じた価値の割合 = (A − B) / A, exactly. Raises ValueError unless 0 ≤ B ≤ A and A > 0."""
    if a_yen <= 0 or not 0 <= b_yen <= a_yen:
        raise ValueError("A must be positive and B between 0 and A")
    return Fraction(a_yen - b_yen, a_yen)


def _within(place: str, municipality: str) -> bool:
    return bool(municipality) and municipality in place


def _place(facts: LocalFacts, field: str, words: str) -> tuple[Finding, ...]:
    place = getattr(facts, field)
    if not place:
        return (_asked(field, f"{words}が入力されていません。市区町村名から入力してください。"),)
    if not facts.municipality:
        return (_asked("municipality", "寄附を受ける市区町村が入力されていません。"),)
    if not _within(place, facts.municipality):
        return (_wrong("outside", field, f"{words}は「{place}」で、{facts.municipality}の区域内ではありません。"),)
    return ()


def clause_1(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第1号: produced in the area."""
    return _place(facts, "produced_in", "生産地")


def clause_2(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第2号: the main part of the raw material (over half by weight or value) produced in the area."""
    share = facts.raw_material_share
    if share is None:
        return (_asked("raw_material_share", "原材料のうち区域内で生産された割合が入力されていません。"),)
    if share <= HALF:
        percent = float(share * 100)
        return (
            _wrong(
                "raw-material-share", "raw_material_share", f"区域内産の原材料が{percent:g}％で、半分を超えていません。"
            ),
        )
    return ()


def clause_3(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第3号: main part of making done in the area, giving over half of the value; on price from October 2026."""
    findings = list(_place(facts, "made_in", "製造・加工地"))
    a_yen, b_yen = facts.value_a_yen, facts.value_b_yen
    if a_yen is None or b_yen is None:
        if on >= VALUE_SHARE_FROM:
            findings.append(
                _asked("value_a_yen", "付加価値の割合を計算する調達費用（A）と区域外の費用（B）が入力されていません。")
            )
        return tuple(findings)
    if a_yen <= 0 or not 0 <= b_yen <= a_yen:
        findings.append(
            _wrong("value-numbers", "value_b_yen", "区域外の費用（B）は0円以上、調達費用（A）以下で入力してください。")
        )
    elif (share := value_share(a_yen, b_yen)) <= HALF:
        sentence = (
            f"区域内で生じた価値は{a_yen - b_yen:,}円÷{a_yen:,}円＝{float(share * 100):.1f}％で、半分を超えていません。"
        )
        findings.append(_wrong("value-share", "value_b_yen", sentence))
    return tuple(findings)


def _aged_or_milled(words: str) -> Predicate:
    def predicate(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
        findings = list(_place(facts, "made_in", "製造・加工地"))
        if on < AGED_AND_MILLED_FROM:
            return tuple(findings)
        if not facts.raw_material_prefecture:
            findings.append(_asked("raw_material_prefecture", f"{words}の原料の産地（都道府県）が入力されていません。"))
        elif facts.raw_material_prefecture != facts.prefecture:
            sentence = f"{words}の原料は{facts.raw_material_prefecture}産で、同じ都道府県の産ではありません。"
            findings.append(_wrong("other-prefecture", "raw_material_prefecture", sentence))
        return tuple(findings)

    return predicate


def clause_3_planning(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第3号ロ: only the planning is local; from October 2024 the majority of value must be certified as local."""
    if on < PLANNING_FROM or facts.planning_certified:
        return ()
    if facts.planning_certified is None:
        return (_asked("planning_certified", "価値の過半が区域内で生じたことの証明があるか、入力されていません。"),)
    return (_wrong("planning", "planning_certified", "企画立案だけの品は、価値の過半が区域内で生じた証明が必要です。"),)


def clause_4(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第4号: own product unavoidably mixed with neighbours' in distribution."""
    if facts.mixing_reason:
        return ()
    return (_asked("mixing_reason", "流通の過程で近隣の産品と混じることが避けられない理由が入力されていません。"),)


def clause_5(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第5号: made for the municipality's own PR; from October 2026 with its own year's distribution and a plan."""
    if on < VALUE_SHARE_FROM:
        return ()
    findings = []
    if facts.pr_distributed is None or facts.pr_offered is None:
        findings.append(
            _asked("pr_distributed", "広報目的の品の1年間の配布数と、返礼品として提供する数が入力されていません。")
        )
    elif facts.pr_distributed < facts.pr_offered:
        sentence = f"1年間の配布数{facts.pr_distributed:,}が、返礼品の数{facts.pr_offered:,}を下回っています。"
        findings.append(_wrong("pr-record", "pr_distributed", sentence))
    if facts.pr_plan is None:
        findings.append(_asked("pr_plan", "広報目的の品の配布計画があるか、入力されていません。"))
    elif not facts.pr_plan:
        findings.append(_wrong("pr-plan", "pr_plan", "広報目的の品には、配布の計画が必要です。"))
    return tuple(findings)


def clause_6(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第6号: a set whose main item qualifies by another clause, the other items being related to it."""
    findings = []
    if not facts.main_item_clause:
        findings.append(_asked("main_item_clause", "セットの主な品がどの号に当たるか、入力されていません。"))
    elif facts.main_item_clause not in CLAUSES or facts.main_item_clause == "6":
        sentence = f"セットの主な品の号「{facts.main_item_clause}」は選べません。"
        findings.append(_wrong("main-item", "main_item_clause", sentence))
    return (*findings, *_related(facts))


def _related(facts: LocalFacts) -> tuple[Finding, ...]:
    if facts.related:
        return ()
    if facts.related is None:
        return (_asked("related", "区域（または主な品）との関連があるか、入力されていません。"),)
    return (_wrong("unrelated", "related", "区域（または主な品）との関連がありません。"),)


def clause_7(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第7号, 7の2, 7の4: a service whose main part is given in the area and relates to it."""
    return (*_place(facts, "made_in", "提供地"), *_related(facts))


def clause_7_lodging(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第7号の3イ: lodging up to 50,000 yen a night; above it only an operator of the same prefecture (October 2024)."""
    findings = list(_place(facts, "made_in", "宿泊地"))
    if facts.night_yen is None:
        findings.append(_asked("night_yen", "1人1泊の金額が入力されていません。"))
    elif facts.night_yen > LODGING_LIMIT_YEN and on >= PLANNING_FROM:
        if not facts.operator_prefecture:
            findings.append(_asked("operator_prefecture", "宿泊施設を運営する事業者の都道府県が入力されていません。"))
        elif facts.operator_prefecture != facts.prefecture:
            sentence = f"1人1泊{facts.night_yen:,}円（5万円超）の宿泊は、同じ都道府県だけで運営する施設に限られます。"
            findings.append(_wrong("lodging", "night_yen", sentence))
    return tuple(findings)


def clause_8_shared(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第8号イ・ロ: shared among linked municipalities, or prefecture-wide."""
    return () if facts.partners else (_asked("partners", "共通の返礼品とする市区町村・都道府県が入力されていません。"),)


def clause_8_recognised(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第8号ハ: a resource the prefecture has recognised."""
    if facts.recognised_by_prefecture:
        return ()
    if facts.recognised_by_prefecture is None:
        return (_asked("recognised_by_prefecture", "都道府県の認定を受けた地域資源か、入力されていません。"),)
    return (_wrong("not-recognised", "recognised_by_prefecture", "都道府県の認定を受けた地域資源ではありません。"),)


def clause_9(facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """第9号: a substitute while a disaster stops the usual gifts."""
    return () if facts.disaster else (_asked("disaster", "代わりの品とする災害の名前が入力されていません。"),)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as portals code it, what it means, and its predicate."""

    code: str
    meaning: str
    holds: Predicate


_CLAUSES = (
    Clause("1", "区域内で生産された", clause_1),
    Clause("2", "主な原材料が区域内で生産された", clause_2),
    Clause("3", "区域内で製造・加工の主要な部分を行い、価値の過半が生じた", clause_3),
    Clause("3イ（熟成肉）", "同じ都道府県産を原料とする熟成肉", _aged_or_milled("熟成肉")),
    Clause("3イ（精米）", "同じ都道府県産を原料とする精米", _aged_or_milled("精米")),
    Clause("3ロ（企画立案）", "企画立案が区域内で行われ、価値の過半の証明がある", clause_3_planning),
    Clause("4", "近隣の産品と流通で混じることが避けられない", clause_4),
    Clause("5", "市区町村の広報目的で作られた", clause_5),
    Clause("6", "主な品が基準に当たるセット", clause_6),
    Clause("7", "区域内で提供される役務", clause_7),
    Clause("7の2", "区域内で提供される役務に準ずるもの", clause_7),
    Clause("7の3イ", "宿泊（1人1泊5万円以下など）", clause_7_lodging),
    Clause("7の3ロ", "指定区域の宿泊", clause_7),
    Clause("7の4", "電気", clause_7),
    Clause("8イ", "連携する市区町村で共通", clause_8_shared),
    Clause("8ロ", "都道府県内で共通", clause_8_shared),
    Clause("8ハ", "都道府県が認めた地域資源", clause_8_recognised),
    Clause("9", "災害時の代わりの品", clause_9),
)
CLAUSES: Mapping[str, Clause] = {clause.code: clause for clause in _CLAUSES}


def findings(clause: str, facts: LocalFacts, on: date) -> tuple[Finding, ...]:
    """What keeps a clause from holding on a day; an unknown or empty clause is itself a finding."""
    if not clause:
        return (_asked("clause", "地場産品基準のどの号に当たるか、選ばれていません。"),)
    if clause not in CLAUSES:
        return (_wrong("clause", "clause", f"地場産品基準に「{clause}」という号はありません。"),)
    return CLAUSES[clause].holds(facts, on)
