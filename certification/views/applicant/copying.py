"""Starting from an earlier application: which there are, what would go along and what not, then one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.domain import carry_over, form_values, labels
from certification.domain.states import Status
from certification.forms.applicant import sections
from certification.models import Application, ApplicationCopy
from certification.services import copying
from certification.views.applicant import answers, copy_offers, progress
from certification.views.applicant.application import find
from certification.views.person import PersonRequest
from core import clock


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def copy(request: PersonRequest, code: str) -> HttpResponseBase:
    """GET: choose and preview; POST: copy."""
    application = find(request, code)
    here = progress.application_url(application)
    if why := permissions.why_not_edit(request.user, application):
        return answers.refuse(request, permissions.Denied(why), here)
    if application.state is not Status.DRAFT or ApplicationCopy.objects.filter(application=application).exists():
        messages.info(request, _("この下書きには、もう前の申請から写しています。"))
        return redirect(here)
    earlier = list(copy_offers.sources(request.user, application))
    given = request.POST if request.method == "POST" else request.GET
    chosen = next((row for row in earlier if row.code == given.get("from", "")), None)
    if request.method == "POST":
        if chosen is None:
            messages.error(request, _("写す申請を選んでください。"))
            return redirect(request.path)
        try:
            made = copying.copy(application, chosen, by=request.user, at=clock.now())
        except answers.REFUSALS as error:
            return answers.refuse(request, error, here)
        words = _("{n}項目を写しました。写さなかった項目は、下に書いてあります。内容がいまも正しいか確かめてください。")
        messages.success(request, words.format(n=len(made.taken)))
        return redirect(here)
    context = {
        "application": application,
        "earlier": [_line(row) for row in earlier],
        "chosen": chosen,
        "preview": _preview(chosen, application) if chosen else None,
        "here": here,
    }
    return render(request, "apply/copy.html", context)


def _line(row: Application) -> dict[str, Any]:
    return {"row": row, "status": _(labels.producer_label(row.state))}


def _preview(old: Application, new: Application) -> dict[str, Any]:
    taken = copying.preview(old, new)
    fields = {field.key: field for field in new.round.frozen.fields}
    lines = [(fields[key].label, form_values.display(fields[key], value)) for key, value in taken.values.items()]
    every = [field for section in sections.sections_of(new) for field in section.fields]
    return {"lines": lines, "files": carry_over.labels(every, taken.file_keys), "left": taken.left}
