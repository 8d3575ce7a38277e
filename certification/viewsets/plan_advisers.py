"""Advisers (専門家) in the admin: what each is good at, how much they carry, whether they take more."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.domain import conversion
from certification.domain.conversion import PlanStory
from certification.forms.support import ProfileForm
from certification.models import AdviserProfile
from certification.models.adviser import DEFAULT_CAPACITY
from certification.selectors import adviser as advisers
from certification.selectors import office
from certification.selectors.conversion import stories
from certification.services import support
from certification.viewsets import plan_words
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock
from core.models import User


def rows_of_advisers(held: Sequence[PlanStory] | None = None) -> list[dict[str, Any]]:
    """Everybody with the role, with profile, load and figures; a few queries. `held`: stories read before."""
    profiles = {row.user_id: row for row in AdviserProfile.objects.order_by("pk")}
    load = advisers.load()
    figures = conversion.by_adviser(stories() if held is None else held)
    found = []
    for person in office.advisers():
        profile, done = profiles.get(person.pk), figures.get(person.pk)
        found.append(
            {
                "pk": person.pk,
                "name": person.display_name,
                "email": person.email,
                "affiliation": profile.affiliation if profile else "",
                "expertise": plan_words.expertise(profile.expertise) if profile else "",
                "active": profile.active if profile else True,
                "load": load.get(person.pk, 0),
                "capacity": profile.capacity if profile else DEFAULT_CAPACITY,
                "plans": done.plans if done else 0,
                "ready": done.ready if done else 0,
                "certified": done.certified if done else 0,
            }
        )
    return found


class AdvisersPage(OfficePage):
    """The list."""

    header_icon = "group"
    template_name = "certification/office/advisers.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        self.trail = (crumb(_("チャレンジ支援"), "plans:index"),)
        return self.page(gettext("専門家"), rows=rows_of_advisers())


class AdviserEdit(OfficePage):
    """One adviser's profile."""

    readers = SECRETARIAT
    header_icon = "user"
    template_name = "certification/office/adviser.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        adviser = get_object_or_404(office.advisers(), pk=pk)
        profile = AdviserProfile.objects.filter(user=adviser).first()
        names = ("expertise", "affiliation", "capacity", "active", "note")
        given = {name: getattr(profile, name) for name in names} if profile else {}
        return self._show(adviser, ProfileForm(initial=given or {"capacity": DEFAULT_CAPACITY, "active": True}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        adviser = get_object_or_404(office.advisers(), pk=pk)
        form = ProfileForm(request.POST)
        if form.is_valid() and self.act(
            lambda: support.save_profile(adviser, form.cleaned_data, by=self.person, at=clock.now()), form=form
        ):
            messages.success(request, gettext("%(name)s さんの登録を保存しました。") % {"name": adviser.display_name})
            return redirect("plans:advisers")
        form_errors(request, form)
        return self._show(adviser, form, status=422)

    def _show(self, adviser: User, form: ProfileForm, *, status: int = 200) -> HttpResponse:
        self.trail = (crumb(_("チャレンジ支援"), "plans:index"), crumb(_("専門家"), "plans:advisers"))
        return self.page(adviser.display_name, status=status, form=form, adviser=adviser)
