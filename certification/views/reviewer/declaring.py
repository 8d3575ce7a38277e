"""Declaring a conflict of interest, before anything of an application opens. Why it works so: docs/adr/0005."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certification import permissions
from certification.forms.reviewer.declaration import DeclarationForm
from certification.models import Application, ConflictDeclaration
from certification.selectors import reviewer as reviewers
from certification.selectors.reviewer_material import product_of
from certification.services import panel
from certification.views.person import PersonRequest
from certification.views.reviewer.opening import application_of
from core import clock
from core.domain.reason import Refused

NONE = "none"


@require_http_methods(["GET", "HEAD", "POST"])
def declare(request: PersonRequest, code: str) -> HttpResponse:
    """No relation opens the sheet; any relation takes the application off the list, after one more question."""
    application = application_of(request, code)
    declared = permissions.declaration_of(request.user, application)
    if request.method != "POST":
        return _page(request, application, declared, DeclarationForm(initial=_initial(declared)))
    form = DeclarationForm(request.POST)
    if not form.is_valid():
        return _page(request, application, declared, form, status=422)
    kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
    if kind != NONE and request.POST.get("confirmed") != "yes":
        return _page(request, application, declared, form, confirm=True)
    try:
        panel.declare(application, kind=kind, reason=reason, by=request.user, at=clock.now())
    except Refused as refused:
        for why in refused.reasons:
            form.add_error(why.field if why.field in form.fields else None, why.sentence)
        return _page(request, application, declared, form, status=422)
    if kind != NONE:
        messages.success(request, _("申告を受け付けました。この申請の審査から外れました。"))
        return redirect("review:index")
    if permissions.why_not_score(request.user, application) is not None:
        messages.success(request, _("申告を受け付けました。審査が始まると採点できます。"))
        return redirect("review:index")
    return redirect("review:sheet", code=application.code)


def _initial(declared: ConflictDeclaration | None) -> dict[str, Any]:
    return {"kind": declared.kind, "reason": declared.reason} if declared else {}


def _page(
    request: PersonRequest,
    application: Application,
    declared: ConflictDeclaration | None,
    form: DeclarationForm,
    *,
    confirm: bool = False,
    status: int = 200,
) -> HttpResponse:
    rules = application.round.frozen
    sheet = reviewers.own_sheet(request.user, application)
    values = {
        "application": application,
        "product": product_of(application, rules),
        "firm": "" if rules.blind else application.business.name,
        "blind": rules.blind,
        "declared": declared,
        "fixed": _fixed(declared, submitted=sheet is not None and sheet.submitted_at is not None),
        "suspicions": _suspicions(request, application, blind=rules.blind),
        "form": form,
        "confirm": confirm,
        "kind_word": dict(ConflictDeclaration.KINDS).get(form["kind"].value() or "", ""),
    }
    return render(request, "review/declare.html", values, status=status)


def _fixed(declared: ConflictDeclaration | None, *, submitted: bool) -> str:
    """Why the declaration cannot be changed any more; empty when it can."""
    if declared is not None and declared.pinned_by_office:
        return _("事務局が設定した内容のため、変更できません。違うときは事務局に連絡してください。")
    if submitted:
        return _("審査票を提出した後は変更できません。関係に気づいたときは、事務局に連絡してください。")
    return ""


def _suspicions(request: PersonRequest, application: Application, *, blind: bool) -> list[str]:
    """What the register says; in a blind round only that it says something, for the sentences name the firm."""
    found = reviewers.suspicions(request.user, application)
    if found and blind:
        return [_("登録されている所属・メールアドレス・住所から、つくり手と関係がある可能性があります。")]
    return [reason.sentence for reason in found]
