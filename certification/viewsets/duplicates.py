"""Two that look like one product, side by side, and what the office says about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from catalog.selectors import in_force
from certification.domain import duplicates as rules_of_likeness
from certification.domain import form_values
from certification.domain.duplicates import Likeness, Named
from certification.forms.office import ReasonForm
from certification.models import Application, DuplicateRuling
from certification.selectors import office
from certification.selectors import screening as lists
from certification.services import duplicates
from certification.viewsets.office import SECRETARIAT, OfficePage, crumb, form_errors
from core import clock
from core.roles import has_role
from search.domain.normal import squeeze

NAMES = (
    "name",
    "name_kana",
    "kind",
    "category",
    "description",
    "price_yen",
    "contents",
    "made_at",
    "ingredients",
    "storage",
)
LABEL = _("そう判断した理由")


def of_one(application: Application) -> list[lists.Twin]:
    """What one application looks like, for its own page."""
    return lists.twins([application.pk], today=clock.today()).get(application.pk, [])


class Beside(OfficePage):
    """Two applications side by side; `different` and `open` are said below."""

    header_icon = "copy"
    template_name = "certification/office/beside.html"

    def get(self, request: HttpRequest, code: str, other: str) -> HttpResponse:
        pair = self._pair(code, other)
        return self._show(*pair, ReasonForm(label=LABEL))

    def post(self, request: HttpRequest, code: str, other: str) -> HttpResponse:
        mine, theirs = self._pair(code, other)
        form = ReasonForm(request.POST, label=LABEL)
        if form.is_valid() and self.act(lambda: self._rule(mine, form, other=theirs), form=form):
            return redirect("applications:detail", code)
        form_errors(request, form)
        return self._show(mine, theirs, form, status=422)

    def _rule(self, mine: Application, form: ReasonForm, **more: Any) -> None:
        verdict = "open" if self.request.POST.get("verdict") == "open" else "different"
        reason = form.cleaned_data["reason"]
        duplicates.rule(mine, verdict=verdict, reason=reason, by=self.person, at=clock.now(), **more)
        words = (
            gettext("別の商品として記録しました。")
            if verdict == "different"
            else gettext("もう一度確かめる商品に戻しました。")
        )
        messages.success(self.request, words)

    def _pair(self, code: str, other: str) -> tuple[Application, Application]:
        mine: Application = get_object_or_404(office.applications(), code=code)
        theirs: Application = get_object_or_404(office.applications().exclude(pk=mine.pk), code=other)
        self.mine(mine)
        return mine, theirs

    def mine(self, application: Application) -> None:
        words = f"{application.receipt_number} {application.product_name}"
        self.trail = (
            crumb(_("申請"), "applications:index"), crumb(words, "applications:detail", application.code)
        )  # fmt: skip

    def _show(self, mine: Application, theirs: Application, form: ReasonForm, *, status: int = 200) -> HttpResponse:
        first, second = min(mine.pk, theirs.pk), max(mine.pk, theirs.pk)
        sides = [_side(mine), _side(theirs)]
        return self.shown(
            lists.likeness(lists.light(mine), lists.light(theirs)),
            DuplicateRuling.objects.filter(application=first, other=second),
            form,
            status=status,
            heads=[_head(mine), _head(theirs)],
            rows=_rows(*sides),
            back=reverse("applications:detail", args=[mine.code]),
        )

    def shown(self, likeness: Likeness, rulings: Any, form: ReasonForm, *, status: int, **more: Any) -> HttpResponse:
        kept = list(rulings.select_related("decided_by").order_by("-pk"))
        return self.page(
            gettext("並べて比べる"),
            status=status,
            likeness=likeness,
            rulings=kept,
            ruled=bool(kept) and kept[0].verdict == "different",
            form=form,
            may_rule=has_role(self.request.user, *SECRETARIAT),
            **more,
        )


class BesideProduct(Beside):
    """An application beside a certified product of the catalog."""

    def get(self, request: HttpRequest, code: str, product: str) -> HttpResponse:
        return self._show_product(*self._found(code, product), ReasonForm(label=LABEL))

    def post(self, request: HttpRequest, code: str, product: str) -> HttpResponse:
        mine, found = self._found(code, product)
        form = ReasonForm(request.POST, label=LABEL)
        if form.is_valid() and self.act(lambda: self._rule(mine, form, product_code=found.code), form=form):
            return redirect("applications:detail", code)
        form_errors(request, form)
        return self._show_product(mine, found, form, status=422)

    def _found(self, code: str, product: str) -> tuple[Application, in_force.Certified]:
        mine: Application = get_object_or_404(office.applications(), code=code)
        found = next((one for one in in_force.certified(clock.today()) if one.code == product), None)
        if found is None:
            raise Http404
        self.mine(mine)
        return mine, found

    def _show_product(
        self, mine: Application, found: in_force.Certified, form: ReasonForm, *, status: int = 200
    ) -> HttpResponse:
        theirs = {"name": found.name, "name_kana": found.reading, "firm": found.maker}
        return self.shown(
            rules_of_likeness.compare(lists.light(mine).named, Named(found.name, found.reading, squeeze(found.maker))),
            DuplicateRuling.objects.filter(application=mine, product_code=found.code),
            form,
            status=status,
            heads=[
                _head(mine),
                {
                    "title": found.name,
                    "note": f"{found.programme} {' '.join(sorted(found.numbers))}",
                    "url": reverse("catalog:product", args=[found.slug]),
                },
            ],
            rows=_rows(_side(mine), theirs),
            back=reverse("applications:detail", args=[mine.code]),
        )


def _head(row: Application) -> dict[str, str]:
    return {
        "title": f"{row.receipt_number} {row.product_name}",
        "note": f"{row.round.programme.name} {row.round}",
        "url": reverse("applications:detail", args=[row.code]),
    }


def _side(row: Application) -> dict[str, str]:
    """What was handed in, in words, by field."""
    given = office.handed_in(row)
    answers = given.version.answers if given else {}
    fields = {field.key: field for field in row.round.frozen.fields}
    found = {key: form_values.display(fields[key], answers.get(key, "")) for key in NAMES if key in fields}
    return {"firm": row.business.name, **found}


LABELS = {
    "name": _("商品・サービスの名前"), "name_kana": _("名前の読み方（カナ）"), "firm": _("事業者"), "kind": _("種類"),
    "category": _("分類"), "description": _("紹介文"), "price_yen": _("販売価格（税込み）"),
    "contents": _("内容量・規格"), "made_at": _("作られる場所"), "ingredients": _("原材料と産地"),
    "storage": _("保存方法と期限"),
}  # fmt: skip


def _rows(mine: dict[str, str], theirs: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    for key, label in LABELS.items():
        one, other = mine.get(key, ""), theirs.get(key, "")
        if one or other:
            rows.append({"label": label, "one": one, "other": other, "same": squeeze(one) == squeeze(other)})
    return rows
