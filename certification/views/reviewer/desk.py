"""The reviewer's list: what is before them, how far they are, what comes next."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certification.models import PanelMember
from certification.selectors import calibration as calibrations
from certification.selectors import reviewer as reviewers
from certification.selectors.reviewer import Entry, Progress, Seat
from certification.views.person import PersonRequest
from core import clock
from core.models import User
from core.roles import has_role

WORDS = {
    Progress.BLANK: (gettext_lazy("未採点"), "neutral"),
    Progress.DRAFT: (gettext_lazy("途中"), "info"),
    Progress.SUBMITTED: (gettext_lazy("提出済み"), "success"),
    Progress.RECUSED: (gettext_lazy("審査から外れました"), "warning"),
}


@require_safe
def index(request: PersonRequest) -> HttpResponse:
    """Every round the person sits in; `?state=` shows one of the four words only."""
    if not has_role(request.user, "reviewer"):
        raise PermissionDenied(_("審査委員の画面です。審査をお願いしている方だけが開けます。"))
    chosen = request.GET.get("state", "")
    only = Progress(chosen) if chosen in set(Progress) else None
    return render(
        request,
        "review/index.html",
        {
            "seats": [_seat(seat, only) for seat in reviewers.seats(request.user)],
            "only": only,
            "calibrations": _calibrations(request.user),
        },
    )


def _calibrations(user: User) -> list[dict[str, Any]]:
    """目合わせ before the person: still to answer, or answered."""
    on = clock.today()
    return [
        {"calibration": row, "done": facts["done"]}
        for row in calibrations.of_reviewer(user)
        if (facts := vars(row)) and PanelMember(from_on=facts["from_on"], until_on=facts["until_on"]).in_period(on)
    ]


def _seat(seat: Seat, only: Progress | None) -> dict[str, Any]:
    closed = seat.terms.why_closed(clock.today()) if seat.terms else None
    if closed is not None:
        return {"round": seat.round, "name": seat.rules.name, "blind": seat.rules.blind, "why_closed": closed.sentence}
    shown = seat.base if only is None else seat.only(only)
    following = seat.next_after()
    done, of = seat.done, len(seat.base)
    return {
        "why_closed": "",
        "round": seat.round,
        "name": seat.rules.name,
        "blind": seat.rules.blind,
        "anything": bool(seat.entries),
        "closed": seat.round.scoring_closed_at is not None,
        "progress": {"value": done, "max": of or 1, "text": _("%(done)s / %(of)s 件") % {"done": done, "of": of}},
        "filters": _filters(seat, only),
        "rows": [_row(entry) for entry in shown],
        "next": {"href": address(following), "label": following.product} if following else None,
    }


def _filters(seat: Seat, only: Progress | None) -> list[dict[str, Any]]:
    home = reverse("review:index")
    every = {"label": _("すべて"), "href": home, "count": len(seat.base), "selected": only is None}
    return [
        every,
        *(
            {
                "label": str(word),
                "href": f"{home}?state={progress.value}",
                "count": len(seat.only(progress)),
                "selected": only is progress,
            }
            for progress, (word, _kind) in WORDS.items()
        ),
    ]


def _row(entry: Entry) -> dict[str, Any]:
    word, kind = WORDS[entry.progress]
    return {
        "entry": entry,
        "word": str(word),
        "kind": kind,
        "href": address(entry),
        "label": _label(entry),
        "note": _note(entry),
    }


def address(entry: Entry) -> str:
    """Where an entry of the list leads: the declaration first, then the sheet; nowhere before the review starts."""
    if not entry.declared or entry.progress is Progress.RECUSED:
        return reverse("review:declare", args=[entry.code])
    if entry.open or entry.progress in (Progress.SUBMITTED, Progress.DRAFT):
        return reverse("review:sheet", args=[entry.code])
    return ""


def _label(entry: Entry) -> str:
    if entry.progress is Progress.RECUSED:
        return _("申告を見る") if entry.fixed else _("申告を見る・直す")
    if not entry.declared:
        return _("関係の有無を申告する")
    if not entry.open or entry.progress is Progress.SUBMITTED:
        return _("審査票を見る")
    return _("続きを採点する") if entry.progress is Progress.DRAFT else _("採点する")


def _note(entry: Entry) -> str:
    if entry.progress is Progress.RECUSED:
        return _("この申請の採点と集計には加わりません。")
    if not entry.declared:
        return _("申告すると開けます。")
    if entry.progress is Progress.DRAFT:
        return _("%(of)s項目中%(done)s項目") % {"of": entry.applicable, "done": entry.answered}
    if not entry.open and entry.progress is Progress.BLANK:
        return _("審査が始まると採点できます。")
    return ""
