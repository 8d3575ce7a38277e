"""Which earlier applications a draft may take over."""

from django.db.models import QuerySet

from certification import permissions
from certification.models import Application, ApplicationCopy
from certification.selectors import applicant as selectors
from core.models import User

MOST = 50  # in a list to choose from


def sources(user: User, draft: Application) -> QuerySet[Application]:
    """The firm's other applications with something in them, in any state and programme, newest first."""
    rows = selectors.documents(user).filter(business=draft.business_id).exclude(pk=draft.pk)
    return rows.exclude(answers={}).order_by("-pk")


def open_to(user: User, draft: Application) -> bool:
    """Is there something to offer for this draft?"""
    if not permissions.can_edit(user, draft) or ApplicationCopy.objects.filter(application=draft).exists():
        return False
    return sources(user, draft).exists()


def all_of(user: User) -> list[Application]:
    """Everything a new draft of any firm of the person could start from, newest first."""
    seats = [seat.business_id for seat in selectors.memberships(user) if seat.may_edit]
    rows = selectors.documents(user).filter(business__in=seats)
    return list(rows.exclude(answers={}).exclude(product_name="").order_by("-pk")[:MOST])
