"""200 producers with a complete draft each in a round that closes in a minute; afterwards: what arrived."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from certification.models import Application, ApplicationVersion, Round
from certification.services import applications, rounds
from core import clock
from core.models import Business, Membership, OutboxMessage, User
from core.services import roles
from tests.factories import procedure


def seed(producers: int) -> list[dict[str, str]]:
    """Drafts, and a session for each producer; logins are not part of the rush. Files are shared: uploads neither."""
    roles.sync()
    at = clock.now()
    office = User.objects.create_user("office@example.org", None, last_name="計測")
    office.groups.add(*_group("secretariat"))
    round_ = procedure.planned_round(procedure.programme(), at=at)
    rounds.open_round(round_, by=office, at=at)
    stored = {}
    found = []
    for number in range(producers):
        user = User.objects.create_user(f"maker{number}@example.org", None, last_name=f"作り手{number}")
        firm = Business.objects.create(
            name=f"架空事業者{number}", kind="sole_trader", postcode="3050033", prefecture="県", city="市",
            street="町1", fictional=True, created_at=at, created_by=user,
        )  # fmt: skip
        Membership.objects.create(business=firm, user=user, role="owner", created_at=at)
        made = applications.start(round_, firm, by=user, at=at)
        values = {**procedure.ANSWERS, "story": "計測のための物語です。", "statement.sold": "yes"}
        applications.save(made, values, base=made.revision, by=user, at=at)
        for key in ("photos", "label_image"):
            stored[key] = stored.get(key) or applications.take_upload(
                procedure.picture(f"{key}.jpg"), "photo", by=user, at=at
            )
            applications.attach(made, key, stored[key], by=user, at=at)
        found.append(
            {
                "code": made.code,
                "prefix": f"{round_.frozen.number_prefix}{round_.fiscal_year}-R{round_.pk}-",
                "session": _session(user),
                "page": reverse("apply:application", args=[made.code]),
                "form": reverse("apply:section", args=[made.code, "basics"]),
                "review": reverse("apply:review", args=[made.code]),
            }
        )
    return found


def _group(name: str) -> Any:
    return User.groups.field.related_model.objects.filter(name=name)


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def close_in(seconds: float) -> None:
    """Move the deadline: the rush is its last minute."""
    Round.objects.update(closes_at=clock.now() + timedelta(seconds=seconds))


def arrived(words: str, saved: list[str], told: list[str]) -> dict[str, int]:
    """`lost`: what the site had promised and does not have: words said to be saved, applications said to be handed in.
    `late`: refused after the deadline, drafts still. `duplicated`: numbers, versions or mails there twice.
    """
    rows = {row.code: row for row in Application.objects.all()}
    numbers = Counter(row.receipt_number for row in rows.values() if row.receipt_number)
    versions = Counter(ApplicationVersion.objects.values_list("application_id", flat=True))
    mails = Counter(OutboxMessage.objects.filter(kind="receipt").values_list("subject_id", flat=True))
    submitted = {code for code, row in rows.items() if row.status == "submitted"}
    gone = {code for code in saved if words not in str(rows[code].answers["description"])}
    return {
        "submitted": len(submitted),
        "late": len(rows) - len(submitted),
        "lost": len(gone | (set(told) - submitted)),
        "duplicated": sum(count > 1 for found in (numbers, versions, mails) for count in found.values()),
        "mails": sum(mails.values()),
        "applications": len(rows),
    }


OPERATIONS = {"seed": seed, "close_in": close_in, "arrived": arrived}
