"""An application's own page: what it is waiting for, its timeline, its versions, its papers; withdrawing it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification import permissions
from certification.domain import labels
from certification.domain.states import FINAL, OPEN, WITHDRAWABLE, Actor, Status
from certification.forms.applicant import questions, sections
from certification.models import Application
from certification.selectors import applicant as selectors
from certification.selectors import sessions
from certification.services import applications, fees
from certification.views.applicant import (
    answers,
    cards,
    copy_offers,
    dates,
    deadline,
    everything,
    message_panel,
    progress,
    results,
)
from certification.views.person import PersonRequest
from core import clock


def find(request: PersonRequest, code: str) -> Application:
    """The application by its code, if the person's firm filed it; else 404."""
    application: Application = get_object_or_404(selectors.documents(request.user), code=code)
    return application


@require_safe
@never_cache
def show(request: PersonRequest, code: str) -> HttpResponse:
    """Everything the firm may know about its application now."""
    return page(request, find(request, code))


def page(
    request: PersonRequest, application: Application, *, words: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `words` is the thread of messages with a refused text in it."""
    state = application.state
    card = cards.card(application)
    thread = words or message_panel.of(application, request.user)
    context: dict[str, Any] = {
        "application": application,
        "card": card,
        "timeline": timeline(application, card),
        "words": thread,
        "errors": [{"href": f"#id_message_{field}", "text": text} for field, text in thread["errors"].items()],
        "copied": getattr(application, "copy", None) if state is Status.DRAFT else None,
        "may_copy": state is Status.DRAFT and copy_offers.open_to(request.user, application),
        "versions": application.versions.select_related("made_by").order_by("-number"),
        "can_edit": permissions.can_edit(request.user, application),
        "can_withdraw": permissions.can_withdraw(request.user, application),
        "progress": progress.of(application) if state in OPEN else None,
        "late": state is Status.DRAFT and is_late(application),
        "correction": _correction(application) if state is Status.RETURNED else None,
        "refusal": _reason_of(application, Status.REFUSED) if state is Status.REFUSED else "",
        "fee_paid": fee_paid(application),
        "result": results.of(application),
        "now": clock.now().isoformat(),
        "closes": deadline.iso(application, at=clock.now()),
        "deadline": deadline.notice(application, at=clock.now()),
        "slots": sessions.told_slots(application) if state in WITHDRAWABLE - OPEN else [],
        "dates": dates.ahead(application.round) if state not in FINAL else [],
        "review_url": progress.review_url(application),
    }
    return render(request, "apply/application.html", context, status=status)


def fee_paid(application: Application) -> bool:
    """Has the office seen the fee? Asked only where there is one."""
    return bool(application.round.frozen.fee_yen) and fees.standing(application) is not None


def is_late(application: Application) -> bool:
    """Has the deadline passed for this draft?"""
    at = clock.now()
    late = application.late_allowed_until
    return not application.round.is_open(at) and not (late is not None and at < late)


def _reason_of(application: Application, target: Status) -> str:
    row = application.transitions.filter(target=target.value).order_by("-pk").first()
    return row.reason if row else ""


def _correction(application: Application) -> dict[str, Any] | None:
    """What the office asks for, each with why, the text handed in, the text now, and a link to its field."""
    found = selectors.open_correction(application)
    if found is None:
        return None
    pages = sections.sections_of(application)
    before = application.versions.order_by("-number").first()
    now = everything.present(application)
    items = []
    for key, why in found.fields.items():
        page = sections.section_of_field(pages, key)
        field = next((each for each in page.fields if each.key == key), None) if page else None
        items.append(
            {
                "label": field.label if field else key,
                "why": why,
                "texts": everything.beside(field, before, now) if field and before else None,
                "href": f"{progress.section_url(application, page.slug)}#{questions.anchor(field)}"
                if page and field
                else "",
            }
        )
    return {"items": items, "message": found.message, "due": clock.date_text(found.due_on) if found.due_on else ""}


def timeline(application: Application, card: cards.Card) -> list[dict[str, Any]]:
    """What happened, in the producer's words, and what comes with its date. Nothing under embargo is in it."""
    now = {
        "state": "current",
        "body": f"{card.next_step}　{card.when_label}：{card.when}" if card.when else card.next_step,
    }
    items = [_item(_("申請を作り始めました"), application.started_at)]
    words = {
        Status.SUBMITTED: _("提出しました"),
        Status.RETURNED: _("修正のお願いが届きました"),
        Status.ACCEPTED: _("受理されました"),
        Status.IN_REVIEW: _("審査が始まりました"),
        Status.RELEASED: _("結果が公表されました"),
        Status.WITHDRAWN: _("取り下げました"),
        Status.REFUSED: _("受理されませんでした"),
    }
    items += [_item(words[Status(row.target)], row.at) for row in selectors.told_transitions(application)]
    here = labels.timeline_position(application.state)
    if here is None or application.state is Status.RELEASED:
        items.append({"title": _("次にできること"), **now})
        return items
    if application.state in OPEN:
        title = _("提出") if application.state is Status.DRAFT else _("修正して、もう一度提出")
        items.append({"title": title, **now})
    else:
        items[-1] = {**items[-1], **now}
    round_ = application.round
    dates = {3: round_.review_on, 4: round_.release_on}
    for place in range(max(here, 1) + 1, len(labels.TIMELINE)):
        day = dates.get(place)
        items.append(
            {
                "title": _(labels.TIMELINE[place]),
                "state": "todo",
                "when": clock.date_text(day) + _("（予定）") if day else "",
            }
        )
    return items


def _item(title: str, at: Any) -> dict[str, Any]:
    return {"title": title, "state": "done", "when": clock.local_text(at), "datetime": at.isoformat()}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: PersonRequest, code: str) -> HttpResponseBase:
    """A page that says what withdrawing does; the POST does it."""
    application = find(request, code)
    here = progress.application_url(application)
    if Actor.APPLICANT not in permissions.actors_of(request.user, application):
        raise PermissionDenied(_("閲覧の役割では取り下げられません。代表の方に頼んでください。"))
    if request.method == "POST":
        try:
            applications.withdraw(
                application, by=request.user, at=clock.now(), reason=request.POST.get("reason", "")[:500]
            )
        except answers.REFUSALS as error:
            return answers.refuse(request, error, here)
        return redirect(here)
    if not permissions.can_withdraw(request.user, application):
        return redirect(here)
    return render(request, "apply/withdraw.html", {"application": application, "card": cards.card(application)})


@require_safe
@never_cache
def version(request: PersonRequest, code: str, number: int) -> HttpResponse:
    """What was handed in, as it was, with what differs from the version before."""
    application = find(request, code)
    found = get_object_or_404(application.versions.select_related("made_by"), number=number)
    before = application.versions.filter(number=number - 1).first()
    context = {
        "application": application,
        "version": found,
        "made_at": clock.local_text(found.made_at),
        "parts": everything.of_version(application, found),
        "changes": everything.compared(application, before, found) if before else (),
        "before": before,
    }
    return render(request, "apply/version.html", context)
