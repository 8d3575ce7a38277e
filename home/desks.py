"""/desk/: after logging in, everyone is led to their own desk; who has several chooses."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from certification.views.person import PersonRequest
from core import roles
from core.models import Membership, User


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk in the chooser."""

    name: str
    sentence: str
    href: str
    icon: str


def desks_of(user: User) -> list[Desk]:
    """The desks a person has; the producer's is there for everyone who has no other."""
    found = []
    if roles.has_role(user, *(role.name for role in roles.STAFF)) or user.is_superuser:
        found.append(Desk(_("事務局"), _("制度、募集、審査、公表、ページの管理"), reverse("wagtailadmin_home"), "list"))
    if roles.has_role(user, roles.REVIEWER.name):
        found.append(Desk(_("審査"), _("割り当てられた申請の審査"), reverse("review:index"), "clipboard-check"))
    if roles.has_role(user, roles.ADVISER.name):
        found.append(Desk(_("専門家"), _("担当するチャレンジ支援の助言"), reverse("advise:index"), "lightbulb"))
    if not found or Membership.objects.filter(user=user).exists():
        found.append(Desk(_("事業者の窓口"), _("申請、結果、チャレンジ支援"), reverse("apply:index"), "store"))
    return found


@require_safe
@never_cache
def desk(request: PersonRequest) -> HttpResponseBase:
    """Straight to the only desk, or a choice."""
    found = desks_of(request.user)
    if len(found) == 1:
        return redirect(found[0].href)
    response: HttpResponse = render(request, "site/desks.html", {"desks": found})
    return response
