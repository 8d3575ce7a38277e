"""Who is written to."""

from collections.abc import Collection

from core.models import Membership, User

WRITTEN_TO = ("owner", "editor")


def addresses(firms: Collection[int]) -> dict[int, list[str]]:
    """{firm id: mail addresses of its active owners and editors, oldest membership first}; one query."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(business__in=firms, role__in=WRITTEN_TO, user__is_active=True)
    for business, email in rows.order_by("pk").values_list("business_id", "user__email"):
        found.setdefault(business, []).append(email)
    return found


def office_addresses() -> list[str]:
    """Mail addresses of the active secretariat, oldest account first."""
    rows = User.objects.filter(groups__name="secretariat", is_active=True).order_by("pk")
    return list(rows.values_list("email", flat=True))
