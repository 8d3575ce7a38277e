"""What waits on an application of the screening list: the words of its flags, its filter, its cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from certification.domain.states import Status
from certification.models import Application
from certification.selectors import screening

FLAGS = (
    ("checks", _("点検が残っている")),
    ("overdue", _("補正の期限切れ")),
    ("duplicate", _("重複かもしれない")),
    ("unread", _("未読の連絡")),
    ("late", _("締切の後・延長")),
)


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag of a row. `serious`: it should be looked at first."""

    code: str
    words: str
    serious: bool = False


def of_rows(rows: Sequence[Application], today: date) -> dict[int, list[Flag]]:
    """{application id: its flags} of a page of the list; the same few queries however many rows."""
    counts = screening.statements_of_rounds()
    twins = screening.twins([row.pk for row in rows], today=today)
    return {row.pk: list(_flags(row, counts, twins)) for row in rows}


def _flags(row: Any, counts: Mapping[int, int], twins: Mapping[int, list[screening.Twin]]) -> Any:
    size = counts.get(row.round_id, 0)
    if row.state is Status.SUBMITTED and row.passed < size:
        yield Flag("checks", gettext("点検 %(done)s/%(all)s") % {"done": row.passed, "all": size})
    if row.overdue:
        yield Flag("overdue", gettext("補正の期限切れ"), serious=True)
    if any(twin.is_open for twin in twins.get(row.pk, ())):
        yield Flag("duplicate", gettext("重複？"), serious=True)
    if row.unread:
        yield Flag("unread", gettext("未読の連絡"), serious=True)
    if row.late:
        yield Flag("late", gettext("締切の後・延長"))


def ids_with(flag: str, rows: Any, today: date) -> Any:
    """The rows of a list that carry a flag."""
    match flag:
        case "checks":
            return screening.with_open_checks(rows, screening.statements_of_rounds())
        case "duplicate":
            found = screening.twins(None, today=today)
            return rows.filter(pk__in=[pk for pk, twins in found.items() if any(twin.is_open for twin in twins)])
        case "overdue" | "unread" | "late":
            return rows.filter(**{flag: True})
    return rows.none()


class FlagsColumn(Column):
    """The flags of a row as small labels; the list sets `row.flags`."""

    cell_template_name = "certification/office/flags_cell.html"


class PickColumn(Column):
    """A box to tick for an act on several rows."""

    cell_template_name = "certification/office/pick_cell.html"
