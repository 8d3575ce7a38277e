"""The filters of the screening list, and the rows they leave for an act on all of them."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from certification.domain.labels import office_label
from certification.domain.states import Status
from certification.models import Application, Programme, Round
from certification.selectors import screening
from certification.viewsets import flags
from core import clock

STATES = [(status.value, office_label(status)) for status in Status if status is not Status.DRAFT]
ATTEMPTS = (("first", _("初めて")), ("again", _("再申請（2回目から）")))


class ApplicationFilters(WagtailFilterSet):
    """Programme, round, state, new or renewal, first or again, what waits."""

    programme = django_filters.ModelChoiceFilter(
        field_name="round__programme", queryset=Programme.objects.order_by("pk"), label=_("制度")
    )
    round = django_filters.ModelChoiceFilter(
        queryset=Round.objects.filter(opened_at__isnull=False).order_by("-fiscal_year", "-pk"), label=_("募集回")
    )
    status = django_filters.MultipleChoiceFilter(choices=STATES, label=_("状態"), widget=forms.CheckboxSelectMultiple)
    flag = django_filters.MultipleChoiceFilter(
        choices=flags.FLAGS, label=_("気をつけること"), method="by_flag", widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(choices=Application.KINDS, label=_("新規・更新"))
    attempt = django_filters.ChoiceFilter(choices=ATTEMPTS, label=_("回数"), method="by_attempt")

    class Meta:
        model = Application
        fields = ("programme", "round", "status", "flag", "kind", "attempt")

    def by_flag(self, rows: QuerySet[Application], _name: str, values: list[str]) -> QuerySet[Application]:
        """Any of the ticked flags."""
        wanted = Q(pk__in=())
        for value in values:
            wanted |= Q(pk__in=flags.ids_with(value, rows, clock.today()).order_by().values("pk"))
        return rows.filter(wanted) if values else rows

    def by_attempt(self, rows: QuerySet[Application], _name: str, value: str) -> QuerySet[Application]:
        return rows.filter(attempt=1) if value == "first" else rows.filter(attempt__gt=1)


def matching(rows: QuerySet[Any], query: QueryDict, request: HttpRequest) -> QuerySet[Any]:
    """The rows a list with this address part shows, over all its pages, in the order of receipt."""
    filters = ApplicationFilters(query, queryset=rows, request=request)
    kept = filters.qs if filters.is_valid() else rows.none()
    return screening.found(kept, query.get("q", "")).order_by("receipt_number")
