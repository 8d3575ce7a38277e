"""Programmes (制度) in the admin: the form with its tabs, the marked defaults, their confirmation."""

import secrets
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import Column, StatusFlagColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from certification.forms.rows import WholeRows
from certification.models import Programme
from certification.services import programmes, rounds
from certification.viewsets.office import SECRETARIAT, OfficeMixin, OfficePage, OfficePolicy, crumb
from core import audit, clock

PARTS = ("criteria", "gates", "statements", "form_fields")
PART_NAMES = {
    "criteria": _("審査項目"),
    "gates": _("必須条件"),
    "statements": _("応募資格"),
    "fields": _("申請書の項目"),
}
DETAIL_NAMES = {
    "weight": _("重み"), "floor": _("下限"), "steps": _("段階"), "evidence": _("確認する書類"), "text": _("文"),
}  # fmt: skip


class KeyedForm(WagtailAdminModelForm):
    """A part of a programme. Its key (記号) comes by itself when nobody types one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or self.instance.key or f"k{secrets.token_hex(3)}"


class RowsPanel(InlinePanel):
    """An InlinePanel whose rows must arrive whole."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = WholeRows
        return options


class KeyedPanel(RowsPanel):
    """The same, with KeyedForms."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = KeyedForm
        return options


KEY_HELP = _("データの中での名前です。空のままで自動で付きます。決めるときは英小文字・数字・下線で入力します。")
STEPS = RowsPanel(
    "steps",
    heading=_("段階（点の高い順に）"),
    label=_("段階"),
    panels=[FieldRowPanel([FieldPanel("value"), FieldPanel("label")]), FieldPanel("anchor")],
)
BASICS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("word"), FieldPanel("scope")], _("制度")),
        MultiFieldPanel(
            [FieldPanel("summary"), FieldPanel("criteria_text"), FieldPanel("accent")], _("公開ページの文")
        ),
        MultiFieldPanel(
            [FieldPanel("intake"), FieldPanel("max_per_firm"), FieldPanel("is_active"), FieldPanel("retention_years")],
            _("受付と保存"),
        ),
    ],
    heading=_("基本"),
)
STATEMENTS = ObjectList(
    [
        KeyedPanel(
            "statements",
            heading=_("応募資格"),
            label=_("応募資格"),
            panels=[
                FieldPanel("text", help_text=_("申請者が「はい」で答える文です。例：市内で製造しています。")),
                FieldPanel("evidence"),
                FieldPanel("evidence_required"),
                FieldPanel("key", help_text=KEY_HELP),
            ],
        )
    ],
    heading=_("応募資格"),
)
FORM = ObjectList(
    [
        KeyedPanel(
            "form_fields",
            heading=_("この制度だけの申請書の項目（名前・写真・原材料などの共通の項目に加わります）"),
            label=_("項目"),
            panels=[
                FieldPanel("label"),
                FieldPanel("help"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
                FieldPanel("options_text", help_text=_("「1つ選ぶ」「いくつでも選ぶ」のときに使います。")),
                FieldRowPanel([FieldPanel("max_length"), FieldPanel("unit")]),
                FieldRowPanel([FieldPanel("minimum"), FieldPanel("maximum")]),
                FieldPanel("safe_for_blind"),
                FieldPanel("key", help_text=KEY_HELP),
            ],
        )
    ],
    heading=_("申請書"),
)
CRITERIA = ObjectList(
    [
        KeyedPanel(
            "criteria",
            heading=_("審査項目"),
            label=_("審査項目"),
            panels=[
                FieldPanel("name"),
                FieldPanel("description", help_text=_("審査委員が読む観点の説明です。")),
                FieldRowPanel(
                    [
                        FieldPanel("weight", help_text=_("ほかの項目との比です。")),
                        FieldPanel("floor", help_text=_("平均がこの点に届かないと「下限未満」です。空なら下限なし。")),
                    ]
                ),
                FieldPanel("allow_na"),
                STEPS,
                FieldPanel("key", help_text=KEY_HELP),
            ],
        ),
        KeyedPanel(
            "gates",
            heading=_("必須条件（点に入れない、はい・いいえの条件）"),
            label=_("必須条件"),
            panels=[FieldPanel("name"), FieldPanel("question"), FieldPanel("key", help_text=KEY_HELP)],
        ),
    ],
    heading=_("審査"),
)
RULES = ObjectList(
    [
        MultiFieldPanel(
            [FieldPanel("panel_rule"), FieldPanel("pass_mark"), FieldPanel("near_mark"), FieldPanel("near_max_missed"),
             FieldPanel("quorum"), FieldPanel("blind")],
            _("判定の規則"),
        ),
        MultiFieldPanel(
            [FieldPanel("validity_kind"), FieldPanel("validity_years"), FieldPanel("validity_fixed_on"),
             FieldPanel("number_prefix")],
            _("有効期間と番号"),
        ),
        MultiFieldPanel([FieldPanel("reasons_shown"), FieldPanel("appeal_text")], _("結果の通知")),
    ],
    heading=_("判定と通知"),
)  # fmt: skip


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
        changed = [name for name in self.form.changed_data if name not in PARTS]  # type: ignore[attr-defined]
        parts = [name for name, formset in self.form.formsets.items() if formset.has_changed()]  # type: ignore[attr-defined]
        audit.record(self.verb, programme, by=by, at=at, fields=changed, parts=parts)
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
        context["lacking"] = rounds.why_not_open(programmes.rules_of(Programme.objects.get(pk=self.object.pk)))
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
    edit_handler = TabbedInterface([BASICS, STATEMENTS, FORM, CRITERIA, RULES])
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
            path("<int:pk>/rules/", ProgrammeRules.as_view(), name="rules"),
            path("<int:pk>/confirm/", ConfirmDefaults.as_view(), name="confirm"),
        ]
