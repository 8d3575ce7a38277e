"""変更届 and 廃止届: choose what changes, say the new text, file; read the answer, mend, withdraw, keep a copy."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import permissions
from certification.domain import common_fields, form_values, wording
from certification.domain import notices as rules_of
from certification.domain.notices import NoticeKind, NoticeState
from certification.domain.rules import Field
from certification.forms.applicant import questions
from certification.forms.applicant.sections import Section
from certification.models import Certificate, CertificateNotice
from certification.models.application import new_code
from certification.selectors import facts
from certification.selectors import notices as selectors
from certification.services import notice_papers, notices
from certification.views.applicant import answers, attached, certificates, rows
from certification.views.applicant.papers import pdf
from certification.views.person import PersonRequest
from core import clock
from core.domain.reason import Reason, Refused
from core.domain.text import whole_number
from core.files import ACCEPTED

KEY = re.compile(r"[0-9a-f]{12}")
TITLES = {NoticeKind.CHANGE: gettext_noop("変更届"), NoticeKind.DISCONTINUATION: gettext_noop("廃止届")}


@dataclass(slots=True)
class Sheet:
    """One notice being written: the certificate, what is picked, what stands in its fields."""

    certificate: Certificate
    kind: NoticeKind
    notice: CertificateNotice | None
    picked: tuple[Field, ...]
    values: dict[str, Any]
    reasons: Sequence[Reason] = ()
    drop: tuple[int, ...] = ()


def _own(kind: NoticeKind) -> tuple[Field, Field]:
    word = _("変更の日") if kind is NoticeKind.CHANGE else _("廃止の日")
    help_ = (
        _("この日から、公開している情報が新しい内容になります。先の日でも届け出られます。")
        if kind is NoticeKind.CHANGE
        else _("この日で証書が終わり、カタログとふるさと納税の掲載から外れます。先の日でも届け出られます。")
    )
    return (
        Field("from_on", word, kind="date", help=help_),
        Field("reason", _("理由"), kind="long_text", max_length=500),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def change(request: PersonRequest, number: str) -> HttpResponseBase:
    """変更届."""
    return _new(request, number, NoticeKind.CHANGE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def end(request: PersonRequest, number: str) -> HttpResponseBase:
    """廃止届."""
    return _new(request, number, NoticeKind.DISCONTINUATION)


def _new(request: PersonRequest, number: str, kind: NoticeKind) -> HttpResponseBase:
    certificate = certificates.find(request, number)
    _require_writer(request, certificate)
    key = request.POST.get("key", "")
    same = CertificateNotice.objects.filter(certificate=certificate, code=key).first() if KEY.fullmatch(key) else None
    if same is not None:
        return redirect("apply:notice", same.code)
    if why := notices.why_not_file(certificate, kind):
        messages.error(request, why.sentence)
        return redirect(certificates.url(certificate))
    return _sheet(request, certificate, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: PersonRequest, code: str) -> HttpResponseBase:
    """A returned notice is mended and filed again."""
    notice = find(request, code)
    _require_writer(request, notice.certificate)
    if notice.place is not NoticeState.RETURNED:
        messages.error(request, _("この届出はいま直せません。"))
        return redirect("apply:notice", code)
    return _sheet(request, notice.certificate, notice.sort, notice)


def find(request: PersonRequest, code: str) -> CertificateNotice:
    """A notice of the person's firms; else 404."""
    found: CertificateNotice = get_object_or_404(selectors.of_firm(request.user), code=code)
    return found


def _require_writer(request: PersonRequest, certificate: Certificate) -> None:
    seat = permissions.membership_of(request.user, certificate.application.business)
    if seat is None or not seat.may_edit:
        raise PermissionDenied(_("閲覧の役割では届け出られません。代表の方に頼んでください。"))


def _sheet(
    request: PersonRequest, certificate: Certificate, kind: NoticeKind, notice: CertificateNotice | None
) -> HttpResponseBase:
    data = request.POST if request.method == "POST" else request.GET
    known = selectors.fields_of(certificate) if kind is NoticeKind.CHANGE else ()
    wished = data.getlist("pick") or (list(notice.after) if notice and request.method != "POST" else [])
    picked = tuple(each for each in known if each.key in wished)
    now = facts.of_certificate(certificate, on=clock.today())
    held = {**now, **notice.after, "from_on": notice.from_on.isoformat(), "reason": notice.reason} if notice else now
    sheet = Sheet(certificate, kind, notice, picked, dict(held))
    if request.method != "POST":
        return _page(request, sheet)
    sheet.values |= questions.read((*picked, *_own(kind)), request.POST)
    sheet.drop = tuple(n for n in map(whole_number, request.POST.getlist("drop")) if n is not None)
    wish = request.POST.get("do", "")
    if wish == "unknown" and isinstance(sheet.values.get(common_fields.ALLERGENS), dict):
        table = next(each for each in picked if each.key == common_fields.ALLERGENS)
        unknown = {item: "unknown" for item, _label in table.options}
        sheet.values[table.key] = unknown | sheet.values[table.key]
    if wish != "file":
        return _page(request, sheet)
    return _file(request, sheet)


def _file(request: PersonRequest, sheet: Sheet) -> HttpResponseBase:
    own = _own(sheet.kind)
    from_on, wrong = _day(own[0], sheet.values.get("from_on"))
    papers, refused = attached.take(request, most=notices.MOST_FILES)
    if refused:
        sheet.reasons = (*wrong, *refused)
        return _page(request, sheet, status=422)
    given: dict[str, Any] = {
        "typed": {each.key: sheet.values.get(each.key) for each in sheet.picked},
        "from_on": from_on,
        "reason": str(sheet.values.get("reason", "")),
        "files": papers,
        "by": request.user,
        "at": clock.now(),
    }
    key = request.POST.get("key", "")
    try:
        if sheet.notice is None:
            made = notices.file(sheet.certificate, sheet.kind, **given, key=key if KEY.fullmatch(key) else "")
        else:
            made = sheet.notice
            notices.refile(made, **given, drop=sheet.drop)
    except Refused as error:
        if any(reason.code in answers.ABOUT_ROLE for reason in error.reasons):
            raise PermissionDenied(str(error)) from error
        # A date that is none is told once, in the words of the date.
        sheet.reasons = (*wrong, *(each for each in error.reasons if not (wrong and each.field == "from_on")))
        return _page(request, sheet, status=422)
    messages.success(request, _("届け出ました。事務局が確認して、メールとこのページで結果をお知らせします。"))
    return redirect("apply:notice", made.code)


def _day(asked: Field, typed: Any) -> tuple[Any, tuple[Reason, ...]]:
    if form_values.is_empty(typed):
        return None, ()
    kept, wrong = form_values.clean(asked, typed)
    return (None if wrong else date.fromisoformat(str(kept))), wrong


def _page(request: PersonRequest, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    own = _own(sheet.kind)
    fields = (*sheet.picked, *own)
    choosing = sheet.kind is NoticeKind.CHANGE and not sheet.picked
    shown = rows.sample(
        sheet.certificate.application, Section("notice", "", fields), sheet.values, sheet.reasons, at=clock.now()
    )
    now = facts.of_certificate(sheet.certificate, on=clock.today())
    known = selectors.fields_of(sheet.certificate) if sheet.kind is NoticeKind.CHANGE else ()
    anchors = {each.key: questions.anchor(each) for each in fields} | {"files": "id_files", "pick": "picks"}
    context = {
        "sheet": sheet,
        "certificate": sheet.certificate,
        "title": _(TITLES[sheet.kind]),
        "is_change": sheet.kind is NoticeKind.CHANGE,
        "choosing": choosing,
        "known": [
            {"field": each, "now": form_values.display(each, now.get(each.key)), "picked": each in sheet.picked}
            for each in known
        ],
        "asked": [
            {"row": row, "now": form_values.display(row.field, now.get(row.field.key)), "own": row.field in own}
            for row in shown.rows
        ],
        "errors": [
            {"href": f"#{anchors.get(reason.field, 'picks')}", "text": reason.sentence} for reason in sheet.reasons
        ],
        "file_errors": [reason.sentence for reason in sheet.reasons if reason.field == "files"],
        "files": selectors.files(sheet.notice) if sheet.notice else [],
        "returned": _returned(sheet.notice) if sheet.notice else "",
        "key": request.POST.get("key", "") or new_code(),
        "accepts": ACCEPTED["document"],
        "most": notices.MOST_FILES,
        "back": certificates.url(sheet.certificate),
    }
    return render(request, "apply/notice_form.html", context, status=status)


def _returned(notice: CertificateNotice) -> str:
    row = notice.transitions.filter(target=NoticeState.RETURNED.value).order_by("-pk").first()
    return row.reason if row else ""


@require_safe
@never_cache
def show(request: PersonRequest, code: str) -> HttpResponseBase:
    """What was filed, where it stands, and its history."""
    notice = find(request, code)
    seat = permissions.membership_of(request.user, notice.certificate.application.business)
    label = rules_of.LABELS[notice.place]
    context = {
        "notice": notice,
        "certificate": notice.certificate,
        "title": _(TITLES[notice.sort]),
        "status": _(label.producer),
        "next_step": _(label.next_step),
        "lines": lines(notice),
        "from_on": clock.date_text(notice.from_on),
        "files": selectors.files(notice),
        "returned": _returned(notice) if notice.place is NoticeState.RETURNED else "",
        "moves": moves(notice),
        "may_mend": bool(seat and seat.may_edit) and notice.place is NoticeState.RETURNED,
        "may_withdraw": bool(seat and seat.may_edit) and notice.place in rules_of.OPEN_NOTICES,
    }
    return render(request, "apply/notice.html", context)


def lines(notice: CertificateNotice) -> list[dict[str, Any]]:
    """The changed fields, old and new word by word."""
    found = rules_of.lines(selectors.fields_of(notice.certificate), notice.before, notice.after)
    return [{"label": row.label, "compared": wording.compare(row.old, row.new)} for row in found]


def moves(notice: CertificateNotice) -> list[dict[str, Any]]:
    """Its history as a timeline; the office is the office, whoever sat there."""
    words = {
        NoticeState.FILED: _("届け出ました"),
        NoticeState.RETURNED: _("事務局から差し戻されました"),
        NoticeState.ACCEPTED: _("受け付けられました"),
        NoticeState.WITHDRAWN: _("取り下げました"),
    }
    items = [
        {
            "title": words[NoticeState(row.target)],
            "state": "done",
            "when": clock.local_text(row.at),
            "datetime": row.at.isoformat(),
            "body": row.reason,
        }
        for row in notice.transitions.order_by("pk")
    ]
    if notice.place in rules_of.OPEN_NOTICES:
        items[-1]["state"] = "current"
    return items


@require_POST
def withdraw(request: PersonRequest, code: str) -> HttpResponseBase:
    """Take it back before it is accepted."""
    notice = find(request, code)
    _require_writer(request, notice.certificate)
    try:
        notices.withdraw(notice, by=request.user, at=clock.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("apply:notice", code)
    messages.success(request, _("届出を取り下げました。"))
    return redirect("apply:notice", code)


@require_safe
@never_cache
def copy(request: PersonRequest, code: str) -> HttpResponseBase:
    """控え (PDF) of the notice as it stands."""
    notice = find(request, code)
    name = _("{kind}控え-{number}.pdf").format(kind=_(TITLES[notice.sort]), number=notice.certificate.number)
    return pdf(notice_papers.copy_pdf(notice), name)
