"""Programmes (制度) in the admin: the form with its tabs, the marked defaults, their confirmation."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import TabbedInterface
from wagtail.admin.ui.tables import Column, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from certification.forms.programme import ProgrammeForm
from certification.models import Programme
from certification.services import programmes, rounds
from certification.viewsets import programme_panels, programme_previews
from certification.viewsets.changes import old_and_new
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb
from core import audit, clock

PART_NAMES = {
    "criteria": _("審査項目"),
    "gates": _("必須条件"),
    "statements": _("応募資格"),
    "fields": _("申請書の項目"),
}
DETAIL_NAMES = {
    "weight": _("重み"), "floor": _("下限"), "steps": _("段階"), "evidence": _("確認する書類"), "text": _("文"),
}  # fmt: skip


def default_rows(programme: Programme) -> list[dict[str, Any]]:
    """The marked defaults as the office reads them: name, present value, why it is only a default."""
    return [
        {"key": key, "name": _name_of(key), "value": _value_of(programme, key), "why": why}
        for key, why in programme.defaults_to_confirm.items()
    ]


def _name_of(key: str) -> str:
    head, _dot, rest = key.partition(".")
    if head in PART_NAMES:
        return f"{PART_NAMES[head]}：{DETAIL_NAMES.get(rest, rest)}" if rest else str(PART_NAMES[head])
    return str(Programme._meta.get_field(head).verbose_name) if _is_field(head) else key


def _is_field(name: str) -> bool:
    return name in {field.name for field in Programme._meta.get_fields()}


def _value_of(programme: Programme, key: str) -> str:
    head, _dot, rest = key.partition(".")
    if head in PART_NAMES:
        rows = list(getattr(programme, "form_fields" if head == "fields" else head).all())
        if rest in ("weight", "floor"):
            return gettext("、").join(f"{row.name} {_plain(getattr(row, rest))}" for row in rows)
        return gettext("%(n)s件") % {"n": len(rows)}
    if not _is_field(head):
        return ""
    shown = getattr(programme, f"get_{head}_display", None)
    value = shown() if shown else getattr(programme, head)
    if isinstance(value, bool):
        return gettext("はい") if value else gettext("いいえ")
    return _plain(value) if value is None or isinstance(value, Decimal) else str(value) or gettext("なし")


def _plain(value: Any) -> str:
    return gettext("なし") if value is None else f"{value.normalize():f}"


class ProgrammeIndex(OfficeMixin, IndexView):
    """The list. A click opens the form for those who may change, the read-only rules for the others."""

    page_title = _("制度")

    def get_inspect_url(self, instance: Programme) -> str:
        return reverse("programmes:rules", args=[instance.pk])


class SavesProgramme(OfficeMixin):
    """Saving a programme: audited, and told to the catalog."""

    readers = SECRETARIAT
    verb = "programme.changed"

    def save_instance(self) -> Programme:
        programme: Programme = super().save_instance()  # type: ignore[misc]
        at, by = clock.now(), self.request.user  # type: ignore[attr-defined]
        picture, gone = self.form.new_mark, self.form.cleaned_data["mark_remove"]  # type: ignore[attr-defined]
        if picture is not None or (gone and programme.mark_id):
            programmes.put_mark(programme, picture, by=by, at=at)
        changed = old_and_new(self.form)  # type: ignore[attr-defined]
        parts = [name for name, formset in self.form.formsets.items() if formset.has_changed()]  # type: ignore[attr-defined]
        audit.record(self.verb, programme, by=by, at=at, changed=changed, parts=parts)
        programmes.announce(programme, by=by, at=at)
        return programme

    def get_success_url(self) -> str:
        return reverse("programmes:edit", args=[self.object.pk])  # type: ignore[attr-defined]


class ProgrammeCreate(SavesProgramme, CreateView):
    verb = "programme.created"


class ProgrammeEdit(SavesProgramme, EditView):
    template_name = "certification/office/programme_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["defaults"] = default_rows(self.object)
        stored = Programme.objects.get(pk=self.object.pk)
        context["lacking"] = rounds.why_not_open(programmes.rules_of(stored))
        context["aid"] = programme_previews.aid(stored)
        return context


class ConfirmDefaults(OfficePage):
    """市の値として確認する: what stands as a default, one line each, then one button."""

    readers = SECRETARIAT
    header_icon = "check"
    template_name = "certification/office/programme_confirm.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        self.trail = (crumb(_("制度"), "programmes:index"), crumb(programme.name, "programmes:edit", pk))
        return self.page(gettext("仮の値の確認"), programme=programme, defaults=default_rows(programme))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        shown, count = set(request.POST.getlist("default")), len(programme.defaults_to_confirm)
        if shown != set(programme.defaults_to_confirm):
            messages.error(request, gettext("仮の値が変わっています。もう一度読んでから確認してください。"))
            return redirect("programmes:confirm", pk)
        if self.act(lambda: programmes.confirm_defaults(programme, by=self.person, at=clock.now())):
            messages.success(request, gettext("%(n)s件の値を、市の値として確認しました。") % {"n": count})
        return redirect("programmes:edit", pk)


class ProgrammeRules(OfficePage):
    """The rules as they stand now, read-only."""

    header_icon = "list-ul"
    template_name = "certification/office/rules.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        programme = get_object_or_404(Programme, pk=pk)
        self.trail = (crumb(_("制度"), "programmes:index"),)
        edit = [HeaderButton(gettext("編集"), url=reverse("programmes:edit", args=[pk]), icon_name="edit")]
        return self.page(
            programme.name,
            rules=programmes.rules_of(programme),
            frozen_at=None,
            defaults=default_rows(programme),
            aid=programme_previews.aid(programme),
            programme=programme,
            buttons=edit if OfficePolicy(Programme).user_has_permission(request.user, "change") else (),
        )


class ProgrammeViewSet(ModelViewSet):
    """/cms/programmes/"""

    name = "programmes"
    model = Programme
    icon = "tasks"
    menu_label = _("制度")
    menu_name = "programmes"
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class, add_view_class, edit_view_class = ProgrammeIndex, ProgrammeCreate, ProgrammeEdit
    edit_handler = TabbedInterface(programme_panels.TABS, base_form_class=ProgrammeForm)
    list_display = (
        "name",
        "word",
        "scope",
        "intake",
        StatusFlagColumn("is_active", label=_("使用中"), true_label=_("使用中"), false_label=_("休止")),
        Column("unconfirmed", label=_("仮の値"), accessor=lambda row: len(row.defaults_to_confirm) or "–"),
    )
    edit_template_name = "certification/office/programme_edit.html"

    @property
    def permission_policy(self) -> OfficePolicy:
        return OfficePolicy(Programme)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        unused = dict.fromkeys(("delete_url_name", "usage_url_name", "history_url_name"))
        common: dict[str, Any] = super().get_common_view_kwargs(**{**kwargs, **unused})
        return common

    def get_urlpatterns(self) -> list[Any]:
        gone = {"delete", "usage", "history", "history_results"}  # what happened stands in the audit log
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name not in gone]
        return [
            *kept,
            *programme_previews.PATHS,
            path("<int:pk>/rules/", ProgrammeRules.as_view(), name="rules"),
            path("<int:pk>/confirm/", ConfirmDefaults.as_view(), name="confirm"),
        ]
