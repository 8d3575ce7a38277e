"""Messages of an application, and how many wait to be read on each side."""

from collections.abc import Collection

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from certification.models import Application, ApplicationMessage, MessageMark
from core.models import User


def thread(application: Application) -> QuerySet[ApplicationMessage]:
    """Everything said, oldest first, with files and writers."""
    rows = ApplicationMessage.objects.filter(application=application)
    return rows.select_related("by").prefetch_related("files__stored").order_by("pk")


def _unread(marks: QuerySet[MessageMark], *, from_office: bool) -> QuerySet[ApplicationMessage]:
    seen = marks.filter(application=OuterRef("application")).order_by().values("application")
    last = seen.annotate(last=Max("up_to")).values("last")
    rows = ApplicationMessage.objects.filter(from_office=from_office)
    return rows.annotate(seen=Coalesce(Subquery(last), 0)).filter(pk__gt=F("seen"))


def unread_of(user: User, applications: Collection[int]) -> dict[int, int]:
    """{application id: messages of the office this person has not read}; one query."""
    rows = _unread(MessageMark.objects.filter(office=False, by=user), from_office=True)
    counted = rows.filter(application__in=applications).values_list("application").annotate(n=Count("pk"))
    return dict(counted.order_by("application"))


def unread_of_office(applications: Collection[int]) -> dict[int, int]:
    """{application id: messages of the firm nobody of the office has read}; one query."""
    rows = _unread(MessageMark.objects.filter(office=True), from_office=False)
    counted = rows.filter(application__in=applications).values_list("application").annotate(n=Count("pk"))
    return dict(counted.order_by("application"))


def waiting_for_office() -> QuerySet[Application]:
    """Applications with words of the firm nobody of the office has read."""
    rows = _unread(MessageMark.objects.filter(office=True), from_office=False)
    return Application.objects.filter(Q(pk__in=rows.order_by().values("application")))
