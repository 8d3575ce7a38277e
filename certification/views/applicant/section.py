"""One page of the application form: show, save (by button or by itself), files, and what two people wrote."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.domain import common_fields, form_values
from certification.forms.applicant import questions, sections
from certification.forms.applicant.sections import Section
from certification.models import Application, Attachment
from certification.selectors import applicant as selectors
from certification.services import applications
from certification.services.applications import Clash, Stale
from certification.views.applicant import answers, deadline, gap_words, progress, rows, stash, town, uploads
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Reason
from core.domain.text import whole_number

SOLD_SINCE = "sold_since"  # key of the question 販売を始めた日, where a programme asks it


@login_not_required  # a POST after the session ended must not lose what was typed
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def section(request: PersonRequest, code: str, section: str) -> HttpResponseBase:
    """Show one page of the form, or save it."""
    if not request.user.is_authenticated:
        return stash.keep_and_login(request)
    application = get_object_or_404(selectors.documents(request.user), code=code)
    page = sections.find(sections.sections_of(application), section)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, application, page)
    stored = sections.values_of(application)
    kept = stash.kept(request)
    values = {**stored, **questions.read(page.fields, kept)} if kept is not None else stored
    reasons: list[Reason] = questions.format_reasons(page.fields, values)
    if request.GET.get("check"):
        reasons = list(applications.problems(application))
    return _page(request, application, page, values, reasons, restored=kept is not None)


@dataclass(slots=True)
class Outcome:
    """What a save did: errors of files, clashes still to decide, the page's own typed values."""

    typed: dict[str, Any]
    errors: list[Reason] = field(default_factory=list)
    clashes: tuple[Clash, ...] = ()
    saved: tuple[str, ...] = ()


def _save(request: PersonRequest, application: Application, page: Section) -> HttpResponseBase:
    as_json = request.headers.get("Accept") == "application/json"
    here = progress.section_url(application, page.slug)
    try:
        permissions.require_can_edit(request.user, application)
        outcome = _write(request, application, page)
        if not outcome.clashes and not as_json:
            outcome.errors += uploads.take(request, application, page)
    except answers.REFUSALS as error:
        if as_json:
            return JsonResponse({"sentence": answers.sentence_of(error)}, status=403)
        return answers.refuse(request, error, progress.application_url(application))
    if not outcome.clashes:
        stash.drop(request)
        stash.confirm(request)
    application.refresh_from_db()
    if as_json:
        return _json(application, page, outcome)
    if outcome.clashes or outcome.errors:
        stored = sections.values_of(application)
        typed = {**stored, **outcome.typed} if outcome.clashes else stored
        status = 409 if outcome.clashes else 422
        return _page(request, application, page, typed, outcome.errors, clashes=outcome.clashes, status=status)
    _say_doubt(request, application, page)
    return redirect(_onward(request, application, page, here))


def _write(request: PersonRequest, application: Application, page: Section) -> Outcome:
    post = request.POST
    typed = questions.read(page.fields, post)
    if post.get("do") == "unknown" and common_fields.ALLERGENS in typed:
        table = next(each for each in page.fields if each.key == common_fields.ALLERGENS)
        typed[table.key] = {item: "unknown" for item, _label in table.options} | typed[table.key]
    typed |= gap_words.taken_over(application, post.get("do", ""), typed)
    typed |= town.fill(request, page, typed)
    seen = questions.parse_seen(post.get("seen", ""))
    changes = questions.changed(page.fields, typed, seen)
    undecided = tuple(key for key in post.getlist("clash") if post.get(f"keep.{key}") not in ("mine", "theirs"))
    for key in post.getlist("clash"):
        if post.get(f"keep.{key}") == "theirs":
            changes.pop(key, None)
    stored = sections.values_of(application)
    if still := tuple(Clash(key, stored.get(key), changes[key]) for key in undecided if key in changes):
        errors = [
            Reason("clash.undecided", _("どちらの文を残すか選んでください。"), field=each.field) for each in still
        ]
        return Outcome(typed, errors, still)
    gaps = {key: text for key, text in changes.items() if key.startswith(sections.GAP)}
    rest = {key: value for key, value in changes.items() if key not in gaps}
    try:
        base = {key.removeprefix(sections.GAP): revision for key, (revision, _print) in seen.items()}
        if rest:
            applications.save(application, rest, base=base, by=request.user, at=clock.now())
        if gaps:
            texts = {key.removeprefix(sections.GAP): str(text) for key, text in gaps.items()}
            applications.save_gap_answers(application, texts, base=base, by=request.user, at=clock.now())
    except Stale as stale:
        return Outcome(typed, clashes=stale.clashes)
    return Outcome(typed, saved=tuple(changes))


def _json(application: Application, page: Section, outcome: Outcome) -> JsonResponse:
    if outcome.clashes:
        words = _(
            "同じ項目が、別の画面（または別の人）で変更されています。"
            "まだ保存していません。「保存する」を押して、残す文を選んでください。"
        )
        return JsonResponse({"sentence": words, "clashes": [each.field for each in outcome.clashes]}, status=409)
    stored = sections.values_of(application)
    saved = [each for each in page.fields if each.key in outcome.saved]
    done = progress.of(application, current=page.slug)
    return JsonResponse(
        {
            "seen": questions.seen_now(saved, stored, application.touched),
            "saved": _("{time}に保存しました").format(time=_clock_text(application)),
            "answered": done.answered,
            "total": done.total,
            "missing": _missing_text(done),
            "errors": {reason.field: reason.sentence for reason in questions.format_reasons(page.fields, stored)},
        }
    )


def _onward(request: PersonRequest, application: Application, page: Section, here: str) -> str:
    wish = request.POST.get("do", "")
    if wish == "next":
        slugs = [each.slug for each in sections.sections_of(application)]
        place = slugs.index(page.slug) + 1 if page.slug in slugs else 0
        _say_left_behind(request, application, page, here)
        if place < len(slugs):
            return progress.section_url(application, slugs[place])
        return progress.review_url(application)
    if wish == "review":
        return progress.review_url(application)
    kind, _colon, key = wish.partition(":")
    field_ = next((each for each in page.fields if each.key == key), None)
    if kind in ("upload", "more", "take", "address") and field_ is not None:
        return f"{here}#{questions.anchor(field_)}"
    if kind in ("detach", "restore"):
        number = whole_number(key)
        row = Attachment.objects.filter(application=application, pk=number).first() if number is not None else None
        return f"{here}#files-{row.field_key}" if row else here
    messages.success(request, _("保存しました。"))
    return here


def _say_doubt(request: PersonRequest, application: Application, page: Section) -> None:
    """A first sale still to come may be meant; the office judges, so it is asked about and not refused."""
    for each in page.fields:
        if each.key == SOLD_SINCE and str(application.answers.get(each.key) or "") > clock.today().isoformat():
            words = _(
                "「{label}」が今日より後の日になっています。まちがいがないか確かめてください（このままでも保存と提出はできます）。"
            )
            messages.warning(request, words.format(label=each.label))


def _say_left_behind(request: PersonRequest, application: Application, page: Section, here: str) -> None:
    """Going on to the next page is allowed at any time; what the page just left still lacks is said there."""
    keys = {each.key for each in page.fields}
    wrong = {reason.field for reason in questions.format_reasons(page.fields, sections.values_of(application))}
    lacking = {reason.field for reason in applications.problems(application)} & keys
    link = format_html('<a href="{}?check=1">{}</a>', here, page.label)
    if wrong:
        words = _("保存しました。前のページ「{page}」に直すところが{n}つあります。")
        messages.warning(request, format_html(words, page=link, n=len(wrong)))
    elif lacking:
        words = _("保存しました。前のページ「{page}」に、まだ入力していない項目が{n}つあります。あとで入力できます。")
        messages.info(request, format_html(words, page=link, n=len(lacking)))


def _page(
    request: PersonRequest,
    application: Application,
    page: Section,
    values: Mapping[str, Any],
    reasons: list[Reason],
    *,
    clashes: tuple[Clash, ...] = (),
    restored: bool = False,
    status: int = 200,
) -> HttpResponseBase:
    done = progress.of(application, current=page.slug)
    sheet = rows.build(application, page, values, reasons, by=request.user, at=clock.now())
    here = {each.key: each for each in page.fields}
    own = [reason for reason in reasons if reason.field in here]
    place = next(n for n, part in enumerate(done.parts, start=1) if part.current)
    context = {
        "application": application,
        "sheet": sheet,
        "progress": done,
        "place": place,
        "previous": done.parts[place - 2] if place > 1 else None,
        "following": done.parts[place] if place < len(done.parts) else None,
        "missing_text": _missing_text(done),
        "saved_text": _("{time}に保存しました").format(time=_clock_text(application)),
        "errors": [{"href": f"#{questions.anchor(here[reason.field])}", "text": reason.sentence} for reason in own],
        "clashes": [_clash(here[clash.field], clash) for clash in clashes if clash.field in here],
        "restored": restored,
        "confirmed": stash.confirmed(request),
        "gaps": gap_words.of(application) if page.slug == sections.IMPROVEMENT else [],
        "reader": not permissions.can_edit(request.user, application),
        "review_url": progress.review_url(application),
        "deadline": deadline.notice(application, at=clock.now()),
    }
    return render(request, "apply/section.html", context, status=status)


def _clash(each: Any, clash: Clash) -> dict[str, Any]:
    return {
        "key": each.key,
        "label": each.label,
        "anchor": questions.anchor(each),
        "theirs": form_values.display(each, clash.theirs) or _("（空）"),
        "yours": form_values.display(each, clash.yours) or _("（空）"),
    }


def _missing_text(done: progress.Progress) -> str:
    if done.is_complete:
        return _("そろいました")
    return _("{answered}／{total} 項目").format(answered=done.answered, total=done.total)


def _clock_text(application: Application) -> str:
    local = timezone.localtime(application.saved_at)
    today = timezone.localtime(clock.now()).date()
    return f"{local:%H:%M:%S}" if local.date() == today else f"{clock.date_text(local.date())} {local:%H:%M}"
