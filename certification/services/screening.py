"""What the secretariat does with an application that came in: check, ask for corrections, accept, refuse."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from certification import permissions
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.models import Application, Correction, ScreeningCheck
from certification.services import fees, office_letters, transitions
from certification.services.applications import STATEMENT
from core import audit, clock, outbox
from core.domain.reason import Reason, Refused
from core.models import User


@transaction.atomic
def check(application: Application, results: Mapping[str, tuple[bool, str]], *, by: User, at: datetime) -> None:
    """Tick eligibility statements: {statement key: (passed, note)}. Raises Refused for an unknown key."""
    permissions.require_secretariat(by)
    known = {statement.key for statement in application.round.frozen.statements}
    if unknown := set(results) - known:
        raise Refused(Reason("check.unknown", f"応募資格にない項目です: {', '.join(sorted(unknown))}"))
    for key, (passed, note) in results.items():
        ScreeningCheck.objects.update_or_create(
            application=application,
            statement_key=key,
            defaults={"passed": passed, "note": note[:300], "checked_at": at, "checked_by": by},
        )
    facts = {key: passed for key, (passed, _note) in results.items()}
    audit.record("application.checked", application, by=by, at=at, results=facts)


@transaction.atomic
def request_correction(
    application: Application,
    fields: Mapping[str, str],
    *,
    message: str = "",
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Correction:
    """補正依頼: {field key: why}. Only these fields open to the applicant. Raises Refused without field or reason."""
    permissions.require_secretariat(by)
    names = names_of(application.round.frozen)
    if not fields:
        raise Refused(Reason("correction.no_field", "補正してほしい項目を1つ以上選んでください。", field="fields"))
    if unknown := set(fields) - set(names):
        raise Refused(
            Reason("correction.unknown", f"申請書にない項目です: {', '.join(sorted(unknown))}", field="fields")
        )
    if bare := [names[key] for key, why in fields.items() if not why.strip()]:
        raise Refused(Reason("correction.no_reason", f"「{bare[0]}」の補正の理由を書いてください。", field="fields"))
    if due_on is not None and due_on < at.date():
        raise Refused(Reason("correction.past", "期限は今日以後の日にしてください。", field="due_on"))
    correction = Correction.objects.create(
        application=application,
        fields={key: why.strip() for key, why in fields.items()},
        message=message.strip(),
        due_on=due_on,
        requested_at=at,
        requested_by=by,
    )
    transitions.move(application, to=Status.RETURNED, by=by, at=at, reason=message)
    tell(
        "correction",
        application,
        key=f"correction:{correction.pk}",
        at=at,
        items=items_of(correction),
        message=correction.message,
        due_on=clock.date_text(due_on) if due_on else "",
    )
    return correction


@transaction.atomic
def accept(application: Application, *, by: User, at: datetime) -> None:
    """受理. Raises Refused while a statement is unchecked or not passed, or the fee was not seen."""
    permissions.require_secretariat(by)
    passed = dict(ScreeningCheck.objects.filter(application=application).values_list("statement_key", "passed"))
    missing = [row for row in application.round.frozen.statements if not passed.get(row.key)]
    if missing:
        raise Refused(
            *(
                Reason("accept.unchecked", f"応募資格の点検が済んでいません: {row.text}", field=STATEMENT + row.key)
                for row in missing
            )
        )
    if unpaid := fees.why_not_accept(application):
        raise Refused(unpaid)
    transitions.move(application, to=Status.ACCEPTED, by=by, at=at)
    tell("accepted", application, key=f"accepted:{application.pk}", at=at)


@transaction.atomic
def refuse(application: Application, *, reason: str, by: User, at: datetime) -> None:
    """却下, with its reason, which the applicant reads in the mail and the letter. Raises Refused without one."""
    permissions.require_secretariat(by)
    if not reason.strip():
        raise Refused(
            Reason("refuse.no_reason", "受理できない理由を書いてください。申請者に伝わります。", field="reason")
        )
    transitions.move(application, to=Status.REFUSED, by=by, at=at, reason=reason.strip())
    office_letters.write("refused", application, reason=reason.strip(), at=at)
    tell("refused", application, key=f"refused:{application.pk}", at=at, reason=reason.strip())


def items_of(correction: Correction) -> list[dict[str, str]]:
    """What is asked for, with the names the form gives it."""
    names = names_of(correction.application.round.frozen)
    return [{"name": names.get(key, key), "why": why} for key, why in correction.fields.items()]


def names_of(rules: Rules) -> dict[str, str]:
    """{key: name} of everything a correction may name: the form's fields and the eligibility statements."""
    return {row.key: row.label for row in rules.fields} | {STATEMENT + row.key: row.text for row in rules.statements}


def tell(kind: str, application: Application, *, key: str, at: datetime, **more: object) -> None:
    """Tell the person who handed the application in."""
    assert application.submitted_by is not None
    outbox.add(
        kind,
        application,
        to=application.submitted_by.email,
        key=key,
        at=at,
        context={
            "number": application.receipt_number,
            "product": application.product_name,
            "programme": application.round.frozen.name,
            "url": settings.SITE_URL + reverse("apply:application", args=[application.code]),
            **more,
        },
    )
    transaction.on_commit(outbox.wake)
