"""The certificates of a firm in short: state, last day, what can be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.domain import labels
from certification.domain.states import FINAL, IN_FORCE
from certification.models import Application, Certificate
from certification.selectors import notices
from certification.services import renewals
from certification.views.applicant import results
from core import clock
from core.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One certificate in the list. `due`: its renewal can be applied for now and is not under way."""

    certificate: Certificate
    name: str
    href: str
    status: str
    kind: str
    until: str
    due: bool
    renewal: Application | None


def lines(user: User, applications: Iterable[Application], *, today: date) -> list[Line]:
    """Certificates in force, the one ending first on top. `applications`: those of the person's firms; one query."""
    live = {row.renews_id: row for row in applications if row.renews_id and row.state not in FINAL}
    found = []
    for row in notices.certificates(user).order_by("valid_until", "pk"):
        state = results.state_on(row, today)
        if state not in IN_FORCE:
            continue
        renewal = live.get(row.pk)
        due = renewal is None and renewals.why_not(row, on=today) is None
        found.append(
            Line(
                certificate=row,
                name=row.application.product_name,
                href=reverse("apply:certificate_page", args=[row.number]),
                status=_("更新の時期です") if due else _(labels.producer_label(state)),
                kind="warning" if due else "success",
                until=clock.date_text(row.valid_until),
                due=due,
                renewal=renewal,
            )
        )
    return found
