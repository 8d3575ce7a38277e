"""The worked tables of docs/rules run as tests: what the prose says is what the code does."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from certification.domain import (
    assignment,
    eligibility,
    firmness,
    form_values,
    gap,
    offer,
    ranking,
    recusal,
    scoring,
    validity,
    what_if,
)
from certification.domain.common_fields import COMMON_FIELDS
from certification.domain.outcome import decide
from certification.domain.rules import Criterion, Field, Gate, Rules, Step
from certification.domain.scoring import Mark, SheetMarks, Standing, display, panel_result
from certification.services import balancing
from core.domain.fiscal_year import FiscalYear

PAGES = Path(__file__).parents[3] / "docs" / "rules"
OURS = ("scoring", "outcome", "firmness", "validity", "eligibility", "challenge", "conflicts")


def tables(page):
    """{example name: rows as dicts} of every table after an example comment."""
    found = {}
    lines = iter((PAGES / f"{page}.md").read_text(encoding="utf-8").splitlines())
    for line in lines:
        if line.startswith("<!-- example: "):
            name = line.removeprefix("<!-- example: ").removesuffix(" -->")
            block = []
            for row in lines:
                if not row.startswith("|"):
                    break
                block.append([cell.strip() for cell in row.strip("|").split("|")])
            head, _rule, *body = block
            found[name] = [dict(zip(head, cells, strict=True)) for cells in body]
    return found


EXAMPLES = {(page, name): rows for page in OURS for name, rows in tables(page).items()}


def rows(page, name):
    """Parametrize over one table; the id is the row's number."""
    found = EXAMPLES[page, name]
    return pytest.mark.parametrize("row", found, ids=[str(number) for number in range(1, len(found) + 1)])


def rules_of(*criteria, **more):
    return Rules("demo", "見本制度", "認証", tuple(criteria), more.pop("gates", ()), (), (), **more)


def criterion(key, weight, maximum, *, floor=None, allow_na=False):
    steps = tuple(Step(Decimal(value), str(value)) for value in range(maximum, -1, -1))
    return Criterion(key, key, "", Decimal(weight), steps, floor=floor, allow_na=allow_na)


def sheets(values):
    return [SheetMarks(number, {"p": Mark(Decimal(value))}) for number, value in enumerate(values, start=1)]


def numbers(cell):
    return [int(value) for value in cell.split(",") if value.strip()]


HUNDRED = rules_of(criterion("p", 1, 100), near_max_missed=None)
YES_NO = {"yes": True, "no": False, "": None}


def test_every_worked_table_is_run():
    assert sorted(name for _, name in EXAMPLES) == [
        "display",
        "field",
        "gaps",
        "gate",
        "leave-one-out",
        "levelled",
        "levelled-rank",
        "number",
        "number-format",
        "offer",
        "order",
        "outcome",
        "panel",
        "renewal",
        "route",
        "sheet",
        "suspicion",
        "ties",
        "validity",
        "values",
        "votes",
        "what-if",
    ]


@rows("scoring", "sheet")
def test_c1_sheet(row):
    rules = rules_of(criterion("A", 2, 5), criterion("B", 1, 5, allow_na=True), criterion("C", 1, 10))
    words = {"blank": Mark(None), "n/a": Mark(None, na=True)}
    marks = {key: words.get(row[key]) or Mark(Decimal(row[key])) for key in "ABC"}

    total = scoring.sheet_total(rules, SheetMarks(1, marks))

    assert (display(total.percent), f"{total.answered}/{total.applicable}") == (row["percent"], row["answered"])


@rows("scoring", "panel")
def test_c2_panel(row):
    made = sheets(numbers(row["sheets"]))
    rules = rules_of(criterion("p", 1, 100), panel_rule=row["rule"])

    result = panel_result(rules, made, of=len(made))

    assert display(result.total) == row["total"]
    if result.total is not None:
        assert scoring.derivation(rules, made, result)[-1].endswith(f"＝ {row['total']}％")


@rows("scoring", "gate")
def test_gate(row):
    answers = [True] * int(row["yes"]) + [False] * int(row["no"]) + [None] * int(row["blank"])
    rules = rules_of(gates=(Gate("g", "衛生", "?"),))
    made = [SheetMarks(number, {}, {"g": answer}) for number, answer in enumerate(answers)]

    assert panel_result(rules, made, of=len(made)).gates[0].holds is YES_NO[row["holds"]]


@pytest.mark.parametrize("tie_rule", ["shared", "lowest"])
def test_order(tie_rule):
    table = EXAMPLES["scoring", "order"]
    results = {int(row["application"]): panel_result(HUNDRED, sheets(numbers(row["sheets"])), of=2) for row in table}

    ranks = {key: rank for rank, keys in scoring.order(results, tie_rule) for key in keys}

    assert ranks == {int(row["application"]): int(row[tie_rule]) for row in table}


@pytest.mark.parametrize("tie_rule", ["shared", "heaviest", "committee"])
def test_c1_ties_go_by_the_programmes_own_rule(tie_rule):
    table = EXAMPLES["scoring", "ties"]
    rules = rules_of(criterion("taste", 1, 10), criterion("origin", 3, 10), tie_rule=tie_rule)
    made = {
        int(row["application"]): [SheetMarks(1, {key: Mark(Decimal(row[key])) for key in ("taste", "origin")})]
        for row in table
    }
    results = {key: panel_result(rules, sheets, of=1) for key, sheets in made.items()}

    ranks = ranking.ranks(rules, results, made)

    column = "heaviest" if tie_rule == "heaviest" else "shared"
    assert ranks == {int(row["application"]): int(row[column]) for row in table}
    assert ranking.open_ties(rules, ranks) == (((1, 2, 3),) if tie_rule == "committee" else ())


@rows("validity", "number-format")
def test_number_format(row):
    assert (validity.number_format_problem(row["format"], "TC") is None) is YES_NO[row["good"]]


def test_votes():
    table = EXAMPLES["scoring", "votes"]
    panels = {int(row["application"]): sheets(int(row[f"reviewer {n}"]) for n in (1, 2, 3)) for row in table}

    ranks = {key: rank for rank, keys in scoring.rank_order(HUNDRED, panels) for key in keys}

    assert ranks == {int(row["application"]): int(row["rank"]) for row in table}


@rows("scoring", "display")
def test_display(row):
    exact = Fraction(row["exact"])

    assert (display(exact), scoring.display_against(exact, Decimal(70))) == (row["shown"], row["shown against 70"])


@rows("outcome", "outcome")
def test_outcome(row):
    floors = [criterion(key, 1, 5, floor=Decimal(3)) for key in "abc"]
    rules = rules_of(*floors, gates=(Gate("g", "衛生", "?"),), near_max_missed=1, quorum=2)
    standing = Standing(
        n=int(row["sheets"]),
        total=None if row["total"] == "–" else Fraction(row["total"]),
        floors_missed=int(row["floors missed"]),
        unmarked=False,
        gates_hold=row["gates"] == "hold",
        gates_open=row["gates"] == "open",
    )

    assert (decide(rules, standing) or "–") == row["outcome"]


@rows("firmness", "leave-one-out")
def test_leave_one_out(row):
    made = sheets(numbers(row["sheets"]))

    flips = firmness.leave_one_out(HUNDRED, made, of=len(made))

    assert decide(HUNDRED, panel_result(HUNDRED, made, of=len(made)).standing) == row["outcome"]
    assert [flip.reviewer for flip in flips] == numbers(row["flips without"])


def test_levelled():
    table = EXAMPLES["firmness", "levelled"]
    panels = {
        int(row["product"]): [
            SheetMarks(n, {"p": Mark(Decimal(row[f"reviewer {n}"]))}) for n in (1, 2, 3) if row[f"reviewer {n}"]
        ]
        for row in table
    }

    level = firmness.levelled(panels, HUNDRED)

    for row in table:
        key = int(row["product"])
        assert display(panel_result(HUNDRED, panels[key], of=3).total) == row["mean"]
        assert display(level[key]) == row["levelled"]


def test_levelled_rank():
    table = EXAMPLES["firmness", "levelled-rank"]
    panels = {
        int(row["product"]): [
            SheetMarks(n, {"p": Mark(Decimal(row[f"reviewer {n}"]))}) for n in (1, 2, 3, 4) if row[f"reviewer {n}"]
        ]
        for row in table
    }

    places = firmness.ranked(firmness.severity(panels, HUNDRED))

    for row in table:
        place = places[int(row["product"])]
        assert (place.group, place.rank) == (int(row["group"]), int(row["rank"]))


@rows("outcome", "what-if")
def test_what_if(row):
    def number(cell):
        return Decimal(cell) if cell else None

    rules = rules_of(criterion("p", 1, 5), near_max_missed=None)
    made = sheets(numbers(row["sheets"]))
    missed = int(row["missed"]) if row["missed"] else None
    change = what_if.Change(number(row["pass mark"]), number(row["near mark"]), missed, {"p": number(row["floor"])})

    (found,) = what_if.tried(rules, change, {1: (made, len(made))})

    assert (found.before.outcome, found.after.outcome) == (row["now"], row["then"])


@rows("validity", "validity")
def test_validity(row):
    rules = rules_of(validity_kind=row["rule"], validity_years=int(row["years"]))

    until = validity.valid_until(rules, date.fromisoformat(row["certified on"]))

    assert until == date.fromisoformat(row["valid until"])


@rows("validity", "number")
def test_number(row):
    rules = rules_of(number_prefix=row["prefix"])

    number = validity.certificate_number(rules, FiscalYear(int(row["fiscal year"])), int(row["serial"]))

    assert number == row["number"]


@rows("eligibility", "route")
def test_route(row):
    programmes = [
        eligibility.ProgrammeScope("collection", "食の制度", "food"),
        eligibility.ProgrammeScope("quality", "品の制度", "goods_services"),
        eligibility.ProgrammeScope("trial", "試しの制度", "trial"),
    ]
    answers = eligibility.PreCheckAnswers(
        food=YES_NO[row["food"]],
        kind=row["kind"] or None,
        fresh=YES_NO[row["fresh"]],
        sold_in_city=YES_NO[row["sold in city"]],
        made_in_city=YES_NO[row["made in city"]],
        novel=YES_NO[row["new"]],
    )

    found = eligibility.route(answers, programmes)

    also = f" (also {', '.join(found.also)})" if found.also else ""
    assert (found.slug or "–") + also == row["programme"]
    assert ", ".join(reason.code for reason in found.reasons) == row["reasons"]


@rows("eligibility", "values")
def test_p2_values(row):
    common = {field.key: field for field in COMMON_FIELDS}
    fields = {
        "text": common["name"],
        "kana": common["name_kana"],
        "money": common["price_yen"],
        "date": Field("since", "始めた日", "date"),
        "phone": Field("phone", "電話"),
    }

    value, reasons = form_values.clean(fields[row["kind"]], row["typed"])

    assert str(value) == row["kept"]
    assert ", ".join(reason.code for reason in reasons) == row["problem"]


@rows("challenge", "gaps")
def test_a4_gaps(row):
    rules = rules_of(
        criterion("A", 1, 5, floor=Decimal(3)), criterion("B", 3, 5, floor=Decimal(3)), criterion("C", 1, 5)
    )
    made = [SheetMarks(1, {key: Mark(Decimal(row[key])) for key in "ABC"})]
    result = panel_result(rules, made, of=1)

    found = gap.gaps(rules, result, made, {})

    assert display(result.total) == row["total"]
    assert ", ".join(f"{g.key} {g.kind} {float(g.short):g}" for g in found) == row["gaps"]


@rows("conflicts", "suspicion")
def test_r5_suspicion(row):
    found = recusal.suspected(
        [mail for mail in row["mail addresses"].split(", ") if mail],
        row["affiliation"],
        "株式会社つくば架空菓子",
        "kashi.example.jp",
        "茨城県つくば市架空町1-2-3",
        reviewer_address=row["address"],
    )

    assert ", ".join(reason.code for reason in found) == row["suspicion"]


def test_conflict_kinds_stand_on_the_page():
    page = (PAGES / "conflicts.md").read_text(encoding="utf-8")

    for kind, label in recusal.CONFLICT_LABELS.items():
        assert f"| `{kind.value}` | {label} |" in page


@rows("conflicts", "field")
def test_the_field_of_expertise_decides_where_loads_are_equal(row):
    fields = {7: [row["field of 7"]], 8: [row["field of 8"]]}
    products = {1: "sweets", 2: "goods"}
    costs = {
        (product, person): balancing.UNLIKE
        for product, category in products.items()
        for person, words in fields.items()
        if not assignment.matches(words, category, "")
    }
    given = balancing.flow([1, 2], [7, 8], set(), 1, costs=costs).reviewers
    assert given == {1: (int(row["first (sweets)"]),), 2: (int(row["second (goods)"]),)}


@rows("challenge", "offer")
def test_offer(row):
    last, today = offer.answer_by(date(2026, 11, 21), 30), date.fromisoformat(row["today"])
    assert ("no" if offer.has_lapsed(last, today) else "yes") == row["open"]
    assert ("yes" if offer.reminder_due(last, today, 7) else "no") == row["remind"]
