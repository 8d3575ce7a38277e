"""Calls (募集) as anybody may know of them: which are shown, in which phase, and what each says of itself."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from certification.domain.common_fields import SECTIONS
from certification.domain.rules import Rules
from certification.models import Round
from certification.selectors import office

PAST_SHOWN = 6


def next_call(programme_id: int, at: datetime) -> Round | None:
    """The programme's call that is open at this instant or opens next; None while none is announced."""
    rows = Round.objects.filter(Q(closes_at=None) | Q(closes_at__gt=at), programme=programme_id, opened_at__lte=at)
    found: Round | None = rows.order_by("opens_at", "pk").first()
    return found


def next_calls(at: datetime) -> dict[int, Round]:
    """{programme id: its `next_call`}; one query."""
    rows = Round.objects.filter(Q(closes_at=None) | Q(closes_at__gt=at), opened_at__lte=at)
    found: dict[int, Round] = {}
    for row in rows.order_by("opens_at", "pk"):
        found.setdefault(row.programme_id, row)
    return found


def public() -> QuerySet[Round]:
    """Calls anybody may read: opened ones, and planned ones the office announced; of programmes in use."""
    shown = Q(opened_at__isnull=False) | Q(announced=True)
    rows: QuerySet[Round] = Round.objects.filter(shown, programme__is_active=True)
    return rows.select_related("programme").prefetch_related("dates")


def phase(round_: Round, at: datetime) -> str:
    """One of: soon (announced or not begun), open, closed."""
    found = office.phase(round_, at)
    return "soon" if found in ("planned", "announced") else found


@dataclass(frozen=True, slots=True)
class Calls:
    """The list of calls: open ones by nearest deadline, those to come, the latest that ended."""

    open: tuple[Round, ...]
    soon: tuple[Round, ...]
    closed: tuple[Round, ...]


def calls(at: datetime) -> Calls:
    """Every call shown, in three parts; two queries."""
    rows = list(public().order_by("-opens_at", "-pk"))
    parts: dict[str, list[Round]] = {"open": [], "soon": [], "closed": []}
    for row in rows:
        parts[phase(row, at)].append(row)
    parts["open"].sort(key=lambda row: (row.closes_at is None, row.closes_at or row.opens_at))
    parts["soon"].sort(key=lambda row: row.opens_at)
    return Calls(tuple(parts["open"]), tuple(parts["soon"]), tuple(parts["closed"][:PAST_SHOWN]))


@dataclass(frozen=True, slots=True)
class Need:
    """What to have ready: a part of the form with its questions; `optional` ones may stay empty."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]


def needs(rules: Rules) -> tuple[Need, ...]:
    """The questions of the form, part by part."""
    found = []
    for key, name in SECTIONS.items():
        fields = [field for field in rules.fields if field.section == key]
        if fields:
            found.append(
                Need(
                    name,
                    tuple(field.label for field in fields if field.required),
                    tuple(field.label for field in fields if not field.required),
                )
            )
    return tuple(found)


def evidence(rules: Rules) -> tuple[tuple[str, bool], ...]:
    """(paper, is it needed?) of the eligibility statements that ask for one, each once."""
    found: dict[str, bool] = {}
    for row in rules.statements:
        if row.evidence:
            found[row.evidence] = found.get(row.evidence, False) or row.evidence_required
    return tuple(found.items())


def criteria_text(round_: Round) -> str:
    """The published criteria: as frozen once the round has opened."""
    frozen = round_.frozen.criteria_text if round_.rules is not None else ""
    return frozen or str(round_.programme.criteria_text)
