"""Who the reviewers of a round are, in the order of their appointment: for papers that name or mask them."""

from certification.domain.masking import Names, Reviewer
from certification.models import Assignment, PanelMember, Round, Sheet
from core.models import User


def reviewers(round_: Round) -> list[Reviewer]:
    """The panel, then anyone who was assigned or wrote a sheet without a seat; four queries."""
    seated = list(PanelMember.objects.filter(round=round_).order_by("pk").values_list("user", flat=True))
    others = {
        *Assignment.objects.filter(application__round=round_).order_by("pk").values_list("reviewer", flat=True),
        *Sheet.objects.filter(application__round=round_).order_by("pk").values_list("reviewer", flat=True),
    }
    keys = [*seated, *sorted(others - set(seated))]
    people = User.objects.in_bulk(keys)
    return [
        Reviewer(key, people[key].last_name, people[key].first_name, people[key].email) for key in keys if key in people
    ]


def names(round_: Round, *, masked: bool) -> Names:
    """What to call them on a paper."""
    return Names(reviewers(round_), masked=masked)
