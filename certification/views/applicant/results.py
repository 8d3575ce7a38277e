"""The released result as the firm reads it: a sentence, feedback per criterion, reasons, certificate, offer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from catalog.models import Product
from certification.domain import labels, validity
from certification.domain.labels import Words
from certification.domain.outcome import Outcome
from certification.domain.states import IN_FORCE, CertificateStatus
from certification.models import Application, Certificate, ChallengePlan, Letter
from certification.selectors import applicant as selectors
from certification.selectors.calls import next_call
from core import clock


@dataclass(frozen=True, slots=True)
class Bar:
    """One criterion as a bar. `had`, `floor`, `mark` in percent of the width, as text; empty where there is none."""

    name: str
    mean: str
    maximum: str
    floor_mark: str
    pass_mark: str
    had: str
    floor: str
    mark: str
    below: bool
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the released result shows."""

    sentence: str
    outcome: str
    kind: str
    letter: Letter
    released_on: str
    bars: tuple[Bar, ...]
    gates: tuple[dict[str, Any], ...]
    overall: tuple[str, ...]
    reasons: tuple[str, ...]
    appeal: str
    words: Words
    certificate: Certificate | None
    certificate_facts: tuple[dict[str, str], ...]
    plan: ChallengePlan | None
    plan_status: str
    ended: "Ended | None"
    letters: tuple[Letter, ...] = ()
    interest: str = ""
    product: Product | None = None
    product_waits: bool = False
    call: str = ""
    call_opens: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """A certificate that is no longer good: the headline, the day, the reason (of a revocation), what to do."""

    headline: str
    day: str
    reason: str
    next_step: str


HEADLINES = {
    CertificateStatus.EXPIRED: gettext_noop("{word}の有効期限が終わりました"),
    CertificateStatus.REVOKED: gettext_noop("{word}は取り消されました"),
    CertificateStatus.SURRENDERED: gettext_noop("{word}は廃止されました"),
}
KINDS = {"certified": "success", "challenge": "warning", "declined": "neutral"}


def of(application: Application) -> Result | None:
    """The result, or None before the release."""
    letter = selectors.result_letter(application)
    if letter is None:
        return None
    values = letter.values
    words = Words(values["word"])
    outcome = Outcome(values["outcome"])
    certificate = getattr(application, "certificate", None)
    state = state_on(certificate, clock.today()) if certificate else None
    plan = getattr(application, "plan", None)
    return Result(
        sentence=_(labels.outcome_for_producer(outcome, words.word)),
        outcome=outcome.value,
        kind=KINDS[outcome.value],
        letter=letter,
        released_on=clock.date_text(clock.on(letter.made_at)),
        bars=tuple(bar(row, values.get("pass_mark", "")) for row in values.get("criteria", ())),
        gates=tuple(values.get("gates", ())),
        overall=tuple(values.get("overall", ())),
        reasons=tuple(values.get("reasons", ())),
        appeal=values.get("appeal", ""),
        words=words,
        certificate=certificate,
        certificate_facts=_facts(certificate, state, words) if certificate and state else (),
        plan=plan,
        plan_status=_(labels.producer_label(plan.state)) if plan else "",
        ended=_ended(certificate, state, words) if certificate and state in HEADLINES else None,
        letters=tuple(selectors.letters(application)),
        **_next(application, certificate),
    )


def _next(application: Application, certificate: Certificate | None) -> dict[str, Any]:
    """What the next steps need: the page in the catalog, the answer about ふるさと納税, the next call."""
    if certificate is not None:
        product = Product.objects.filter(certificates__number=certificate.number, page__live=True).first()
        return {
            "product": product,
            "product_waits": certificate.published_at is None,
            "interest": application.answer("furusato_interest"),
        }
    at = clock.now()
    found = next_call(application.round.programme_id, at)
    if found is None:
        return {}
    opens = clock.local_text(found.opens_at) if found.opens_at > at else ""
    return {"call": str(found), "call_opens": opens}


def state_on(certificate: Certificate, today: date) -> CertificateStatus:
    """The state as the calendar has it: past its last day it has expired, also before the worker has said so."""
    if certificate.state in HEADLINES or validity.is_in_force(certificate.valid_until, today):
        return certificate.state
    return CertificateStatus.EXPIRED if certificate.state in IN_FORCE else certificate.state


def headline(state: CertificateStatus, words: Words) -> str:
    """The sentence of a certificate that ended; empty for one in force."""
    return _(HEADLINES[state]).format(word=words.word) if state in HEADLINES else ""


def _ended(certificate: Certificate, state: CertificateStatus, words: Words) -> Ended:
    move = certificate.transitions.filter(target=state.value).order_by("pk").last()
    day = certificate.valid_until if move is None or state is CertificateStatus.EXPIRED else clock.on(move.at)
    return Ended(
        headline=headline(state, words),
        day=clock.date_text(day),
        reason=move.reason if move is not None and state is CertificateStatus.REVOKED else "",
        next_step=_(labels.next_step(state)),
    )


def bar(row: dict[str, Any], pass_mark: str) -> Bar:
    """A bar from the letter's values. The pass mark is a percentage of full marks, so it stands at the same place."""
    maximum = number(row["maximum"])
    return Bar(
        name=row["name"],
        mean=row["mean"],
        maximum=row["maximum"],
        floor_mark=row.get("floor", ""),
        pass_mark=pass_mark,
        had=share(number(row["mean"]), maximum),
        floor=share(number(row.get("floor", "")), maximum),
        mark=share(number(pass_mark), Decimal(100)),
        below=bool(row.get("below")),
        comments=tuple(row.get("comments", ())),
    )


def number(text: str) -> Decimal | None:
    """A figure of the letter; None for "–" and empty."""
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return None


def share(part: Decimal | None, whole: Decimal | None) -> str:
    """Percent with one place, for a drawing; empty when unknown."""
    if part is None or not whole:
        return ""
    return f"{min(Decimal(100), max(Decimal(0), part * 100 / whole)):.1f}"


def _facts(certificate: Certificate, state: CertificateStatus, words: Words) -> tuple[dict[str, str], ...]:
    return (
        {"term": words.number, "value": certificate.number, "href": f"/v/{certificate.number}/"},
        {"term": _("{word}した日").format(word=words.word), "value": clock.date_text(certificate.certified_on)},
        {"term": _("有効期限"), "value": clock.date_text(certificate.valid_until)},
        {"term": _("状態"), "value": _(labels.producer_label(state))},
    )
