"""Letters (通知書): their values written at release, their PDF set by the worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from certification.domain import letter_texts, scoring
from certification.domain.labels import Words
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.models import Application, Certificate, Letter, Round
from certification.selectors.board import Row
from core import clock

NOT_YET = "（公表のときに付きます）"


def desk_url(application: Application) -> str:
    """Where the firm reads its result."""
    return settings.SITE_URL + reverse("apply:application", args=[application.code])


def write_many(round_: Round, rows: Sequence[Row], issued: Mapping[int, Certificate], *, at: datetime) -> list[Letter]:
    """One letter for each decision, with its own reasons and feedback; few statements."""
    rules = round_.frozen
    last = Letter.objects.filter(application__round=round_).count()
    return Letter.objects.bulk_create(
        Letter(
            application=row.application,
            decision=row.decision,
            kind=row.decision.outcome,
            number=f"{round_.fiscal_year}-{round_.pk}-{last + place:03d}",
            values=values_of(rules, row, issued.get(row.application.pk), at=at),
            made_at=at,
        )
        for place, row in enumerate(rows, start=1)
        if row.decision is not None
    )


def values_of(rules: Rules, row: Row, certificate: Certificate | None, *, at: datetime) -> dict[str, Any]:
    """Everything the letter prints, as plain values: also the preview before release."""
    application = row.application
    outcome = Outcome(row.decision.outcome) if row.decision else Outcome.DECLINED
    return {
        "date": clock.date_text(clock.on(at)),
        "business": application.business.name,
        "address": application.business.address,
        "representative": application.business.representative,
        "product": application.product_name,
        "receipt_number": application.receipt_number,
        "programme": rules.name,
        "word": rules.word,
        "outcome": outcome.value,
        "total": scoring.display(row.result.total) if row.result else "–",
        "pass_mark": scoring.plain(rules.pass_mark),
        "criteria": criteria_of(rules, row),
        "gates": [{"name": gate.name, "holds": gate.holds} for gate in row.result.gates] if row.result else [],
        "overall": list(row.panel.overall),
        "reasons": _reasons(rules, row),
        "appeal": rules.appeal_text,
        **texts_of(rules, row, certificate, at=at),
        "certificate": {
            "number": certificate.number,
            "certified_on": clock.date_text(certificate.certified_on),
            "valid_until": clock.date_text(certificate.valid_until),
            "url": settings.SITE_URL + f"/v/{certificate.number}/",
        }
        if certificate
        else None,
        "desk_url": desk_url(application),
    }


def texts_of(rules: Rules, row: Row, certificate: Certificate | None, *, at: datetime) -> dict[str, Any]:
    """The programme's own opening, next steps and closing of this kind of letter, everything put in."""
    application = row.application
    kind = row.decision.outcome if row.decision else Outcome.DECLINED.value
    values = put_in(
        rules,
        business=application.business.name,
        product=application.product_name,
        receipt_number=application.receipt_number or "",
        date=clock.date_text(clock.on(at)),
        number=certificate.number if certificate else NOT_YET,
        certified_on=clock.date_text(certificate.certified_on) if certificate else NOT_YET,
        valid_until=clock.date_text(certificate.valid_until) if certificate else NOT_YET,
    )
    return words_of(rules, kind, values)


def put_in(rules: Rules, **facts: str) -> dict[str, str]:
    """{placeholder: what stands in its place}, of the programme's words and these facts."""
    words = Words(rules.word)
    names = {
        "business": "事業者", "product": "商品", "receipt_number": "受付番号", "date": "日付", "number": "番号",
        "certified_on": "認定日", "valid_until": "有効期限", "reason": "理由",
    }  # fmt: skip
    return {
        "制度": rules.name,
        "用語": words.word,
        "証書": words.certificate,
        "マーク": words.mark,
        **{names[name]: text for name, text in facts.items()},
    }


def words_of(rules: Rules, kind: str, values: Mapping[str, str]) -> dict[str, Any]:
    """{"opening", "next_steps", "closing"} of a letter; of a mail without words of its own all are empty."""
    parts = {part: letter_texts.words(rules.letter_texts, kind, part, values) for part in letter_texts.PARTS}
    return {
        "opening": parts["opening"],
        "next_steps": letter_texts.lines(parts["steps"]),
        "closing": parts["closing"],
    }


def criteria_of(rules: Rules, row: Row) -> list[dict[str, Any]]:
    """Per criterion: the panel's mean against floor and maximum, and what reviewers said to the applicant."""
    if row.result is None:
        return []
    return [
        {
            "key": item.key,
            "name": item.name,
            "mean": scoring.display(item.mean),
            "maximum": scoring.plain(rules.criterion(item.key).maximum),
            "floor": scoring.plain(item.floor) if item.floor is not None else "",
            "below": item.below_floor,
            "comments": list(row.panel.comments.get(item.key, ())),
        }
        for item in row.result.criteria
    ]


def _reasons(rules: Rules, row: Row) -> list[str]:
    """Why, in sentences: the committee's own words where it gave any, else the rule's reasons."""
    if not rules.reasons_shown or row.decision is None:
        return []
    if row.decision.public_reason:
        return [row.decision.public_reason]
    return [reason.sentence for reason in row.suggestion.reasons] if row.suggestion else []
