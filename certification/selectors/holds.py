"""Which applications the committee left undecided (保留), and why."""

from certification.models import Application, Hold, Round


def held(round_: Round) -> dict[int, Hold]:
    """{application id: the hold in force} of a round; one query."""
    rows = Hold.objects.filter(application__round=round_).select_related("made_by").order_by("pk")
    newest = {row.application_id: row for row in rows}
    return {pk: row for pk, row in newest.items() if row.held}


def hold_of(application: Application) -> Hold | None:
    """The hold in force on one application."""
    newest = Hold.objects.filter(application=application).select_related("made_by").order_by("-pk").first()
    return newest if newest is not None and newest.held else None


def is_held(application: Application) -> bool:
    """Did the committee leave it undecided?"""
    return hold_of(application) is not None


def history(application: Application) -> list[Hold]:
    """Every hold and its end, newest first."""
    return list(application.holds.select_related("made_by").order_by("-pk"))
