"""文書の廃棄: what is due, the proposal, the second person's approval, the log. The worker destroys."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.base import ViewSet

from certification.models import Disposal
from certification.selectors import retention as selectors
from certification.services import retention
from certification.viewsets.export import SafeExport
from certification.viewsets.office import APPROVERS, JUDGES, OfficeMixin, OfficePage, OfficePolicy, crumb
from core import clock
from core.domain.fiscal_year import FiscalYear
from core.models import Destruction
from core.roles import has_role

KINDS = {"application": _("申請"), "draft": _("下書き"), "mails": _("メール")}


class DueList(OfficePage):
    """What is due today, and the proposals so far; POST makes a proposal of what is ticked."""

    header_icon = "bin"
    template_name = "certification/office/retention.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting = {
            f"{item.kind}:{item.subject_id}"
            for row in selectors.disposals().filter(turned_down_at=None, finished_at=None)
            for item in row.items.all()
        }
        rows = [row for row in selectors.due(clock.today()) if row.key not in waiting]
        year = FiscalYear.containing(clock.today())
        return self.page(
            gettext("文書の廃棄"),
            rows=[{"due": row, "kind": KINDS[row.kind.value]} for row in rows],
            year=year.label,
            proposals=[
                {"row": row, "state": state_of(row), "count": len(row.items.all())} for row in selectors.disposals()
            ],
            note=request.POST.get("note", ""),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        keys, note = request.POST.getlist("key"), request.POST.get("note", "")
        made: list[Disposal] = []
        if self.act(lambda: made.append(retention.propose(keys, by=self.person, at=clock.now(), note=note))):
            messages.success(request, gettext("廃棄の伺いを作りました。決裁者が承認すると、廃棄します。"))
            return redirect("retention:proposal", made[0].pk)
        response = self.get(request)
        response.status_code = 422
        return response


def state_of(row: Disposal) -> str:
    """Where a proposal stands, in words."""
    if row.finished_at:
        return gettext("廃棄しました")
    if row.approved_at:
        return gettext("承認済み（廃棄を待っています）")
    return gettext("差し戻し") if row.turned_down_at else gettext("承認待ち")


class ProposalPage(OfficePage):
    """One proposal with what it names; an approver who is not its maker approves."""

    writers = JUDGES
    header_icon = "bin"
    template_name = "certification/office/disposal.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(selectors.disposals(), pk=pk)
        self.trail = (crumb(_("文書の廃棄"), "retention:index"),)
        may = row.is_open and has_role(request.user, *APPROVERS) and row.proposed_by_id != self.person.pk
        return self.page(
            gettext("廃棄の伺い %(number)s") % {"number": row},
            disposal=row,
            state=state_of(row),
            items=[{"item": item, "kind": KINDS[item.kind]} for item in row.items.all()],
            may_approve=may,
            may_turn_down=row.is_open and has_role(request.user, *JUDGES),
        )


class Approve(OfficePage):
    """The approver's yes; POST only."""

    writers = APPROVERS
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Disposal, pk=pk)
        if self.act(lambda: retention.approve(row, by=self.person, at=clock.now())):
            messages.success(request, gettext("承認しました。まもなく廃棄します。元に戻すことはできません。"))
        return redirect("retention:proposal", pk)


class TurnDown(OfficePage):
    """Nothing is destroyed; POST only."""

    writers = JUDGES
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(Disposal, pk=pk)
        reason = request.POST.get("reason", "")
        if self.act(lambda: retention.turn_down(row, by=self.person, at=clock.now(), reason=reason)):
            messages.success(request, gettext("差し戻しました。何も廃棄しません。"))
        return redirect("retention:proposal", pk)


class Log(SafeExport, OfficeMixin, IndexView):
    """廃棄記録: what was destroyed, by which class, by whom; append-only."""

    model = Destruction
    page_title = _("廃棄記録")
    header_icon = "history"
    permission_policy = OfficePolicy(Destruction, writers=())
    index_url_name = "retention:log"
    index_results_url_name = "retention:log_results"
    results_template_name = "certification/office/audit_results.html"
    default_ordering = "-destroyed_at"
    search_fields = ("label", "retention_class", "reason")
    search_backend_name = None
    paginate_by = 50
    export_filename = "destructions"
    list_export = (
        "label", "subject_type", "subject_id", "retention_class", "reason", "ended_on", "proposed_by", "proposed_at",
        "approved_by", "approved_at", "destroyed_at", "counts",
    )  # fmt: skip
    columns = [
        Column("destroyed_at", label=_("廃棄の日時"), accessor=lambda row: clock.local_text(row.destroyed_at)),
        Column("label", label=_("対象")),
        Column("retention_class", label=_("保存の区分")),
        Column("reason", label=_("理由")),
        Column("ended_on", label=_("保存期間の終わり"), accessor=lambda row: row.ended_on or "–"),
        Column("proposed_by", label=_("案を作った人"), accessor=lambda row: row.proposed_by.display_name),
        Column(
            "approved_by",
            label=_("承認した人"),
            accessor=lambda row: row.approved_by.display_name if row.approved_by else "–",
        ),
    ]

    def get_base_queryset(self) -> Any:
        return selectors.log()

    def to_row_dict(self, item: Destruction) -> dict[str, Any]:
        row: dict[str, Any] = super().to_row_dict(item)
        times = {
            name: clock.local_text(row[name]) if row[name] else ""
            for name in ("proposed_at", "approved_at", "destroyed_at")
        }
        people = {name: str(row[name] or "") for name in ("proposed_by", "approved_by")}
        return {**row, **times, **people, "counts": str(row["counts"] or "")}


class RetentionViewSet(ViewSet):
    """/cms/retention/"""

    name = "retention"
    icon = "bin"
    menu_label = _("文書の廃棄")
    menu_name = "retention"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", DueList.as_view(), name="index"),
            path("log/", Log.as_view(), name="log"),
            path("log/results/", Log.as_view(results_only=True), name="log_results"),
            path("<int:pk>/", ProposalPage.as_view(), name="proposal"),
            path("<int:pk>/approve/", Approve.as_view(), name="approve"),
            path("<int:pk>/turn-down/", TurnDown.as_view(), name="turn_down"),
        ]
