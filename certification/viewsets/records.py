"""What went out and what happened: the outbox and the audit log, both read-only (a failed mail may be tried again)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.models import Application
from certification.selectors import office
from certification.viewsets.export import SafeExport
from certification.viewsets.office import JUDGES, SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb
from certification.viewsets.words import SUBJECTS, VERBS, fact, moment, subject_label, verb_label
from core import clock, mail
from core.models import AuditEvent, OutboxMessage
from core.roles import has_role

READERS = ("secretariat", "auditor")


MAILS = {
    "accepted": _("受理"), "adviser_appointed": _("専門家への依頼"), "correction": _("補正のお願い"),
    "plan_ready": _("再申請の準備"), "plan_started": _("支援の開始"), "receipt": _("受付"), "refused": _("却下"),
    "result": _("結果のお知らせ"), "withdrawn": _("取下げ"), "invitation": _("招待"),
    "revoked": _("認証・認定の取消し"), "expired": _("有効期限の終わり"), "renewal_due": _("更新の案内"),
    "plan_message": _("支援のメッセージ"),
}  # fmt: skip


class OutboxFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(choices=OutboxMessage.STATES, label=_("状態"))
    created_at = django_filters.DateFromToRangeFilter(label=_("作成日時"), widget=DateRangePickerWidget)

    class Meta:
        model = OutboxMessage
        fields = ("state", "created_at")


class RetryColumn(Column):
    """A button for a mail that failed."""

    cell_template_name = "certification/office/retry_cell.html"

    def get_cell_context_data(self, instance: OutboxMessage, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = parent_context["request"]
        return {**context, "csrf_token": get_token(request), "may_retry": has_role(request.user, *SECRETARIAT)}


class OutboxIndex(SafeExport, OfficeMixin, IndexView):
    """送信箱: what was queued, sent, failed."""

    model = OutboxMessage
    page_title = _("送信箱")
    header_icon = "mail"
    permission_policy = OfficePolicy(OutboxMessage)
    index_url_name = "outbox:index"
    index_results_url_name = "outbox:index_results"
    results_template_name = "certification/office/outbox_results.html"
    filterset_class = OutboxFilters
    search_fields = ("to", "kind", "sent_subject")
    search_backend_name = None
    default_ordering = "-created_at"
    paginate_by = 50
    export_filename = "outbox"
    list_export = ("to", "kind", "sent_subject", "state", "attempts", "last_error")
    columns = [
        TitleColumn("to", label=_("宛先"), sort_key="to", get_url=lambda row: reverse("outbox:mail", args=[row.pk])),
        Column("kind", label=_("種類"), sort_key="kind", accessor=lambda row: MAILS.get(row.kind, row.kind)),
        Column("sent_subject", label=_("件名"), accessor=lambda row: row.sent_subject or "–"),
        StatusTagColumn(
            "state", label=_("状態"), accessor="get_state_display", sort_key="state",
            primary=lambda row: row.state == "sent",
        ),
        Column("attempts", label=_("試した回数"), sort_key="attempts"),
        Column("last_error", label=_("最後の誤り"), accessor=lambda row: row.last_error or "–"),
        DateColumn("created_at", label=_("作成"), sort_key="created_at"),
        DateColumn("sent_at", label=_("送信"), sort_key="sent_at"),
        RetryColumn("retry", label=""),
    ]  # fmt: skip


class Mail(OfficePage):
    """One mail as it was or will be rendered; an invitation's secret link stays with whom it was sent to."""

    header_icon = "mail"
    template_name = "certification/office/mail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(OutboxMessage, pk=pk)
        self.trail = (crumb(_("送信箱"), "outbox:index"),)
        if row.kind == "invitation":
            row.context = {**row.context, "url": gettext("（招待のリンクは、受け取った人だけが見られます）")}
        subject, body = mail.render(row)
        return self.page(
            row.sent_subject or subject,
            row=row,
            kind=MAILS.get(row.kind, row.kind),
            subject=row.sent_subject or subject,
            body=body,
            created=moment(row.created_at),
            sent=moment(row.sent_at) if row.sent_at else "",
            due=moment(row.next_try_at),
        )


class Retry(OfficePage):
    """Put a failed mail back into the queue; POST only."""

    readers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(OutboxMessage, pk=pk)
        if row.state != "failed":
            messages.error(
                request,
                gettext("このメールは「%(state)s」のため、送り直せません。") % {"state": row.get_state_display()},
            )
        elif self.act(lambda: mail.retry(row, by=self.person, at=clock.now())):
            messages.success(request, gettext("%(to)s へのメールを、もう一度送信待ちにしました。") % {"to": row.to})
        return redirect("outbox:index")


class AuditFilters(WagtailFilterSet):
    verb = django_filters.MultipleChoiceFilter(choices=list(VERBS.items()), label=_("できごと"))
    subject_type = django_filters.MultipleChoiceFilter(choices=list(SUBJECTS.items()), label=_("対象の種類"))
    at = django_filters.DateFromToRangeFilter(label=_("日付"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields = ("verb", "subject_type", "at")


class AuditIndex(SafeExport, OfficeMixin, IndexView):
    """監査記録: every event; for the auditor a result not released yet stays closed."""

    readers = READERS
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
    list_export = ("when", "who", "what", "subject_word", "subject_id", "facts_text")
    export_headings = {
        "when": _("日時"), "who": _("人"), "what": _("できごと"), "subject_word": _("対象の種類"),
        "subject_id": _("対象の番号"), "facts_text": _("内容"),
    }  # fmt: skip

    @property
    def columns(self) -> list[Column]:
        return [
            Column("at", label=_("日時"), sort_key="at", accessor=lambda row: f"{localtime(row.at):%Y/%m/%d %H:%M:%S}"),
            Column("by", label=_("人"), accessor=who),
            Column("verb", label=_("できごと"), sort_key="verb", accessor=lambda row: verb_label(row.verb)),
            Column("subject", label=_("対象"), accessor=subject_link),
            Column("facts", label=_("内容"), accessor=self.facts, classname="office-facts"),
        ]

    def get_base_queryset(self) -> QuerySet[AuditEvent]:
        return AuditEvent.objects.select_related("by")

    def facts(self, row: AuditEvent) -> str:
        """The facts in short; decisions under embargo stay closed to who may not see results."""
        if row.verb.startswith("decision.") and row.subject_id in self._secret_ids:
            return gettext("（公表前のため表示しません）")
        shown = {key: short(value) for key, value in row.facts.items()}
        return gettext("、").join(fact(key, value) for key, value in shown.items() if value)

    @property
    def _secret_ids(self) -> frozenset[str]:
        if has_role(self.request.user, *JUDGES):
            return frozenset()
        found: frozenset[str] | None = getattr(self, "_secret", None)
        if found is None:
            rows = Application.objects.filter(status__in=office.SECRET).values_list("pk", flat=True)
            found = self._secret = frozenset(map(str, rows))
        return found

    def to_row_dict(self, item: AuditEvent) -> dict[str, Any]:
        return {
            "when": clock.local_text(item.at), "who": who(item), "what": verb_label(item.verb),
            "subject_word": subject_label(item.subject_type), "subject_id": item.subject_id,
            "facts_text": self.facts(item),
        }  # fmt: skip


def short(value: Any) -> str:
    """A fact on one line: lists of plain values in full, anything deeper as a count."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict | list) for item in value)):
        return gettext("%(n)s件") % {"n": len(value)} if value else ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)


def who(row: AuditEvent) -> str:
    """The person, or the system itself."""
    return row.by.display_name if row.by else gettext("システム")


PAGES = {
    "certification.certificate": "certificates:detail",
    "certification.challengeplan": "plans:detail",
    "certification.programme": "programmes:rules",
    "certification.round": "rounds:overview",
}


def subject_link(row: AuditEvent) -> str:
    """The thing, with a link where it has a page of its own by number."""
    words = f"{subject_label(row.subject_type)} {row.subject_id}"
    name = PAGES.get(row.subject_type)
    return format_html('<a href="{}">{}</a>', reverse(name, args=[row.subject_id]), words) if name else words


class OutboxViewSet(ViewSet):
    """/cms/outbox/"""

    name = "outbox"
    icon = "mail"
    menu_label = _("送信箱")
    menu_name = "outbox"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", OutboxIndex.as_view(), name="index"),
            path("results/", OutboxIndex.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", Mail.as_view(), name="mail"),
            path("<int:pk>/retry/", Retry.as_view(), name="retry"),
        ]


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
        ]
