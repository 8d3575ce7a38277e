"""What went out: the outbox, read-only (a failed mail may be tried again)."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from certification.models import Round
from certification.viewsets import outbox_pages
from certification.viewsets.export import SafeExport
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb
from certification.viewsets.words import moment
from core import clock, mail
from core.models import OutboxMessage
from core.roles import has_role

MAILS = {
    "accepted": _("受理"), "adviser_appointed": _("専門家への依頼"), "correction": _("補正のお願い"),
    "plan_ready": _("再申請の準備"), "plan_started": _("支援の開始"), "receipt": _("受付"), "refused": _("却下"),
    "extension": _("締切の延長"), "extension_cancelled": _("延長の取消し"), "timetable_firm": _("審査の時間割"),
    "timetable_panel": _("審査委員の時間割"),
    "result": _("結果のお知らせ"), "withdrawn": _("取下げ"), "invitation": _("招待"),
    "revoked": _("認証・認定の取消し"), "expired": _("有効期限の終わり"), "renewal_due": _("更新の案内"),
    "export_ready": _("データの写し"), "plan_message": _("支援のメッセージ"), "message_firm": _("事務局からの連絡"),
    "message_office": _("申請者からの連絡"),
    "correction_reminder": _("補正の催促"), "renewal_call": _("更新のご案内（事務局から）"),
    "notice_filed": _("届出の受取"), "notice_accepted": _("届出の受付"), "notice_returned": _("届出の差戻し"),
}  # fmt: skip


class OutboxFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(choices=OutboxMessage.STATES, label=_("状態"))
    kind = django_filters.MultipleChoiceFilter(choices=list(MAILS.items()), label=_("種類"))
    round = django_filters.ModelChoiceFilter(
        queryset=Round.objects.filter(opened_at__isnull=False).order_by("-fiscal_year", "-pk"),
        label=_("募集回"),
        method="of_round",
    )
    to = django_filters.CharFilter(lookup_expr="icontains", label=_("宛先"))
    created_at = django_filters.DateFromToRangeFilter(label=_("作成日時"), widget=DateRangePickerWidget)

    class Meta:
        model = OutboxMessage
        fields = ("state", "kind", "round", "to", "created_at")

    def of_round(self, rows: QuerySet[OutboxMessage], _name: str, value: Round) -> QuerySet[OutboxMessage]:
        return outbox_pages.of_round(rows, value)


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
    list_export = (
        "to", "kind_word", "sent_subject", "get_state_display", "attempts", "last_error", "made", "due", "sent",
    )  # fmt: skip
    export_headings = {
        "kind_word": _("種類"), "get_state_display": _("状態"), "made": _("作成"), "due": _("次の送信"),
        "sent": _("送信"),
    }  # fmt: skip
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
        Column("next_try_at", label=_("次の送信"), sort_key="next_try_at", accessor=lambda row: next_try(row) or "–"),
        RetryColumn("retry", label=_("操作")),
    ]  # fmt: skip

    @property
    def header_more_buttons(self) -> list[Any]:
        """All failed ones at once, for who may send."""
        found: list[Any] = list(super().header_more_buttons)
        if has_role(self.request.user, *SECRETARIAT):
            found.append(Button(_("届かなかったメールを送り直す"), url=reverse("outbox:retry_all"), icon_name="mail"))
        return found

    def to_row_dict(self, item: OutboxMessage) -> dict[str, Any]:
        vars(item).update(
            kind_word=str(MAILS.get(item.kind, item.kind)), made=clock.local_text(item.created_at), due=next_try(item),
            sent=clock.local_text(item.sent_at) if item.sent_at else "",
        )  # fmt: skip
        row: dict[str, Any] = super().to_row_dict(item)
        return row


def next_try(row: OutboxMessage) -> str:
    """When the worker tries next; nothing for a mail that went or that nobody tries any more."""
    return moment(row.next_try_at) if row.state == "queued" else ""


class Mail(OfficePage):
    """One mail as it was or will be rendered; an invitation's secret link stays with whom it was sent to."""

    header_icon = "mail"
    template_name = "certification/office/mail.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(OutboxMessage, pk=pk)
        self.trail = (crumb(_("送信箱"), "outbox:index"),)
        if row.erased_at is not None:
            kind = str(MAILS.get(row.kind, row.kind))
            return self.page(
                kind, row=row, kind=kind, subject="", sent="", due="",
                body=gettext("保存期間が終わったか、宛先の方が退会したため、内容を消しました。"),
                created=moment(row.created_at),
            )  # fmt: skip
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
            path("retry/", outbox_pages.RetryAll.as_view(), name="retry_all"),
            path("<int:pk>/", Mail.as_view(), name="mail"),
            path("<int:pk>/retry/", Retry.as_view(), name="retry"),
        ]
