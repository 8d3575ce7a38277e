"""Rounds (募集回) in the admin: the list, the form, the hub of one round, its opening, its frozen rules."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from certification.domain.labels import office_label
from certification.domain.stages import Phase, two_stage
from certification.domain.states import Status
from certification.forms.office import RoundForm
from certification.forms.rounds import DateRows
from certification.models import Round
from certification.selectors import office, round_dates, stages
from certification.services import programmes, round_copies, rounds
from certification.viewsets import board_urls, panel_pages, panel_urls, round_pages, round_urls
from certification.viewsets.changes import old_and_new
from certification.viewsets.office import JUDGES, SECRETARIAT, OfficeMixin, OfficePolicy, RoundPage
from certification.viewsets.programmes import default_rows
from certification.viewsets.words import moment, named
from core import audit, clock
from core.domain.fiscal_year import FiscalYear
from core.roles import has_role

PHASES = {
    "planned": _("準備中"),
    "announced": _("募集の開始待ち"),
    "open": _("募集中"),
    "closed": _("募集終了"),
}


def closing(round_: Round, at: datetime) -> str:
    """When it closes; while it takes applications, with the days that are left."""
    if round_.closes_at is None:
        return gettext("随時")
    words = moment(round_.closes_at)
    if office.phase(round_, at) != "open":
        return words
    left = (clock.on(round_.closes_at) - clock.on(at)).days
    remaining = gettext("あと%(n)s日") % {"n": left} if left else gettext("きょうまで")
    return f"{words} {remaining}"


class RoundIndex(OfficeMixin, IndexView):
    """The list. A click opens the round's hub."""

    page_title = _("募集回")

    def get_base_queryset(self) -> QuerySet[Round]:
        return office.rounds()

    def get_edit_url(self, instance: Round) -> str:
        return reverse("rounds:overview", args=[instance.pk])


class SavesRound(OfficeMixin):
    """Saving a round is audited."""

    readers = SECRETARIAT
    verb = "round.changed"

    def save_instance(self) -> Round:
        saved: Round = super().save_instance()  # type: ignore[misc]
        changed = old_and_new(self.form)  # type: ignore[attr-defined]
        audit.record(self.verb, saved, by=self.request.user, at=clock.now(), changed=changed)  # type: ignore[attr-defined]
        return saved

    def get_success_url(self) -> str:
        return reverse("rounds:overview", args=[self.object.pk])  # type: ignore[attr-defined]


class RoundCreate(SavesRound, CreateView):
    verb = "round.created"


class RoundEdit(SavesRound, EditView):
    """After opening only the later dates and the contact may change; the form says so."""


class Overview(RoundPage):
    """The hub: where the applications stand, what comes next, the way to every page of the round."""

    template_name = "certification/office/round_overview.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        self.trail = self.trail[:1]
        counts = office.status_counts(found)
        at = clock.now()
        secret = office.holds_secrets(found)
        dates = round_dates.of_round(found)
        return self.page(
            gettext("%(programme)s %(round)s") % {"programme": found.programme.name, "round": found},
            round=found,
            phase=PHASES[office.phase(found, at)],
            phase_code=office.phase(found, at),
            counts=[
                {"label": gettext(office_label(status)), "count": count, "url": _listing(found, status)}
                for status, count in counts.items()
            ],
            total=sum(count for status, count in counts.items() if status is not Status.DRAFT),
            steps=_steps(found, counts, judge=has_role(request.user, *JUDGES)),
            panel=office.panel_of(found),
            rules=office.rules_or_none(found),
            sees_results=has_role(request.user, *JUDGES) or not secret,
            history=named(office.history("certification.round", found.pk)[:10]),
            defaults=default_rows(found.programme) if found.opened_at is None else [],
            dates=round_pages.date_lines(dates),
            checks=round_pages.check_lines(found) if found.opened_at is None else [],
            staged=found.rules is not None and two_stage(found.frozen),
            sessions=sum(row.key.startswith("session-") for row in dates),
            to_ask=len(round_copies.panel_to_ask(found)) if found.opened_at is None else 0,
            buttons=self._buttons(found),
        )

    def _buttons(self, found: Round) -> list[Any]:
        if not has_role(self.request.user, *SECRETARIAT):
            return []
        edit = reverse("rounds:edit", args=[found.pk])
        if found.opened_at is not None:
            copy = reverse("rounds:copy_year", args=[found.pk])
            return [
                HeaderButton(gettext("日程を変更"), url=edit, icon_name="edit"),
                HeaderButton(gettext("次の年度の回を作る"), url=copy, icon_name="copy"),
            ]
        opening = reverse("rounds:open", args=[found.pk])
        return [
            HeaderButton(gettext("編集"), url=edit, icon_name="edit"),
            HeaderButton(gettext("募集を始める"), url=opening, icon_name="check"),
        ]


def _listing(round_: Round, status: Status) -> str:
    if status is Status.DRAFT:
        return ""
    return f"{reverse('applications:index')}?round={round_.pk}&status={status.value}"


def _steps(round_: Round, counts: dict[Status, int], *, judge: bool) -> list[dict[str, Any]]:
    """The next steps of the round, each with how many, whose turn and where."""
    pk = round_.pk
    if round_.opened_at is None:
        return [_step(gettext("募集を始める"), "rounds:open", pk, 0, gettext("事務局"))]
    done = office.decided(round_) if judge else None
    open_ones = counts[Status.ACCEPTED] + counts[Status.IN_REVIEW] + counts[Status.SCORED]
    undecided = open_ones if round_.closes_at else 0  # a round with a window is released as a whole
    steps = [
        (counts[Status.SUBMITTED], gettext("申請を点検する"), _listing(round_, Status.SUBMITTED), gettext("事務局")),
        (counts[Status.RETURNED], gettext("補正を待つ"), _listing(round_, Status.RETURNED), gettext("申請者")),
        (
            counts[Status.ACCEPTED],
            gettext("審査委員に割り当てて、審査を始める"),
            "rounds:assignment",
            gettext("事務局"),
        ),
        *_scoring_steps(round_, counts[Status.IN_REVIEW]),
        (done.unproposed if done else 0, gettext("決定案を作る"), "rounds:board", gettext("事務局")),
        (done.unconfirmed if done else 0, gettext("決定案を決裁する"), "rounds:confirm", gettext("決裁者")),
        (
            done.confirmed if done and not undecided else 0,
            gettext("結果を公表する"),
            "rounds:release",
            gettext("事務局"),
        ),
    ]
    return [_step(name, where, pk, count, whose) for count, name, where, whose in steps if count]


def _scoring_steps(round_: Round, count: int) -> list[tuple[int, str, str, str]]:
    """Scoring in one stage, or from paper to the session."""
    people = gettext("審査委員・事務局")
    match stages.phase(round_):
        case Phase.PAPER:
            return [(count, gettext("書類審査の採点を待ち、締め切る"), "rounds:stages", people)]
        case Phase.BETWEEN:
            return [
                (
                    count,
                    gettext("次の段階に進む申請を決め、実食審査・懇話会を始める"),
                    "rounds:stages",
                    gettext("事務局"),
                )
            ]
    return [(count, gettext("採点を待ち、締め切る"), "rounds:progress", people)]


def _step(name: str, where: str, pk: int, count: int, whose: str) -> dict[str, Any]:
    url = where if where.startswith("/") else reverse(where, args=[pk])
    return {"name": name, "url": url, "count": count, "whose": whose}


class OpenRound(RoundPage):
    """募集を始める: what is frozen, what is not confirmed yet, what lacks; then one button."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/round_open.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if found.opened_at is not None:
            messages.warning(request, gettext("この募集はもう始まっています。"))
            return redirect("rounds:overview", pk)
        rules = programmes.rules_of(found.programme)
        return self.page(
            gettext("募集を始める"),
            round=found,
            rules=rules,
            weight_total=programmes.weight_total(rules),
            defaults=default_rows(found.programme),
            lacking=rounds.why_not_open(rules, rolling=found.closes_at is None),
            checks=round_pages.check_lines(found),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        if self.act(lambda: rounds.open_round(found, by=self.person, at=clock.now())):
            messages.success(
                request, gettext("「%(round)s」の募集を始めました。規則を写して固定しました。") % {"round": found}
            )
            return redirect("rounds:overview", pk)
        return redirect("rounds:open", pk)


class RoundRules(RoundPage):
    """The rules this round is judged under, read-only: the frozen copy, or the programme's before opening."""

    header_icon = "list-ul"
    template_name = "certification/office/rules.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = self.round(pk)
        rules = office.rules_or_none(found) or programmes.rules_of(found.programme)
        return self.page(gettext("この回の規則"), rules=rules, frozen_at=found.opened_at, defaults=[])


class DatesPanel(InlinePanel):
    """日程 as rows of the round's form; they must arrive whole."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = DateRows
        return options


class RoundViewSet(ModelViewSet):
    """/cms/rounds/ and every page of one round below it."""

    name = "rounds"
    model = Round
    icon = "calendar-alt"
    menu_label = _("募集回")
    menu_name = "rounds"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class, add_view_class, edit_view_class = RoundIndex, RoundCreate, RoundEdit
    edit_template_name = "certification/office/round_edit.html"
    list_filter = ("programme", "fiscal_year")
    list_display = (
        "name",
        "programme",
        Column("fiscal_year", label=_("年度"), accessor=lambda row: FiscalYear(row.fiscal_year).label,
               sort_key="fiscal_year"),
        Column("opens_at", label=_("受付の開始"), sort_key="opens_at", accessor=lambda row: moment(row.opens_at)),
        Column("closes_at", label=_("受付の締切"), sort_key="closes_at",
               accessor=lambda row: closing(row, clock.now())),
        Column("phase", label=_("募集"), accessor=lambda row: PHASES[office.phase(row, clock.now())]),
        Column("handed_in", label=_("申請"), sort_key="handed_in"),
        Column("waiting", label=_("手続き中"), sort_key="waiting"),
    )  # fmt: skip
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("programme"), FieldRowPanel([FieldPanel("fiscal_year"), FieldPanel("name")])],
                            _("募集回")),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                 FieldRowPanel([FieldPanel("review_on"), FieldPanel("release_on")])],
                _("日程（日本時間。随時受付のときは、締切を空にします）"),
            ),
            DatesPanel(
                "dates",
                heading=_("そのほかの日程（説明会・実食審査会・認証式など）"),
                label=_("日程"),
                panels=[
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("label")]),
                    FieldRowPanel([FieldPanel("held_on"), FieldPanel("starts"), FieldPanel("ends")]),
                    FieldPanel("place"),
                    FieldPanel("public", help_text=_("募集のページと申請者の窓口に出します。")),
                ],
            ),
            FieldPanel("contact"),
            FieldPanel(
                "announced",
                help_text=_("制度の名前・募集回の名前・公表している基準と、受付開始の予定だけを「まもなく」と出します。"),
            ),
        ],
        base_form_class=RoundForm,
    )  # fmt: skip

    @property
    def permission_policy(self) -> OfficePolicy:
        return OfficePolicy(Round)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("delete_url_name", "usage_url_name", "history_url_name"))
        common: dict[str, Any] = super().get_common_view_kwargs(**{**kwargs, **unused})
        return common

    def get_urlpatterns(self) -> list[Any]:
        gone = {"delete", "usage", "history", "history_results"}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in gone]
        return [
            *kept,
            path("<int:pk>/", Overview.as_view(), name="overview"),
            path("<int:pk>/open/", OpenRound.as_view(), name="open"),
            path("<int:pk>/rules/", RoundRules.as_view(), name="rules"),
            path("<int:pk>/panel/", panel_pages.PanelPage.as_view(), name="panel"),
            *panel_urls.PATTERNS,
            path("<int:pk>/assignment/", panel_pages.AssignmentPage.as_view(), name="assignment"),
            path("<int:pk>/conflicts/<slug:code>/", panel_pages.ConflictPage.as_view(), name="conflict"),
            path("<int:pk>/progress/", panel_pages.ProgressPage.as_view(), name="progress"),
            *board_urls.PATTERNS,
            *round_urls.PATTERNS,
        ]
