"""The dashboard of /cms/ for the office: what to do next, and this year's applications against the city's line."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from certification.domain import goals
from certification.selectors import office
from core import clock
from core.domain.fiscal_year import FiscalYear
from core.models import User
from core.roles import has_role

WORDS = {  # code: (words, whose page, icon)
    "to_screen": (_("申請を点検する"), "applications", "form"),
    "to_start": (_("受理した申請を割り当て、審査を始める"), "rounds:assignment", "group"),
    "to_close": (_("採点の進み具合を見る・締め切る"), "rounds:progress", "tasks"),
    "to_propose": (_("決定案を作る"), "rounds:board", "table"),
    "to_confirm": (_("決定案を決裁する"), "rounds:confirm", "check"),
    "to_release": (_("結果を公表する"), "rounds:release", "mail"),
    "messages": (_("申請者からの連絡を読む"), "applications:index", "mail"),
    "notices": (_("変更届・廃止届を確認する"), "certificate_notices:index", "edit"),
    "plans": (_("チャレンジ支援の専門家を決める"), "plans:index", "pick"),
    "failed_mail": (_("届かなかったメールを確かめる"), "outbox:index", "warning"),
    "planned": (_("準備中の募集を始める"), "rounds:index", "calendar-alt"),
    "defaults": (_("制度の仮の値を確認する"), "programmes:index", "warning"),
}
QUERIES = {
    "messages": "?flag=unread",
    "notices": "?state=filed",
    "plans": "?status=agreed&without=true",
    "failed_mail": "?state=failed",
}
COUNTED = ngettext_lazy("%(n)s件", "%(n)s件", "n")
ORDER = {code: place for place, code in enumerate(WORDS)}


class NextSteps(Component):
    """つぎにすること, for the roles of the person who looks."""

    name = "office_next"
    template_name = "certification/office/panel_next.html"
    order = 50

    def __init__(self, user: User) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        secretariat, approver = has_role(self.user, "secretariat"), has_role(self.user, "approver")
        found = office.tasks(secretariat=secretariat, approver=approver)
        return {
            "tasks": [_line(task) for task in sorted(found, key=lambda task: ORDER[task.code])],
            "acts": secretariat or approver,
            "rounds_url": reverse("rounds:index"),
        }


def _line(task: office.Task) -> dict[str, Any]:
    words, where, icon = WORDS[task.code]
    if where == "applications":
        url = f"{reverse('applications:index')}?round={task.round.pk if task.round else ''}&status=submitted"
    elif where.startswith("rounds:") and task.round is not None:
        url = reverse(where, args=[task.round.pk])
    else:
        url = reverse(where) + QUERIES.get(task.code, "")
    place = f"{task.round.programme.name} {task.round}" if task.round else ""
    return {"words": words, "url": url, "icon": icon, "count": COUNTED % {"n": task.count}, "round": place}


class YearGoal(Component):
    """Applications by fiscal year beside the line 20 → 24."""

    name = "office_goal"
    template_name = "certification/office/panel_goal.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        now = FiscalYear.containing(clock.today())
        years = [
            FiscalYear(goals.FIRST.start_year + more)
            for more in range(goals.LAST.start_year - goals.FIRST.start_year + 1)
        ]
        counts = office.handed_in_by_year(years)
        top = max(goals.TO, *counts.values()) + 2
        rows: list[dict[str, Any]] = [
            {
                "label": year.label, "count": counts[year], "target": goals.target(year), "now": year == now,
                "height": 80 * counts[year] // top, "y": 92 - 80 * counts[year] // top, "x": 12 + 60 * place,
                "target_y": 92 - 80 * goals.target(year) // top,
            }
            for place, year in enumerate(years)
        ]  # fmt: skip
        this = next((row for row in rows if row["now"]), None)
        return {
            "rows": rows,
            "this": this,
            "sentence": _sentence(this) if this else "",
            "line": " ".join(f"{row['x'] + 18},{row['target_y']}" for row in rows),
        }


def _sentence(row: dict[str, Any]) -> str:
    lacking = row["target"] - row["count"]
    words = {"year": row["label"], "n": row["count"], "target": row["target"], "lacking": lacking}
    if lacking > 0:
        return gettext("%(year)sの申請は%(n)s件です。目標の%(target)s件まで、あと%(lacking)s件です。") % words
    return gettext("%(year)sの申請は%(n)s件で、目標の%(target)s件に届きました。") % words
