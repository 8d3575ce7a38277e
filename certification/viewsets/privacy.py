"""個人データの請求: a named person asks the office for a copy of their data, or for its erasure."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSet

from certification.services import exports, leaving
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb
from core import clock
from core.models import DataExport, User

MOST = 50


class EraseForm(forms.Form):
    """What the person asked for and how they were known to be themselves."""

    note = forms.CharField(
        label=_("請求の記録"),
        max_length=200,
        help_text=_(
            "受け付けた日、方法、本人確認の方法を書いてください（例：11月21日窓口、運転免許証）。氏名は書かないでください。"
        ),
        error_messages={"required": _("請求を受け付けた日と、本人確認の方法を書いてください。")},
    )
    sure = forms.BooleanField(
        label=_("元に戻せないことを確かめました"),
        error_messages={"required": _("元に戻せないことを確かめて、チェックを入れてください。")},
    )


class Search(OfficePage):
    """Find a person by name or address; nobody is listed before something is typed."""

    readers = SECRETARIAT
    header_icon = "user"
    template_name = "certification/office/privacy.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get("q", "").strip()[:100]
        people = list(found(query)[:MOST]) if query else []
        return self.page(gettext("個人データの請求"), query=query, people=people, most=MOST)


def found(query: str) -> QuerySet[User]:
    """People whose name or address holds every word."""
    rows = User.objects.filter(deleted_at=None)
    for word in query.split():
        rows = rows.filter(Q(email__icontains=word) | Q(last_name__icontains=word) | Q(first_name__icontains=word))
    return rows.order_by("last_name", "first_name", "pk")


class PersonPage(OfficePage):
    """One person: copies made for them, and what erasing would do. POST erases."""

    readers = SECRETARIAT
    header_icon = "user"
    template_name = "certification/office/privacy_person.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.shown(get_object_or_404(User, pk=pk), EraseForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk)
        form = EraseForm(request.POST)
        if form.is_valid():
            note = form.cleaned_data["note"]
            if self.act(lambda: leaving.leave(person, by=self.person, at=clock.now(), note=note), form=form):
                messages.success(
                    request, gettext("この方の個人データを消しました。記録には「退会した利用者」と残ります。")
                )
                return redirect("privacy:person", pk)
        return self.shown(person, form, status=422)

    def shown(self, person: User, form: EraseForm, *, status: int = 200) -> HttpResponse:
        self.trail = (crumb(_("個人データの請求"), "privacy:index"),)
        now = clock.now()
        mine = DataExport.objects.filter(person=person, asked_by=self.person).select_related("business", "stored")
        return self.page(
            person.display_name,
            status=status,
            person=person,
            form=form,
            outlook=leaving.outlook(person) if person.deleted_at is None else None,
            seats=list(person.memberships.select_related("business").order_by("pk")),
            copies=[
                {"row": row, "ready": bool(row.stored and row.expires_at and row.expires_at > now)} for row in mine
            ],
        )


class Ask(OfficePage):
    """Have a copy made for the person; POST only."""

    writers = SECRETARIAT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User, pk=pk)
        if self.act(lambda: exports.ask(person, by=self.person, at=clock.now())):
            messages.success(request, gettext("写しを作っています。できたらメールでお知らせします。"))
        return redirect("privacy:person", pk)


class PrivacyViewSet(ViewSet):
    """/cms/privacy/"""

    name = "privacy"
    icon = "user"
    menu_label = _("個人データの請求")
    menu_name = "privacy"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", Search.as_view(), name="index"),
            path("<int:pk>/", PersonPage.as_view(), name="person"),
            path("<int:pk>/copy/", Ask.as_view(), name="copy"),
        ]
