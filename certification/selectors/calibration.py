"""Calibrations a reviewer takes part in, and the spread of the panel's answers: only handed-in ones are counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as with_values
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from certification.domain.rules import Rules
from certification.domain.scoring import plain, sheet_total
from certification.domain.states import Status
from certification.models import Application, Calibration, CalibrationSheet, Round
from certification.selectors import office
from certification.selectors.reviewer_material import Material, file_of, material
from core.models import StoredFile, User
from core.roles import has_role


@dataclass(frozen=True, slots=True)
class Bar:
    """One step (or 該当しない) of a criterion: how many chose it, whether the viewer did; `share` of 100."""

    face: str
    label: str
    count: int
    share: int
    mine: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The answers on one criterion or gate."""

    name: str
    bars: tuple[Bar, ...]


def of_reviewer(user: User) -> QuerySet[Calibration]:
    """Calibrations of the rounds the person sits in, own firms' examples left out; an ended one only if handed in."""
    if not has_role(user, "reviewer"):
        return Calibration.objects.none()
    mine = CalibrationSheet.objects.filter(calibration=OuterRef("pk"), reviewer=user, submitted_at__isnull=False)
    return (
        Calibration.objects.filter(round__panel__user=user)
        .annotate(done=Exists(mine), from_on=F("round__panel__from_on"), until_on=F("round__panel__until_on"))
        .filter(Q(closed_at=None) | Q(done=True))
        .exclude(source__business__memberships__user=user)
        .select_related("round__programme", "source__round", "source__business")
        .order_by("-pk")
    )


def own_sheet(user: User, calibration: Calibration) -> CalibrationSheet | None:
    """The person's own marks."""
    return CalibrationSheet.objects.filter(calibration=calibration, reviewer=user).first()


def example_rules(calibration: Calibration) -> Rules:
    """The rules the example was written under, blind when either round is."""
    assert calibration.source is not None
    rules = calibration.source.round.frozen
    return with_values(rules, blind=rules.blind or calibration.round.frozen.blind)


def example(calibration: Calibration) -> Material | None:
    """What the example shows; None for one typed in."""
    return material(calibration.source, example_rules(calibration)) if calibration.source else None


def file_seen(user: User, token: str) -> tuple[StoredFile, str, Rules] | None:
    """A file of an example the person may read, its neutral name, and the rules it is shown under."""
    for row in of_reviewer(user).filter(source__attachments__stored__token=token).distinct():
        rules = example_rules(row)
        if row.source is not None and (found := file_of(row.source, rules, token)):
            return (*found, rules)
    return None


def sheets_of(calibration: Calibration) -> list[CalibrationSheet]:
    """The handed-in sheets, in order."""
    rows = CalibrationSheet.objects.filter(calibration=calibration, submitted_at__isnull=False)
    return list(rows.select_related("reviewer").order_by("pk"))


def spread(
    rules: Rules, sheets: Sequence[CalibrationSheet], *, mine: User | None, named: bool = False
) -> tuple[Spread, ...]:
    """The distribution per criterion and gate; names only for the office (`named`)."""
    found = []
    for criterion in rules.criteria:
        answers = {row.reviewer_id: _answer(row, criterion.key) for row in sheets}
        steps = [(plain(step.value), plain(step.value), step.label) for step in criterion.steps]
        if criterion.allow_na:
            steps.append(("na", "－", "該当しない"))
        found.append(Spread(criterion.name, _bars(steps, answers, sheets, mine, named=named)))
    for gate in rules.gates:
        votes = {row.reviewer_id: str(row.gates.get(gate.key)) for row in sheets}
        found.append(
            Spread(
                gate.name, _bars([("True", "○", "はい"), ("False", "×", "いいえ")], votes, sheets, mine, named=named)
            )
        )
    return tuple(found)


def _answer(row: CalibrationSheet, key: str) -> str:
    mark = row.scored.marks.get(key)
    if mark is None or (mark.value is None and not mark.na):
        return ""
    return "na" if mark.na or mark.value is None else plain(mark.value)


def _bars(
    steps: Sequence[tuple[str, str, str]],
    answers: dict[int, str],
    sheets: Sequence[CalibrationSheet],
    mine: User | None,
    *,
    named: bool,
) -> tuple[Bar, ...]:
    names = {row.reviewer_id: row.reviewer.display_name for row in sheets} if named else {}
    return tuple(
        Bar(
            face=face,
            label=label,
            count=(count := sum(answer == value for answer in answers.values())),
            share=100 * count // (len(answers) or 1),
            mine=mine is not None and answers.get(mine.pk) == value,
            names=tuple(names[pk] for pk, answer in answers.items() if answer == value) if named else (),
        )
        for value, face, label in steps
    )


def totals(rules: Rules, sheets: Sequence[CalibrationSheet]) -> list[tuple[str, Fraction | None]]:
    """(name, percent) of every handed-in sheet, for the office."""
    return [(row.reviewer.display_name, sheet_total(rules, row.scored).percent) for row in sheets]


def examples(round_: Round) -> QuerySet[Application]:
    """Released applications of other rounds, newest first: what a calibration may be made of."""
    return office.applications().filter(status=Status.RELEASED.value).exclude(round=round_).order_by("-pk")
