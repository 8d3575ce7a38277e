"""Who is written to."""

from collections.abc import Collection

from core.models import Membership

WRITTEN_TO = ("owner", "editor")


def addresses(firms: Collection[int]) -> dict[int, list[str]]:
    """{firm id: mail addresses of its active owners and editors, oldest membership first}; one query."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(business__in=firms, role__in=WRITTEN_TO, user__is_active=True)
    for business, email in rows.order_by("pk").values_list("business_id", "user__email"):
        found.setdefault(business, []).append(email)
    return found
