"""監査記録 for the auditor alone: everything by whom, when, old and new, by object and by person; exportable."""

from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.selectors import audit as selectors
from certification.viewsets.export import SafeExport
from certification.viewsets.office import JUDGES, OfficeMixin, OfficePage, OfficePolicy, crumb
from certification.viewsets.words import SUBJECTS, VERBS, fact, subject_label, verb_label
from core import clock
from core.models import AuditEvent, User
from core.roles import has_role

READERS = ("auditor",)
BEFORE_RELEASE = ("application.", "sheet.", "conflict.")  # what these events tell is no result
LONGEST = 80  # characters of a value in the list; the history of a thing shows all of it


class AuditFilters(WagtailFilterSet):
    """Who, what kind of thing, which one, what happened, when."""

    by = django_filters.ModelChoiceFilter(queryset=lambda _request: selectors.actors(), label=_("人"))
    verb = django_filters.MultipleChoiceFilter(choices=list(VERBS.items()), label=_("できごと"))
    subject_type = django_filters.MultipleChoiceFilter(choices=list(SUBJECTS.items()), label=_("対象の種類"))
    subject_id = django_filters.CharFilter(label=_("対象の番号"))
    at = django_filters.DateFromToRangeFilter(label=_("日付"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields = ("by", "verb", "subject_type", "subject_id", "at")


class Seal:
    """Which facts stay closed: those of decisions not made known yet, to whoever may not see results."""

    def __init__(self, user: Any) -> None:
        self.closed = frozenset() if has_role(user, *JUDGES) else selectors.sealed()

    def holds(self, row: AuditEvent) -> bool:
        about = row.subject_type == "certification.application" and row.subject_id in self.closed
        return about and not row.verb.startswith(BEFORE_RELEASE)


class AuditIndex(SafeExport, OfficeMixin, IndexView):
    """Every event; a result not released yet stays closed."""

    readers = writers = READERS
    model = AuditEvent
    page_title = _("監査記録")
    header_icon = "history"
    permission_policy = OfficePolicy(AuditEvent, readers=READERS, writers=())
    index_url_name = "audit:index"
    index_results_url_name = "audit:index_results"
    results_template_name = "certification/office/audit_results.html"
    filterset_class = AuditFilters
    search_fields = ("subject_id", "by__email", "by__last_name", "verb")
    search_backend_name = None
    default_ordering = "-at"
    paginate_by = 100
    export_filename = "audit"
    list_export = ("when", "who", "what", "subject_word", "subject_name", "subject_id", "facts_text")
    export_headings = {
        "when": _("日時"), "who": _("人"), "what": _("できごと"), "subject_word": _("対象の種類"),
        "subject_name": _("対象"), "subject_id": _("対象の番号"), "facts_text": _("内容"),
    }  # fmt: skip

    @property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=_("日時"), sort_key="at", accessor=lambda row: f"{localtime(row.at):%Y/%m/%d %H:%M:%S}"),
            Column("by", label=_("人"), accessor=who_link),
            Column("verb", label=_("できごと"), sort_key="verb", accessor=lambda row: verb_label(row.verb)),
            Column("subject", label=_("対象"), accessor=self.subject),
            Column("facts", label=_("内容"), accessor=self.facts, classname="office-facts"),
        ]

    def get_base_queryset(self) -> QuerySet[AuditEvent]:
        return selectors.events()

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """The names of the page's things are read once, kind by kind."""
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        self.names = selectors.names((row.subject_type, row.subject_id) for row in rows)
        return paginator, page, rows, more

    def subject(self, row: AuditEvent) -> str:
        return format_html(
            '<a href="{}">{} {}</a>',
            reverse("audit:object", args=[row.subject_type, row.subject_id]),
            subject_label(row.subject_type), self.name(row),
        )  # fmt: skip

    def name(self, row: AuditEvent) -> str:
        return self.names.get((row.subject_type, row.subject_id), row.subject_id)

    def facts(self, row: AuditEvent) -> str:
        return facts_text(row, self.seal)

    @property
    def seal(self) -> Seal:
        if not hasattr(self, "_seal"):
            self._seal = Seal(self.request.user)
        return self._seal

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> Any:
        pairs = queryset.order_by().values_list("subject_type", "subject_id").distinct()
        self.names = selectors.names(pairs)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def to_row_dict(self, item: AuditEvent) -> dict[str, Any]:
        return {
            "when": clock.local_text(item.at), "who": who(item), "what": verb_label(item.verb),
            "subject_word": subject_label(item.subject_type), "subject_name": self.name(item),
            "subject_id": item.subject_id, "facts_text": facts_text(item, self.seal, longest=0),
        }  # fmt: skip


class History(OfficePage):
    """The history of one thing, or of one person: each event with every old and new value."""

    readers = READERS
    header_icon = "history"
    template_name = "certification/office/audit_history.html"

    def get(self, request: HttpRequest, **told: Any) -> HttpResponse:
        self.trail = (crumb(_("監査記録"), "audit:index"),)
        if "pk" in told:
            person = get_object_or_404(User, pk=told["pk"])
            rows, title, page = selectors.of_person(person), person.display_name, ""
        else:
            kind, number = told["kind"], told["number"]
            rows = selectors.of_object(kind, number)
            if not rows.exists():
                raise Http404
            name = selectors.names([(kind, number)]).get((kind, number), number)
            title, page = f"{subject_label(kind)} {name}", page_of(kind, number)
        items = Paginator(rows, 50).get_page(request.GET.get("p"))
        names = selectors.names((row.subject_type, row.subject_id) for row in items)
        seal = Seal(request.user)
        lines = [
            {
                "at": row.at, "who": who_link(row), "what": verb_label(row.verb), "closed": seal.holds(row),
                "thing": f"{subject_label(row.subject_type)} "
                + names.get((row.subject_type, row.subject_id), row.subject_id),
                "href": reverse("audit:object", args=[row.subject_type, row.subject_id]),
                "facts": [] if seal.holds(row) else told_facts(row),
            }
            for row in items
        ]  # fmt: skip
        return self.page(title, items=items, lines=lines, page_url=page, of_person="pk" in told)


def told_facts(row: AuditEvent, *, longest: int = 0) -> list[tuple[str, str, str]]:
    """(what, old, new) of an event; old is empty where a fact has no before."""
    found = []
    for key, value in row.facts.items():
        if isinstance(value, dict) and value and all(is_pair(each) for each in value.values()):
            found += [
                (name, plain(old, longest) or "–", plain(new, longest) or "–") for name, (old, new) in value.items()
            ]
        elif words := plain(value, longest):
            label, _colon, rest = fact(key, words).partition("：")
            found.append((label, "", rest))
    return found


def is_pair(value: Any) -> bool:
    """Is it an old and a new value?"""
    return isinstance(value, list) and len(value) == 2


def plain(value: Any, longest: int) -> str:
    """A fact as a text; shortened in a list."""
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, dict):
        text = gettext("、").join(f"{key}={plain(each, longest)}" for key, each in value.items())
    elif isinstance(value, list):
        text = " ".join(plain(each, longest) for each in value)
    else:
        text = str(value)
    return f"{text[:longest]}…" if longest and len(text) > longest else text


def facts_text(row: AuditEvent, seal: Seal, *, longest: int = LONGEST) -> str:
    """The facts on one line; a decision under embargo stays closed."""
    if seal.holds(row):
        return gettext("（公表前のため表示しません）")
    lines = [
        f"{what}：{old} → {new}" if old else f"{what}：{new}" for what, old, new in told_facts(row, longest=longest)
    ]
    return gettext("、").join(lines)


def who(row: AuditEvent) -> str:
    """The person, or the system itself."""
    return row.by.display_name if row.by else gettext("システム")


def who_link(row: AuditEvent) -> str:
    """The person with the way to all they did."""
    if row.by is None:
        return who(row)
    return format_html('<a href="{}">{}</a>', reverse("audit:person", args=[row.by.pk]), who(row))


PAGES = {
    "certification.certificate": "certificates:detail",
    "certification.challengeplan": "plans:detail",
    "certification.programme": "programmes:rules",
    "certification.round": "rounds:overview",
}


def page_of(kind: str, number: str) -> str:
    """The page of a thing, where it has one by number."""
    return reverse(PAGES[kind], args=[number]) if kind in PAGES else ""


class AuditViewSet(ViewSet):
    """/cms/audit/"""

    name = "audit"
    icon = "history"
    menu_label = _("監査記録")
    menu_name = "audit"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", AuditIndex.as_view(), name="index"),
            path("results/", AuditIndex.as_view(results_only=True), name="index_results"),
            path("object/<str:kind>/<str:number>/", History.as_view(), name="object"),
            path("person/<int:pk>/", History.as_view(), name="person"),
        ]
