"""Previews of a programme before anything opens: form, score sheet, letters and papers; and what its page works out."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from certification.domain import form_values, letter_texts, samples, visibility
from certification.domain.common_fields import SECTIONS
from certification.domain.labels import Words
from certification.domain.ranking import COARSE
from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.forms.applicant import sections
from certification.models import Programme
from certification.selectors.reviewer_material import Fact, Material, Section
from certification.services import previews, programmes, sheets
from certification.views.applicant import rows
from certification.views.reviewer import cards
from certification.viewsets.office import OfficePage, crumb
from core import clock, files
from core.domain.reason import Refused

DERIVED = {
    "item": _("商品"), "certificate": _("証書"), "mark": _("マーク"), "period": _("期間"), "number": _("番号"),
    "ceremony": _("式"), "renewal": _("更新"), "firm": _("事業者"),
}  # fmt: skip


def words_of(word: str) -> list[tuple[str, str]]:
    """Every word made from the programme's: what it is for, and how it reads."""
    made = Words(word)
    return [(str(name), getattr(made, key)) for key, name in DERIVED.items()]


def aid(programme: Programme) -> dict[str, Any]:
    """What the page of a programme shows beside its form: words, worked examples, previews, rounds on old rules."""
    rules = programmes.rules_of(programme)
    return {
        "words": [
            {"word": word, "current": word == programme.word, "made": words_of(word)}
            for word, _label in Programme.WORDS
        ],
        "examples": previews.examples(rules, on=clock.today()),
        "coarse": COARSE if rules.panel_rule == "median" else "",
        "old_rounds": programmes.rounds_on_old_rules(programme),
        "previews": links(programme),
        "mark": programme.mark,
    }


def links(programme: Programme) -> list[dict[str, str]]:
    """Every preview with its address."""
    pk = programme.pk
    papers = [
        {"name": gettext(letter_texts.KINDS[kind]), "url": reverse("programmes:preview_letter", args=[pk, kind])}
        for kind in (*previews.PAPERS, *previews.MAILS)
    ]
    return [
        {"name": gettext("申請書（申請者が見る画面）"), "url": reverse("programmes:preview_form", args=[pk])},
        {"name": gettext("審査票（審査委員が見る画面）"), "url": reverse("programmes:preview_sheet", args=[pk])},
        *papers,
        {"name": gettext("控え（PDF）"), "url": reverse("programmes:preview_pdf", args=[pk, "receipt"])},
        {
            "name": gettext("%(certificate)s（PDF）") % {"certificate": Words(programme.word).certificate},
            "url": reverse("programmes:preview_pdf", args=[pk, "certificate"]),
        },
    ]


class Preview(OfficePage):
    """A page that shows a programme as other people will see it."""

    header_icon = "view"

    def found(self, pk: int) -> Programme:
        found: Programme = get_object_or_404(Programme, pk=pk)
        self.trail = (crumb(_("制度"), "programmes:index"), crumb(found.name, "programmes:rules", pk))
        return found


class FormPreview(Preview):
    """申請書: every page of the form, filled with sample answers, nothing to be sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self.found(pk)
        at = clock.now()
        sample = previews.application(programme, at=at)
        values = sections.values_of(sample)
        parts = [rows.sample(sample, part, values, at=at) for part in sections.sections_of(sample)]
        context = {"programme": programme, "parts": parts, "fee_yen": programme.fee_yen}
        return render(request, "apply/preview.html", context)


class SheetPreview(Preview):
    """審査票: the sheet of a reviewer who may see what the settings let one see."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = self.found(pk)
        rules = programmes.rules_of(programme)
        context = {
            "programme": programme,
            "rules": rules,
            "material": material(rules),
            "cards": cards.criterion_cards(rules, None, None, {}, both=False),
            "gates": cards.gate_cards(rules, None, None, {}),
            "overall": cards.overall(None, None, both=False),
            "overall_errors": {},
            "limits": {"comment": sheets.COMMENT_LENGTH, "overall": sheets.OVERALL_LENGTH},
            "both": False,
            "sheet": None,
            "total": cards.total(rules, None),
        }
        return render(request, "review/preview.html", context)


def material(rules: Rules) -> Material:
    """The sample application as its reviewer would read it: in a blind round only what is marked safe."""
    seat = visibility.Seat(assigned=True, declared=True)
    keys = visibility.visible_fields(rules, "reviewer", Status.IN_REVIEW, seat)
    answers = samples.answers(rules)
    found = []
    for key, name in SECTIONS.items():
        shown = [row for row in rules.fields if row.section == key and row.key in keys and row.key in answers]
        if shown:
            facts = tuple(Fact(row.label, form_values.display(row, answers[row.key])) for row in shown)
            found.append(Section(gettext(name), facts))
    firm = "" if rules.blind else samples.BUSINESS["name"]
    return Material(samples.PRODUCT, firm, tuple(found), (), (), None)


class LetterPreviewPage(Preview):
    """One letter or mail on the screen."""

    header_icon = "doc-full"
    template_name = "certification/office/programme_letter.html"

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        programme = self.found(pk)
        if kind not in (*previews.PAPERS, *previews.MAILS):
            raise Http404
        at = clock.now()
        try:
            is_mail = kind in previews.MAILS
            letter = {} if is_mail else previews.letter(programme, kind, at=at)
            subject, text = previews.mail_of(programme, kind, at=at) if is_mail else ("", "")
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("programmes:rules", pk)
        return self.page(
            gettext("見本：%(name)s") % {"name": gettext(letter_texts.KINDS[kind])},
            programme=programme,
            kind=kind,
            decision=kind in letter_texts.DECISIONS,
            letter=letter,
            subject=subject,
            text=text,
        )


class PdfPreview(Preview):
    """One paper as its PDF."""

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        programme = self.found(pk)
        at = clock.now()
        try:
            if kind == "receipt":
                data = previews.receipt_pdf(programme, by=self.person, at=at)
            elif kind == "certificate":
                data = previews.certificate_pdf(programme, at=at)
            elif kind in previews.PAPERS:
                data = previews.letter_pdf(programme, kind, at=at)
            else:
                raise Http404
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("programmes:rules", pk)
        answer = HttpResponse(data, content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="mihon-{kind}.pdf"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class MarkPicture(Preview):
    """The picture of the mark, for the office's own pages."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        programme = self.found(pk)
        if programme.mark is None:
            raise Http404
        return files.response(programme.mark)


PATHS = [
    path("<int:pk>/preview/form/", FormPreview.as_view(), name="preview_form"),
    path("<int:pk>/preview/sheet/", SheetPreview.as_view(), name="preview_sheet"),
    path("<int:pk>/preview/letters/<slug:kind>/", LetterPreviewPage.as_view(), name="preview_letter"),
    path("<int:pk>/preview/pdf/<slug:kind>/", PdfPreview.as_view(), name="preview_pdf"),
    path("<int:pk>/mark/", MarkPicture.as_view(), name="mark"),
]
