"""前の年度の募集回を写す: next year's planned round from this one, and the panel that may be asked again."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from certification import permissions
from certification.domain import key_dates
from certification.domain.key_dates import KeyDate
from certification.models import PanelMember, Round, RoundDate
from certification.selectors import round_dates
from certification.services import panel
from core import audit
from core.domain.reason import Reason, Refused
from core.models import User
from core.roles import has_role


@transaction.atomic
def copy_to_next_year(round_: Round, *, by: User, at: datetime) -> Round:
    """A planned round of the next fiscal year with every date moved by one year (domain/key_dates.py); the same round
    when pressed twice. The panel is not carried over, nor anything of an application.
    """
    permissions.require_secretariat(by)
    row = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    made: Round | None = Round.objects.filter(copied_from=row).first()
    if made is not None:
        return made
    made = Round(
        programme_id=row.programme_id,
        fiscal_year=row.fiscal_year + 1,
        name=_free_name(row),
        opens_at=_moved(row.opens_at),
        closes_at=_moved(row.closes_at) if row.closes_at else None,
        review_on=key_dates.next_year(row.review_on) if row.review_on else None,
        release_on=key_dates.next_year(row.release_on) if row.release_on else None,
        contact=row.contact,
        copied_from=row,
    )
    made.save()
    RoundDate.objects.bulk_create(
        RoundDate(
            round=made,
            kind=each.kind,
            label=each.label,
            held_on=key_dates.next_year(each.held_on),
            starts=each.starts,
            ends=each.ends,
            place=each.place,
            public=each.public,
        )
        for each in RoundDate.objects.filter(round=row)
    )
    audit.record("round.copied", made, by=by, at=at, previous=row.pk)
    return made


def preview(rows: Sequence[KeyDate]) -> list[tuple[KeyDate, KeyDate, str]]:
    """Each date of the round, where it goes, and why that is a day off (empty on a working day)."""
    moved = [key_dates.moved(row) for row in rows]
    known = round_dates.holidays_of({row.day.year for row in moved})
    return [(row, to, key_dates.day_off(to.day, known)) for row, to in zip(rows, moved, strict=True)]


def _moved(at: datetime) -> datetime:
    """The same wall clock in Tokyo a year on."""
    return key_dates.moment_next_year(timezone.localtime(at))


def _free_name(row: Round) -> str:
    """The round's name, or the name with a number where next year has one of that name already."""
    taken = set(
        Round.objects.filter(programme=row.programme_id, fiscal_year=row.fiscal_year + 1).values_list("name", flat=True)
    )
    names = [row.name, *(f"{row.name[:74]}（{number}）" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def panel_to_ask(round_: Round) -> list[PanelMember]:
    """Members of the earlier round's panel who hold the reviewer's role and have no seat in this one."""
    if round_.copied_from_id is None:
        return []
    seated = PanelMember.objects.filter(round=round_).values("user")
    rows = PanelMember.objects.filter(round=round_.copied_from_id, user__is_active=True).exclude(user__in=seated)
    return [row for row in rows.select_related("user").order_by("pk") if has_role(row.user, "reviewer")]


@transaction.atomic
def appoint_again(round_: Round, users: Collection[int], *, by: User, at: datetime) -> int:
    """Appoint those of the earlier panel who were ticked; nobody is carried over by itself. Returns how many.

    Raises Refused when nobody was ticked or one is not of the earlier panel (any more).
    """
    permissions.require_secretariat(by)
    offered = {row.user_id: row for row in panel_to_ask(round_)}
    if not users:
        raise Refused(Reason("panel.nobody", "もう一度委嘱する審査委員を、1人以上選んでください。"))
    if set(users) - set(offered):
        raise Refused(
            Reason("panel.changed", "審査委員の一覧が変わっています。画面を開き直して、もう一度選んでください。")
        )
    for user in sorted(users):
        row = offered[user]
        panel.appoint(round_, row.user, affiliation=row.affiliation, by=by, at=at)
    return len(users)
