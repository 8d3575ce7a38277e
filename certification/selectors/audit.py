"""The audit log as the auditor reads it: names instead of numbers, the history of one thing, of one person."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from certification.models import Application
from certification.selectors import office
from core.models import AuditEvent, User

Names = dict[tuple[str, str], str]


def _application(row: dict[str, Any]) -> str:
    """A draft belongs to its firm: the office sees that there is one, not what is in it."""
    number, product = row["receipt_number"], row["product_name"]
    return f"{number} {product}" if number else _("下書き {code}").format(code=row["code"])


# What names a thing: the columns to read and how they read together. A kind that is not here shows its number.
NAMED: dict[str, tuple[tuple[str, ...], Callable[[dict[str, Any]], str]]] = {
    "certification.application": (("receipt_number", "product_name", "code"), _application),
    "certification.certificate": (("number", "application__product_name"), lambda row: " ".join(row.values())),
    "certification.challengeplan": (
        ("application__receipt_number", "application__product_name"), lambda row: " ".join(map(str, row.values())),
    ),
    "certification.programme": (("name",), lambda row: row["name"]),
    "certification.round": (
        ("programme__name", "name", "fiscal_year"),
        lambda row: f"{row['programme__name']} {row['fiscal_year']} {row['name']}",
    ),
    "catalog.product": (("name",), lambda row: row["name"]),
    "core.business": (("name",), lambda row: row["name"]),
    "core.outboxmessage": (("kind", "to"), lambda row: row["to"]),
}  # fmt: skip


def names(pairs: Iterable[tuple[str, str]]) -> Names:
    """{(kind, number): name}, one query for each kind that occurs; people by their own rule."""
    wanted: dict[str, set[int]] = {}
    for kind, number in pairs:
        if number.isdecimal():
            wanted.setdefault(kind, set()).add(int(number))
    found: Names = {}
    for kind, (columns, read) in NAMED.items():
        keys = wanted.get(kind)
        if keys:
            rows = apps.get_model(kind)._default_manager.filter(pk__in=keys).values("pk", *columns)
            found |= {(kind, str(row.pop("pk"))): read(row) for row in rows}
    if people := wanted.get("core.user"):
        found |= {("core.user", str(row.pk)): row.display_name for row in User.objects.filter(pk__in=people)}
    return found


def events() -> QuerySet[AuditEvent]:
    """Everything, the newest first."""
    return AuditEvent.objects.select_related("by").order_by("-at", "-pk")


def of_object(kind: str, number: str) -> QuerySet[AuditEvent]:
    """What happened to one thing."""
    return events().filter(subject_type=kind, subject_id=number)


def of_person(person: User) -> QuerySet[AuditEvent]:
    """What one person did."""
    return events().filter(by=person)


def actors() -> QuerySet[User]:
    """Everybody the log names."""
    return User.objects.filter(pk__in=AuditEvent.objects.exclude(by=None).values("by")).order_by("last_name", "email")


def sealed() -> frozenset[str]:
    """Numbers of applications whose result is under embargo."""
    rows = Application.objects.filter(status__in=office.SECRET).values_list("pk", flat=True)
    return frozenset(map(str, rows))
