"""A certificate on the producer's desk: its days, its papers, renewal with one press, notices."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Product
from certification import permissions
from certification.domain import labels, notices, validity
from certification.domain.labels import Words
from certification.domain.notices import NoticeKind
from certification.domain.states import IN_FORCE
from certification.models import Certificate
from certification.selectors import applicant as selectors
from certification.selectors import notices as notice_selectors
from certification.services import notices as service
from certification.services import renewals
from certification.views.applicant import answers, cards, results
from certification.views.person import PersonRequest
from core import clock
from core.domain.text import whole_number


def find(request: PersonRequest, number: str) -> Certificate:
    """A certificate of the person's firms, by its number; else 404."""
    found: Certificate = get_object_or_404(notice_selectors.certificates(request.user), number=number)
    return found


def url(certificate: Certificate) -> str:
    """Its page."""
    return reverse("apply:certificate_page", args=[certificate.number])


@require_safe
@never_cache
def show(request: PersonRequest, number: str) -> HttpResponseBase:
    """Everything the firm may know and do about its certificate."""
    certificate = find(request, number)
    application = certificate.application
    words = Words(application.round.frozen.word)
    today = clock.today()
    state = results.state_on(certificate, today)
    seat = permissions.membership_of(request.user, application.business)
    may_write = bool(seat and seat.may_edit)
    rows = notice_selectors.of_firm(request.user).filter(certificate=certificate)
    context: dict[str, Any] = {
        "certificate": certificate,
        "application": application,
        "words": words,
        "status": _(labels.producer_label(state)),
        "in_force": state in IN_FORCE,
        "next_step": _(labels.next_step(state)),
        "facts": _facts(certificate, words),
        "product": Product.objects.filter(certificates__number=certificate.number, page__live=True).first(),
        "renewal": _renewal(certificate),
        "may_write": may_write,
        "notices": [_line(row) for row in rows],
        "may_file": {
            kind.value: may_write and state in IN_FORCE and service.why_not_file(certificate, kind) is None
            for kind in NoticeKind
        },
        "renewed_by": Certificate.objects.filter(
            application__renews=certificate, application__status="released"
        ).first(),
    }
    return render(request, "apply/certificate.html", context)


def _facts(certificate: Certificate, words: Words) -> list[dict[str, str]]:
    starts = certificate.valid_from or certificate.certified_on
    return [
        {"term": words.number, "value": certificate.number, "href": f"/v/{certificate.number}/"},
        {"term": _("{word}した日").format(word=words.word), "value": clock.date_text(certificate.certified_on)},
        {
            "term": words.period,
            "value": f"{clock.date_text(starts)} 〜 {clock.date_text(certificate.valid_until)}",
        },
    ]


def _renewal(certificate: Certificate) -> dict[str, Any] | None:
    """What stands in the way of the renewal, or the calls in which it may be started; None for an ended one."""
    at = clock.now()
    if certificate.state not in IN_FORCE or certificate.valid_until < clock.on(at):
        return None
    under_way = renewals.live(certificate)
    why = renewals.why_not(certificate, on=clock.on(at))
    programme = certificate.application.round.programme_id
    rounds = [row for row in selectors.open_rounds(at=at) if row.programme_id == programme]
    coming = selectors.coming_rounds(at=at).filter(programme=programme).first()
    return {
        "application": under_way,
        "why_not": why.sentence if why else "",
        "opens_on": clock.date_text(validity.renewal_due_on(certificate.valid_until)),
        "calls": cards.calls(rounds, at=at),
        "coming": answers.deadline_text(coming.opens_at) if coming else "",
        "until": clock.date_text(certificate.valid_until),
    }


def _line(row: Any) -> dict[str, Any]:
    label = notices.LABELS[row.place]
    return {
        "row": row,
        "name": _(notices.KIND_LABELS[row.sort]),
        "status": _(label.producer),
        "next_step": _(label.next_step),
        "from_on": clock.date_text(row.from_on),
    }


@require_POST
def renew(request: PersonRequest, number: str) -> HttpResponseBase:
    """更新を申請する: one press makes one draft with the present facts; pressed again it opens the same."""
    certificate = find(request, number)
    chosen = whole_number(request.POST.get("round", ""))
    round_ = None if chosen is None else selectors.open_rounds(at=clock.now()).filter(pk=chosen).first()
    if round_ is None:
        messages.error(request, _("この募集は受付期間ではありません。受付中の募集を選んでください。"))
        return redirect(url(certificate))
    try:
        made = renewals.start(certificate, round_, by=request.user, at=clock.now())
    except answers.REFUSALS as error:
        return answers.refuse(request, error, url(certificate))
    messages.success(
        request, _("いまの内容を写して、更新の申請を作りました。確かめて、変わったところを直してください。")
    )
    return redirect("apply:application", made.code)
