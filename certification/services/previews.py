"""Previews of a programme as it stands: its form, score sheet, letters and papers with sample values (見本).

The same templates as the real thing; nothing is written, nobody's data is read.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certification.domain import letter_texts, samples, scoring, validity
from certification.domain import outcome as outcomes
from certification.domain.marks import Mark, SheetMarks
from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.models import (
    Application,
    ApplicationVersion,
    Certificate,
    Decision,
    Letter,
    OfficeNotice,
    Programme,
    Round,
)
from certification.selectors.board import Row
from certification.selectors.panels import Panel
from certification.services import certificate_mail, documents, letters, office_letters, programmes
from core import clock, mail, pdf
from core.domain.fiscal_year import FiscalYear
from core.domain.reason import Reason, Refused
from core.models import Business, OutboxMessage, User

PAPERS = ("certified", "challenge", "declined", "refused", "revoked")  # set as PDF
MAILS = ("expired", "renewal_due")
NUMBER = "見本-0001"
REASON = "見本の理由です。"
REVIEWERS = 3


@dataclass(frozen=True, slots=True)
class Examples:
    """What the page of a programme works out from its settings: `problem` says why there is no last day."""

    certified_on: date
    valid_until: date | None
    number: str
    problem: str


def examples(rules: Rules, *, on: date) -> Examples:
    """A certificate given on this day: its last day and its number."""
    problem, until = "", None
    try:
        until = validity.valid_until(rules, on)
    except ValueError:
        problem = "決まった有効期限が過ぎています。新しい日を入力してください。"
    return Examples(on, until, number_example(rules, on=on), problem)


def number_example(rules: Rules, *, on: date) -> str:
    """The first number of this fiscal year; empty while the format is not right."""
    if validity.number_format_problem(rules.number_format, rules.number_prefix):
        return ""
    return validity.certificate_number(rules, FiscalYear.containing(on), 1)


def application(programme: Programme, *, at: datetime) -> Application:
    """An application that is nobody's: in no table, with the programme's rules as they stand."""
    rules = programmes.rules_of(programme)
    year = FiscalYear.containing(clock.on(at))
    round_ = Round(
        programme=programme, fiscal_year=year.start_year, name=samples.WATERMARK, opens_at=at, opened_at=at,
        rules=rules.to_json(),
    )  # fmt: skip
    return Application(
        code="mihon",
        round=round_,
        business=Business(**samples.BUSINESS, code="mihon", fictional=True),
        answers=samples.answers(rules),
        product_name=samples.PRODUCT,
        receipt_number=NUMBER,
        saved_at=at,
        started_at=at,
    )


def sheets_of(rules: Rules, kind: str) -> list[SheetMarks]:
    """Sheets of three reviewers: the best marks for a certified sample, the lowest of one criterion for the others."""
    low = rules.criteria[0].key if rules.criteria and kind != Outcome.CERTIFIED.value else ""
    marks = {
        row.key: Mark(min(step.value for step in row.steps) if row.key == low else row.maximum)
        for row in rules.criteria
        if row.steps
    }
    return [SheetMarks(number, marks, {gate.key: True for gate in rules.gates}) for number in range(1, REVIEWERS + 1)]


def _row(sample: Application, kind: str) -> Row:
    rules = sample.round.frozen
    sheets = sheets_of(rules, kind)
    result = scoring.panel_result(rules, sheets, of=REVIEWERS)
    return Row(
        application=sample,
        panel=Panel(
            base=(1, 2, 3),
            recused=(),
            sheets=tuple(sheets),
            comments={row.key: (f"見本の講評です（{row.name}）。",) for row in rules.criteria},
            overall=("見本の全体の講評です。",),
            drafts=0,
        ),
        result=result,
        suggestion=outcomes.suggest(rules, result),
        rank=1,
        decision=Decision(outcome=kind, public_reason="" if kind == Outcome.CERTIFIED.value else REASON),
        confirmed=True,
    )


def certificate(sample: Application, *, at: datetime) -> Certificate:
    """A certificate that is nobody's. Raises Refused when the settings give no number or no last day."""
    rules = sample.round.frozen
    found = examples(rules, on=clock.on(at))
    if found.valid_until is None or not found.number:
        sentence = found.problem or "番号の形式を直してください。"
        raise Refused(Reason("preview.settings", sentence))
    return Certificate(
        number=found.number, application=sample, serial=1, certified_on=found.certified_on,
        valid_until=found.valid_until, made_at=at,
    )  # fmt: skip


def letter(programme: Programme, kind: str, *, at: datetime) -> dict[str, Any]:
    """What a letter prints, by its kind of PAPERS. Raises Refused as `certificate`."""
    sample = application(programme, at=at)
    if kind in letter_texts.DECISIONS:
        given = certificate(sample, at=at) if kind == Outcome.CERTIFIED.value else None
        values = letters.values_of(sample.round.frozen, _row(sample, kind), given, at=at)
        values = documents.letter_values(Letter(application=sample, kind=kind, number=NUMBER, values=values))
    else:
        given = certificate(sample, at=at) if kind == "revoked" else None
        values = office_letters.values_of(kind, sample, reason=REASON, at=at, certificate=given)
    return {**values, "number": NUMBER, "watermark": samples.WATERMARK}


def letter_pdf(programme: Programme, kind: str, *, at: datetime) -> bytes:
    """The same on paper."""
    values = letter(programme, kind, at=at)
    if kind in letter_texts.DECISIONS:
        return pdf.render("certification/pdf/letter.typ", values)
    return office_letters.paper(OfficeNotice(kind=kind, number=NUMBER, values=values))


def certificate_pdf(programme: Programme, *, at: datetime) -> bytes:
    """The certificate on paper. Raises Refused as `certificate`."""
    given = certificate(application(programme, at=at), at=at)
    values = documents.certificate_values(given)
    return pdf.render("certification/pdf/certificate.typ", {**values, "watermark": samples.WATERMARK})


def receipt_pdf(programme: Programme, *, by: User, at: datetime) -> bytes:
    """The applicant's copy on paper."""
    sample = application(programme, at=at)
    firm = {"name": sample.business.name, "address": sample.business.address}
    version = ApplicationVersion(number=1, answers=sample.answers, files={}, business=firm, made_at=at, made_by=by)
    values = documents.receipt_values(sample, version)
    return pdf.render("certification/pdf/receipt.typ", {**values, "watermark": samples.WATERMARK})


def mail_of(programme: Programme, kind: str, *, at: datetime) -> tuple[str, str]:
    """Subject and text of a mail of MAILS. Raises Refused as `certificate`."""
    given = certificate(application(programme, at=at), at=at)
    context = certificate_mail.context_of(given, kind, reason=REASON, coming=None, at=at)
    return mail.render(OutboxMessage(kind=kind, context=context))
