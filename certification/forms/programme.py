"""The programme's form in the admin: what its fields alone cannot check, its letters' words, mark and pre-check."""

import secrets
import types
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from certification.domain import eligibility, letter_texts, table_columns, validity
from certification.domain.ranking import COARSE
from certification.models import Programme
from certification.services import programmes
from core import clock, files

CHOICES = ("choice", "choices")
PRE_CHECKS = (
    ("not_fresh", _("生鮮食品ではない（食品のとき）")),
    ("sold_in_city", _("市内の店で売っている")),
    ("made_in_city", _("特徴となる部分を市内で開発または製造している")),
)


class KeyedForm(WagtailAdminModelForm):
    """A part of a programme. Its key (記号) comes by itself when nobody types one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "key" in self.fields:
            self.fields["key"].required = False

    def clean_key(self) -> str:
        return self.cleaned_data["key"] or self.instance.key or f"k{secrets.token_hex(3)}"


class QuestionForm(KeyedForm):
    """A question of the application form: what its kind asks for is there, and its limits are the right way round."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        kind, typed = data.get("kind"), data.get("options_text") or ""
        if kind == "table" and (found := table_columns.problem(typed)):
            self.add_error("options_text", found.sentence)
        lines = [line.strip() for line in typed.splitlines() if line.strip()]
        if kind in CHOICES and len(lines) < 2:
            self.add_error("options_text", _("選択肢を、1行に1つずつ、2つ以上入れてください。"))
        elif kind in CHOICES and len(set(lines)) < len(lines):
            self.add_error("options_text", _("同じ選択肢があります。違う言葉にしてください。"))
        least, most = data.get("minimum"), data.get("maximum")
        if least is not None and most is not None and least > most:
            self.add_error("maximum", _("最大は、最小以上の数にしてください。"))
        return data


class CriterionForm(KeyedForm):
    """A criterion: a floor nobody can miss or nobody can reach is a slip of the hand."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("floor") is not None and data["floor"] < 0:
            self.add_error("floor", _("下限は0以上にしてください。"))
        return data


# Help for the programme's own fields stands here, not in the panels: a mark of a default is added beside it.
HELP = {
    "panel_rule": format_lazy(_("「中央値」について：{warning}"), warning=_(COARSE)),
    "tie_rule": _("同じ点、または順位の投票で同じ結果になったときの順位です。"),
    "number_format": _(
        "差し込めるのは {prefix}（頭の文字）、{year}（年度。2026）、{era}（年度。R08）、"
        "{serial:03d}（3桁の通し番号）です。読み間違いを防ぐ1文字が、最後に必ず付きます。"
    ),
    "fee_yen": _("入力すると、募集の案内・申請書・控えに金額が出て、納付を確かめるまで受理できません。"),
}


def text_field(kind: str, part: str) -> str:
    """The name of the form's field for one part of one kind of letter."""
    return f"text_{kind}_{part}"


def _text_fields() -> dict[str, forms.Field]:
    return {
        text_field(kind, part): forms.CharField(
            label=_(letter_texts.PARTS[part]),
            required=False,
            widget=forms.Textarea({"rows": 4 if part == "steps" else 3}),
            help_text=_help(kind, part),
        )
        for kind in letter_texts.KINDS
        for part in letter_texts.parts_of(kind)
    }


def _help(kind: str, part: str) -> Any:
    usual = letter_texts.USUAL.get(kind, {}).get(part, "")
    return format_lazy(_("空なら、いつもの文です：{usual}"), usual=usual) if usual else _("空なら、何も足しません。")


class ProgrammeBase(WagtailAdminModelForm):
    """A programme. The fields for the letters' words are added below, one for each kind and part."""

    mark_file = forms.FileField(
        label=_("マークの画像"),
        required=False,
        help_text=_("PNG・JPEG・WebP。証書と公開ページに出ます。選び直すと置き換わります。"),
        widget=forms.FileInput({"accept": "image/png,image/jpeg,image/webp"}),
    )
    mark_remove = forms.BooleanField(label=_("いまの画像を使うのをやめる"), required=False)
    pre_check_keys = forms.MultipleChoiceField(
        label=_("はじめの確認で尋ねること"),
        choices=PRE_CHECKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("満たさないと答えた人には、申請書を書く前に、対象にならない理由を伝えます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme: Programme = self.instance
        self.new_mark: Any = None
        chosen = programme.pre_check
        self.initial["pre_check_keys"] = eligibility.usual_conditions(programme.scope) if chosen is None else chosen
        for kind, parts in programme.letter_texts.items():
            self.initial |= {text_field(kind, part): words for part, words in parts.items()}
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words
        for key, why in programme.defaults_to_confirm.items():
            if key in self.fields:
                mark = gettext("【仮の値】%(why)s") % {"why": why}
                self.fields[key].help_text = f"{self.fields[key].help_text} {mark}".strip()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self._check_number(data)
        for kind in letter_texts.KINDS:
            for part in letter_texts.parts_of(kind):
                name = text_field(kind, part)
                if found := letter_texts.problem(kind, data.get(name) or "", field=name):
                    self.add_error(name, found.sentence)
        if data.get("mark_file") and not self.errors:
            self._take_mark(data["mark_file"])
        if (self.new_mark or self.instance.mark_id) and not data.get("mark_remove") and not data.get("mark_alt"):
            self.add_error("mark_alt", _("マークに何が描かれているかを、短い文で入力してください。例：山と星の印"))
        return data

    def _check_number(self, data: dict[str, Any]) -> None:
        prefix, pattern = data.get("number_prefix"), data.get("number_format")
        if prefix and pattern and (found := validity.number_format_problem(pattern, prefix)):
            self.add_error("number_format", found.sentence)
        if prefix and (found := programmes.prefix_problem(prefix, self.instance)):
            self.add_error("number_prefix", found.sentence)

    def _take_mark(self, upload: Any) -> None:
        try:
            self.new_mark = files.accept(upload, by=self.for_user, at=clock.now(), purpose="label")
        except files.Refused as refused:
            self.add_error("mark_file", refused.sentence)

    def save(self, commit: bool = True) -> Programme:
        data = self.cleaned_data
        programme: Programme = self.instance
        chosen = list(data["pre_check_keys"])
        if programme.pre_check is not None or set(chosen) != set(self.initial["pre_check_keys"]):
            programme.pre_check = chosen  # untouched, the usual questions follow the scope
        programme.letter_texts = {
            kind: parts
            for kind in letter_texts.KINDS
            if (
                parts := {
                    part: words.strip()
                    for part in letter_texts.parts_of(kind)
                    if (words := data.get(text_field(kind, part)) or "").strip()
                }
            )
        }
        saved: Programme = super().save(commit=commit)
        return saved


ProgrammeForm: Any = types.new_class(
    "ProgrammeForm",
    (ProgrammeBase,),
    exec_body=lambda body: body.update(_text_fields(), __module__=__name__, __doc__=ProgrammeBase.__doc__),
)
