"""Papers as PDF: the applicant's copy (控え), letters, certificates. Letters and certificates are set once and kept."""

import base64
import io
from datetime import datetime
from functools import lru_cache
from typing import Any

import segno
from django.conf import settings
from django.db import transaction
from PIL import Image

from certification.domain import form_values, letter_texts
from certification.domain.common_fields import SECTIONS
from certification.domain.labels import Words, outcome_for_producer
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.models import Application, ApplicationVersion, Certificate, Letter
from certification.services.applications import STATEMENT
from core import clock, files, pdf
from core.models import StoredFile

MARK_SIDE = 600  # pixels of the longer side of a mark on paper


def receipt_pdf(application: Application) -> bytes:
    """控え of the newest version handed in. Raises ApplicationVersion.DoesNotExist before the first."""
    version = application.versions.select_related("made_by").latest("number")
    return pdf.render("certification/pdf/receipt.typ", receipt_values(application, version))


def receipt_values(application: Application, version: ApplicationVersion) -> dict[str, Any]:
    """What the applicant's copy prints, from the frozen version alone."""
    rules = application.round.frozen
    sections = []
    for key, name in SECTIONS.items():
        rows = [
            {"label": field.label, "value": _shown(version, field)} for field in rules.fields if field.section == key
        ]
        if rows:
            sections.append({"name": name, "rows": rows})
    return {
        "number": application.receipt_number,
        "programme": rules.name,
        "round": str(application.round),
        "submitted_at": clock.local_text(version.made_at),
        "version": version.number,
        "business": version.business["name"],
        "address": version.business["address"],
        "person": version.made_by.display_name,
        "fee": f"{rules.fee_yen:,}円" if rules.fee_yen else "",
        "sections": sections,
        "statements": [
            {
                "label": row.text,
                "answer": {"yes": "はい", "no": "いいえ"}.get(version.answers.get(STATEMENT + row.key, ""), "未回答"),
            }
            for row in rules.statements
        ],
        "url": settings.SITE_URL,
    }


def _shown(version: ApplicationVersion, field: Any) -> str:
    if field.kind in ("photo", "file"):
        count = len(version.files.get(field.key, ()))
        return f"{count}件" if count else "なし"
    return form_values.display(field, version.answers.get(field.key)) or "（記入なし）"


def letter_values(letter: Letter) -> dict[str, Any]:
    """The letter's stored values with its title, opening and next steps in the programme's words."""
    values = letter.values
    words = Words(values["word"])
    outcome = Outcome(values["outcome"])
    usual = letter_texts.USUAL[outcome.value]
    return {
        "opening": usual["opening"],  # letters written before a programme had words of its own
        "next_steps": letter_texts.lines(usual["steps"].replace("{証書}", words.certificate)),
        "closing": "",
        "watermark": "",
        **values,
        "number": letter.number,
        "title": f"{values['programme']} 審査結果のお知らせ",
        "result": outcome_for_producer(outcome, words.word),
        "sender": f"{values['programme']} 事務局",
    }


def letter_pdf(letter: Letter) -> bytes:
    """The letter's bytes: the kept PDF, or one set now when the worker has not been there yet."""
    if letter.pdf is not None and letter.pdf.erased_at is None:
        return _bytes(letter.pdf)
    return pdf.render("certification/pdf/letter.typ", letter_values(letter))


def certificate_pdf(certificate: Certificate) -> bytes:
    """The certificate's bytes: the kept PDF, or one set now."""
    if certificate.pdf is not None and certificate.pdf.erased_at is None:
        return _bytes(certificate.pdf)
    return pdf.render("certification/pdf/certificate.typ", certificate_values(certificate))


@lru_cache(maxsize=16)
def _mark_svg(token: str) -> str:
    with StoredFile.objects.get(token=token).file.open("rb") as file, Image.open(file) as image:
        image.thumbnail((MARK_SIDE, MARK_SIDE))
        out = io.BytesIO()
        image.save(out, "PNG")
        width, height = image.size
    data = base64.b64encode(out.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{data}"/></svg>'
    )


def mark_of(rules: Rules) -> str | None:
    """The picture of the mark these rules were frozen with, as an SVG that a paper can hold; None without one."""
    return _mark_svg(rules.mark_token) if rules.mark_token else None


def certificate_values(certificate: Certificate) -> dict[str, Any]:
    """What the certificate prints."""
    application = certificate.application
    rules = application.round.frozen
    words = Words(rules.word)
    url = f"{settings.SITE_URL}/v/{certificate.number}/"
    return {
        "title": words.certificate,
        "word": words.word,
        "programme": rules.name,
        "accent": rules.mark_accent,
        "mark": mark_of(rules),
        "mark_alt": rules.mark_alt or words.mark,
        "product": application.product_name,
        "business": application.business.name,
        "sentence": f"この商品・サービスは、{rules.name}の基準にもとづく審査により{words.word}されたことを証します。",
        "number": certificate.number,
        "certified_on": clock.date_text(certificate.certified_on),
        "valid_until": clock.date_text(certificate.valid_until),
        "valid_from": clock.date_text(certificate.valid_from) if certificate.valid_from else "",
        "sender": f"{rules.name} 事務局",
        "qr": segno.make(url, error="m").svg_inline(scale=4, border=0),
        "url": url,
        "fictional": application.business.fictional,
    }


def _bytes(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as file:
        data: bytes = file.read()
    return data


def set_pending(*, at: datetime) -> int:
    """Set every letter and certificate without a PDF; safe to repeat, one transaction each; returns how many."""
    count = 0
    waiting = Letter.objects.filter(pdf=None).select_related("application__round").order_by("pk")
    for letter in waiting:
        with transaction.atomic():
            stored = files.keep_pdf(letter_pdf(letter), name=f"{letter.number}.pdf", by=None, at=at)
            Letter.objects.filter(pk=letter.pk, pdf=None).update(pdf=stored)
        count += 1
    papers = Certificate.objects.filter(pdf=None).select_related("application__round", "application__business")
    for certificate in papers.order_by("pk"):
        with transaction.atomic():
            stored = files.keep_pdf(certificate_pdf(certificate), name=f"{certificate.number}.pdf", by=None, at=at)
            Certificate.objects.filter(pk=certificate.pk, pdf=None).update(pdf=stored)
        count += 1
    return count
