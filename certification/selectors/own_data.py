"""One's own data as plain tables, for the copy people may take: of a person, and of a firm.

Nothing under embargo is in it: states read as on the producer's desk, letters and certificates come after release,
and nobody of the panel is named.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from certification.domain import labels
from certification.domain.states import CertificateStatus, Status
from certification.models import (
    Application,
    ApplicationMessage,
    Attachment,
    Certificate,
    CertificateNotice,
    ChallengePlan,
    ConflictDeclaration,
    FieldEdit,
    Letter,
    OfficeNotice,
    PlanMessage,
)
from certification.selectors.applicant import TOLD
from core import clock
from core.models import AuditEvent, Business, Invitation, Membership, OutboxMessage, StoredFile, User

Rows = list[dict[str, Any]]
Tables = dict[str, Rows]


def of_person(user: User, *, verbs: Mapping[str, Any]) -> Tables:
    """Profile, seats, invitations, consents, messages, mails and the log of a person's own acts. `verbs`: its words."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    seats = Membership.objects.filter(user=user).select_related("business").order_by("pk")
    mails = OutboxMessage.objects.filter(to__iexact=user.email, sent_at__isnull=False).order_by("pk")
    acts = AuditEvent.objects.filter(by=user).order_by("pk")
    return {
        "profile": [
            {
                "email": user.email, "last_name": user.last_name, "first_name": user.first_name,
                "joined_at": _at(user.date_joined), "last_login": _at(user.last_login),
                "second_factor": [row.type for row in Authenticator.objects.filter(user=user).order_by("pk")],
                "roles": [group.name for group in user.groups.order_by("name")],
            }
        ],
        "addresses": [{"email": row.email, "verified": row.verified, "primary": row.primary} for row in addresses],
        "memberships": [
            {"firm": row.business.name, "role": str(row.get_role_display()), "since": _at(row.created_at)}
            for row in seats
        ],
        "invitations": [
            {"firm": row.business.name, "role": str(row.get_role_display()), "invited_at": _at(row.invited_at),
             "accepted_at": _at(row.accepted_at)}
            for row in Invitation.objects.filter(email__iexact=user.email).select_related("business").order_by("pk")
        ],
        "consents": _consents(user),
        "messages": _messages(user),
        "conflicts_declared": [
            {"application": row.application.receipt_number, "kind": str(row.get_kind_display()),
             "reason": row.reason, "at": _at(row.declared_at)}
            for row in ConflictDeclaration.objects.filter(reviewer=user, declared_by=user)
            .select_related("application").order_by("pk")
        ],
        "mails": [{"kind": row.kind, "subject": row.sent_subject, "sent_at": _at(row.sent_at)} for row in mails],
        "acts": [
            {"at": _at(row.at), "act": str(verbs.get(row.verb, row.verb)), "subject": row.subject_type,
             "number": row.subject_id, "facts": row.facts}
            for row in acts
        ],
    }  # fmt: skip


def _consents(user: User) -> Rows:
    """What the person agreed to or stated, in each version they handed in."""
    found = []
    mine = Application.objects.filter(versions__made_by=user).distinct().select_related("round__programme")
    for application in mine.prefetch_related("versions").order_by("pk"):
        rules = application.round.frozen
        asked = {f"statement.{row.key}": row.text for row in rules.statements}
        asked |= {field.key: field.label for field in rules.fields if field.kind == "agree"}
        for version in application.versions.all():
            if version.made_by_id == user.pk:
                found += [
                    {"application": application.receipt_number, "statement": text,
                     "answer": version.answers.get(key, ""), "at": _at(version.made_at)}
                    for key, text in asked.items()
                ]  # fmt: skip
    return found


def _messages(user: User) -> Rows:
    words = [
        {"to": "事務局", "application": str(row.application), "text": row.text, "at": _at(row.at)}
        for row in ApplicationMessage.objects.filter(by=user).select_related("application").order_by("pk")
    ]
    return words + [
        {"to": "専門家", "application": str(row.plan.application), "text": row.text, "at": _at(row.at)}
        for row in PlanMessage.objects.filter(by=user).select_related("plan__application").order_by("pk")
    ]


def of_firm(firm: Business) -> Tables:
    """The firm, its people, and everything about its applications that its own desk shows."""
    rows = list(Application.objects.filter(business=firm).select_related("round__programme", "previous").order_by("pk"))
    keys = [row.pk for row in rows]
    released = [row.pk for row in rows if row.state is Status.RELEASED]
    return {
        "firm": [
            {name: getattr(firm, name) for name in (
                "name", "name_kana", "kind", "corporate_number", "representative", "address", "phone", "website"
            )}
        ],
        "members": [
            {"name": row.user.display_name, "role": str(row.get_role_display()), "since": _at(row.created_at)}
            for row in Membership.objects.filter(business=firm).select_related("user").order_by("pk")
        ],
        "applications": [_application(row) for row in rows],
        **_filed(keys),
        **_results(released),
    }  # fmt: skip


def _application(row: Application) -> dict[str, Any]:
    return {
        "code": row.code, "receipt_number": row.receipt_number, "programme": row.round.programme.name,
        "round": str(row.round), "state": labels.producer_label(row.state), "product": row.product_name,
        "attempt": row.attempt, "started_at": _at(row.started_at), "saved_at": _at(row.saved_at),
        "submitted_at": _at(row.submitted_at), "answers": row.answers, "answers_to_gaps": row.gap_answers,
    }  # fmt: skip


def _filed(keys: list[int]) -> Tables:
    """Versions, moves made known, corrections, texts typed, files and messages of these applications."""
    mine = {"application_id__in": keys}
    here = Application.objects.filter(pk__in=keys).prefetch_related("versions", "transitions", "corrections")
    rows = list(here.order_by("pk"))
    return {
        "versions": [
            {"application": str(row), "version": each.number, "made_at": _at(each.made_at), "answers": each.answers,
             "firm": each.business}
            for row in rows for each in row.versions.all()
        ],
        "moves": [
            {"application": str(row), "state": labels.producer_label(Status(each.target)), "at": _at(each.at)}
            for row in rows for each in row.transitions.all() if each.target in TOLD
        ],
        "corrections": [
            {"application": str(row), "asked_at": _at(each.requested_at), "fields": each.fields,
             "message": each.message, "due_on": each.due_on, "answered_at": _at(each.answered_at)}
            for row in rows for each in row.corrections.all()
        ],
        "typed": [
            {"application": str(each.application), "field": each.field_key, "before": each.old, "after": each.new,
             "at": _at(each.at), "by": each.by.display_name}
            for each in FieldEdit.objects.filter(**mine).select_related("application", "by").order_by("pk")
        ],
        "files": [
            {"application": str(each.application), "field": each.field_key, "name": each.stored.original_name,
             "added_at": _at(each.added_at), "removed_at": _at(each.removed_at)}
            for each in Attachment.objects.filter(**mine).select_related("application", "stored").order_by("pk")
        ],
        "messages": [
            {"application": str(each.application), "from": "事務局" if each.from_office else each.by.display_name,
             "text": each.text, "at": _at(each.at)}
            for each in ApplicationMessage.objects.filter(**mine).select_related("application", "by").order_by("pk")
        ],
    }  # fmt: skip


def _results(released: list[int]) -> Tables:
    """Letters, certificates, notices and plans: after release only."""
    mine = {"application_id__in": released}
    papers = Certificate.objects.filter(**mine).order_by("pk")
    filings = CertificateNotice.objects.filter(certificate__application_id__in=released).order_by("pk")
    plans = ChallengePlan.objects.filter(**mine).select_related("application").prefetch_related("tasks", "messages__by")
    rows = list(plans.order_by("pk"))
    return {
        "letters": [
            {"number": row.number, "application": str(row.application), "made_at": _at(row.made_at)}
            for row in letters(released)
        ],
        "certificates": [
            {"number": row.number, "state": labels.producer_label(CertificateStatus(row.status)),
             "certified_on": row.certified_on, "valid_until": row.valid_until}
            for row in papers
        ],
        "notices": [
            {"kind": str(row.get_kind_display()), "before": row.before, "after": row.after, "reason": row.reason,
             "filed_at": _at(row.filed_at)}
            for row in filings
        ],
        "plans": [
            {"application": str(row.application), "state": labels.producer_label(row.state), "gaps": row.gaps,
             "tasks": [{"title": task.title, "detail": task.detail, "done": _at(task.done_at),
                        "note": task.evidence_note} for task in row.tasks.all()],
             "messages": [{"by": each.by.display_name, "text": each.text, "at": _at(each.at)}
                          for each in row.messages.all()]}
            for row in rows
        ],
    }  # fmt: skip


def letters(released: list[int]) -> list[Letter]:
    """The letters of these released applications."""
    rows = Letter.objects.filter(application_id__in=released).select_related("application__round", "pdf")
    return list(rows.order_by("pk"))


def released_keys(firm: Business) -> list[int]:
    """Applications whose result was made known."""
    rows = Application.objects.filter(business=firm, status=Status.RELEASED.value)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def files_of_firm(firm: Business) -> list[tuple[str, StoredFile]]:
    """(folder, file) of everything the firm gave, and notices of refusal or revocation sent to it."""
    given = Attachment.objects.filter(application__business=firm, stored__erased_at=None)
    found = [
        (f"files/{row.application}/{row.field_key}", row.stored)
        for row in given.select_related("application", "stored").order_by("pk")
    ]
    told = OfficeNotice.objects.filter(application__business=firm, pdf__isnull=False, pdf__erased_at=None)
    return found + [("letters", row.pdf) for row in told.select_related("pdf").order_by("pk") if row.pdf]


def _at(moment: Any) -> str:
    return clock.local_text(moment) if moment else ""
