"""入力の履歴: the texts a form held before, field by field, each with one press to take it back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.domain import form_values
from certification.domain.rules import Field
from certification.forms.applicant import questions, sections
from certification.models import Application, FieldEdit
from certification.selectors import applicant as selectors
from certification.services import applications, draft_history
from certification.services.applications import Stale
from certification.views.applicant import answers, progress
from certification.views.person import PersonRequest
from core import clock
from core.domain.text import whole_number


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text that stood in a field. `take`: number of the step and which side of it, for the button."""

    text: str
    until: datetime
    by: str
    take: str


@dataclass(frozen=True, slots=True)
class Told:
    """One field with what it holds now and held before."""

    field: Field
    href: str
    now: str
    seen: str
    earlier: tuple[Earlier, ...]
    may_take: bool


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def history(request: PersonRequest, code: str) -> HttpResponseBase:
    """Show every field's earlier texts; POST takes one back."""
    application = get_object_or_404(selectors.documents(request.user), code=code)
    if request.method == "POST":
        return _take_back(request, application)
    editable = permissions.can_edit(request.user, application)
    context = {
        "application": application,
        "told": _told(application, editable=editable),
        "days": draft_history.KEPT.days,
        "reader": not editable,
    }
    return render(request, "apply/history.html", context)


def _told(application: Application, *, editable: bool) -> list[Told]:
    steps: dict[str, list[FieldEdit]] = {}
    for row in draft_history.edits(application):
        steps.setdefault(row.field_key, []).append(row)
    unlocked = applications.unlocked(application)
    values = sections.values_of(application)
    found = []
    for page in sections.sections_of(application):
        for each in page.fields:
            earlier = _earlier(each, steps.get(each.key, []), values.get(each.key))
            if earlier:
                found.append(
                    Told(
                        field=each,
                        href=f"{progress.section_url(application, page.slug)}#{questions.anchor(each)}",
                        now=form_values.display(each, values.get(each.key)),
                        seen=f"{application.touched.get(each.key, 0)}:"
                        + questions.fingerprint(each, values.get(each.key)),
                        earlier=tuple(earlier),
                        may_take=editable and (unlocked is None or each.key in unlocked),
                    )
                )
    return found


def _earlier(each: Field, steps: list[FieldEdit], now: Any) -> list[Earlier]:
    """Distinct texts, newest first, without the present one and without the empty beginning."""
    given = {questions.fingerprint(each, now), questions.fingerprint(each, None)}
    found = []
    for row in steps:
        for side, value in (("new", row.new), ("old", row.old)):
            mark = questions.fingerprint(each, value)
            if mark not in given:
                given.add(mark)
                text = form_values.display(each, value)
                found.append(Earlier(text, row.at, row.by.display_name, f"{row.pk}:{side}"))
    return found


def _take_back(request: PersonRequest, application: Application) -> HttpResponseBase:
    number, _colon, side = request.POST.get("take", "").partition(":")
    row = FieldEdit.objects.filter(application=application, pk=whole_number(number) or 0).first()
    fields = {each.key: each for page in sections.sections_of(application) for each in page.fields}
    if row is None or side not in ("old", "new") or row.field_key not in fields:
        raise Http404
    field = fields[row.field_key]
    revision, _colon, mark = request.POST.get("seen", "").partition(":")
    value = row.new if side == "new" else row.old
    present = questions.fingerprint(field, sections.values_of(application).get(field.key))
    here = request.path
    try:
        permissions.require_can_edit(request.user, application)
        if mark != present:
            return _changed_meanwhile(request, field, here)
        base = {field.key: whole_number(revision) or 0}
        if field.key.startswith(sections.GAP):
            key = field.key.removeprefix(sections.GAP)
            applications.save_gap_answers(
                application, {key: str(value or "")}, base={key: base[field.key]}, by=request.user, at=clock.now()
            )
        else:
            applications.save(application, {field.key: value}, base=base, by=request.user, at=clock.now())
    except Stale:
        return _changed_meanwhile(request, field, here)
    except answers.REFUSALS as error:
        return answers.refuse(request, error, here)
    words = _("「{label}」を前の文に戻しました。いままでの文も、この履歴に残っています。")
    messages.success(request, words.format(label=field.label))
    return redirect(f"{here}#h-{field.key}")


def _changed_meanwhile(request: PersonRequest, field: Field, here: str) -> HttpResponseBase:
    words = _("「{label}」は、この画面を開いたあとに変更されたため、戻しませんでした。いまの文を確かめてください。")
    messages.error(request, words.format(label=field.label))
    return redirect(f"{here}#h-{field.key}")
