"""Letters of a refusal and of a revocation: numbered and written with the act, their PDF set by the worker."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django_tasks import default_task_backend

from certification import permissions
from certification.domain import letter_texts
from certification.domain.labels import Words
from certification.models import Application, Certificate, NumberNote, OfficeNotice, Round
from certification.selectors import registers
from core import audit, clock, files, pdf
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User

MARKS = {"refused": "F", "revoked": "T"}  # 不受理, 取消し: the letter before the serial of each series
USUAL = {
    "refused": "先に提出いただいた申請は、次の理由により受理しないこととしましたので、お知らせします。",
    "revoked": "次の{word}を、{on}付けで取り消しましたので、お知らせします。",
}


@transaction.atomic
def write(
    kind: str, application: Application, *, reason: str, at: datetime, certificate: Certificate | None = None
) -> OfficeNotice:
    """The letter of one act; the same application and kind twice is one letter. Numbers count without gaps."""
    round_ = Round.objects.select_for_update(of=("self",)).get(pk=application.round_id)
    if same := OfficeNotice.objects.filter(application=application, kind=kind).first():
        return same
    last = OfficeNotice.objects.filter(application__round=round_, kind=kind).count()
    made = OfficeNotice.objects.create(
        application=application,
        certificate=certificate,
        kind=kind,
        number=f"{round_.fiscal_year}-{round_.pk}-{MARKS[kind]}-{last + 1:03d}",
        values=values_of(kind, application, reason=reason, at=at, certificate=certificate),
        made_at=at,
    )
    transaction.on_commit(wake)
    return made


def values_of(
    kind: str, application: Application, *, reason: str, at: datetime, certificate: Certificate | None = None
) -> dict[str, Any]:
    """Everything the letter prints, as plain values: also its preview."""
    rules = application.round.frozen
    words = Words(rules.word)
    on = clock.date_text(clock.on(at))
    named = {
        "事業者": application.business.name,
        "商品": application.product_name,
        "受付番号": application.receipt_number or "",
        "制度": rules.name,
        "用語": rules.word,
        "証書": words.certificate,
        "マーク": words.mark,
        "日付": on,
        "番号": certificate.number if certificate else "",
        "有効期限": clock.date_text(certificate.valid_until) if certificate else "",
        "理由": reason,
    }
    opening = letter_texts.words(rules.letter_texts, kind, "opening", named)
    return {
        "kind": kind,
        "date": on,
        "business": application.business.name,
        "address": application.business.address,
        "representative": application.business.representative,
        "product": application.product_name,
        "receipt_number": application.receipt_number or "",
        "programme": rules.name,
        "word": rules.word,
        "number_of_certificate": certificate.number if certificate else "",
        "opening": opening or USUAL[kind].format(word=rules.word, on=on),
        "reason": reason,
        "closing": letter_texts.words(rules.letter_texts, kind, "closing", named),
        "appeal": rules.appeal_text,
        "verify_url": (
            settings.SITE_URL + reverse("catalog:verify", args=[certificate.number]) if certificate is not None else ""
        ),
        "fictional": application.business.fictional,
    }


def paper(notice: OfficeNotice) -> bytes:
    """The letter's bytes: the kept PDF, or one set now when the worker has not been there yet."""
    if notice.pdf is not None:
        with notice.pdf.file.open("rb") as file:
            data: bytes = file.read()
        return data
    values = notice.values
    ends = notice.kind == "revoked"
    title = f"{values['word']}の取消しについて" if ends else "申請を受理できないことについて"
    sender = f"{values['programme']} 事務局"
    return pdf.render(
        "certification/pdf/office_letter.typ", {**values, "number": notice.number, "title": title, "sender": sender}
    )


@transaction.atomic
def note_gap(series: str, serial: int, *, reason: str, by: User, at: datetime) -> NumberNote:
    """欠番の理由 of one number that is missing. Raises Refused without a reason or for a number that exists."""
    permissions.require_secretariat(by)
    reason = text.clean(reason)
    if not reason:
        raise Refused(Reason("gap.no_reason", "欠番の理由を書いてください。", field="reason"))
    if not any((gap.series, gap.serial) == (series, serial) for gap in registers.letter_gaps()):
        raise Refused(Reason("gap.none", "この番号は欠番ではありません。", field="reason"))
    made = NumberNote.objects.create(series=series, serial=serial, reason=reason[:300], noted_at=at, noted_by=by)
    audit.record("letters.gap_noted", made, by=by, at=at, number=str(made), reason=made.reason)
    return made


def set_pending(*, at: datetime) -> int:
    """Set every letter without a PDF; safe to repeat, one transaction each; returns how many."""
    count = 0
    for notice in OfficeNotice.objects.filter(pdf=None).order_by("pk"):
        with transaction.atomic():
            stored = files.keep_pdf(paper(notice), name=f"{notice.number}.pdf", by=None, at=at)
            OfficeNotice.objects.filter(pk=notice.pk, pdf=None).update(pdf=stored)
        count += 1
    return count


def wake() -> None:
    """Ask the worker for the PDFs; a lost call is mended by `finish_releases`."""
    from certification.tasks import set_office_letters  # noqa: PLC0415 -- the task needs the app registry ready

    default_task_backend.enqueue(set_office_letters, [], {})
