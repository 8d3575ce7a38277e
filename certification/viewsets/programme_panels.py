"""The tabs of a programme's form in the admin."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, ObjectList

from certification.domain import letter_texts
from certification.forms.programme import CriterionForm, KeyedForm, QuestionForm, text_field
from certification.forms.rows import WholeRows


class RowsPanel(InlinePanel):
    """An InlinePanel whose rows must arrive whole."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = WholeRows
        return options


class KeyedPanel(RowsPanel):
    """The same, with forms that give a key."""

    row_form: type[KeyedForm] = KeyedForm

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["form"] = self.row_form
        return options


class QuestionPanel(KeyedPanel):
    row_form = QuestionForm


class CriterionPanel(KeyedPanel):
    row_form = CriterionForm


OPTIONS_HELP = _(
    "「1つ選ぶ」「いくつでも選ぶ」では選択肢、「表」では列の名前を、1行に1つ入れます。どの行でも必ず書いてもらう列は、"
    "名前の最後に＊を付けます。"
)
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
        MultiFieldPanel([FieldPanel("mark_file"), FieldPanel("mark_alt"), FieldPanel("mark_remove")], _("マーク")),
        MultiFieldPanel(
            [
                FieldPanel("intake"),
                FieldPanel("max_per_firm"),
                FieldPanel("fee_yen"),
                FieldPanel("pre_check_keys"),
                FieldPanel("is_active"),
            ],
            _("受付"),
        ),
        MultiFieldPanel([FieldPanel("document_class"), FieldPanel("retention_years")], _("文書の分類と保存")),
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
        QuestionPanel(
            "form_fields",
            heading=_("この制度だけの申請書の項目（名前・写真・原材料などの共通の項目に加わります）"),
            label=_("項目"),
            panels=[
                FieldPanel("label"),
                FieldPanel("help"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
                FieldPanel("options_text", help_text=OPTIONS_HELP),
                FieldRowPanel(
                    [FieldPanel("max_length"), FieldPanel("unit", help_text=_("数のあとに付けて見せます。例：g"))]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("minimum", help_text=_("数・金額の下限。書類・写真・表では、点数や行数の下限。")),
                        FieldPanel("maximum", help_text=_("数・金額の上限。書類・写真・表では、点数や行数の上限。")),
                    ]
                ),
                FieldPanel("safe_for_blind"),
                FieldPanel("key", help_text=KEY_HELP),
            ],
        )
    ],
    heading=_("申請書"),
)
CRITERIA = ObjectList(
    [
        CriterionPanel(
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
                FieldPanel("stage", help_text=_("2段階で審査するときだけ「実食審査・懇話会」の項目を選びます。")),
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
            [FieldPanel("panel_rule"), FieldPanel("tie_rule"), FieldPanel("pass_mark"), FieldPanel("near_mark"),
             FieldPanel("near_max_missed"), FieldPanel("quorum"), FieldPanel("blind")],
            _("判定の規則"),
        ),
        MultiFieldPanel(
            [FieldPanel("validity_kind"), FieldPanel("validity_years"), FieldPanel("validity_fixed_on"),
             FieldPanel("number_prefix"), FieldPanel("number_format")],
            _("有効期間と番号"),
        ),
    ],
    heading=_("判定"),
)  # fmt: skip


def _texts(kind: str) -> MultiFieldPanel:
    names = "　".join(f"{{{name}}}" for name in letter_texts.placeholders(kind))
    help_text = HelpPanel(content=format_lazy(_("差し込める言葉：{names}"), names=names))
    fields = [FieldPanel(text_field(kind, part)) for part in letter_texts.parts_of(kind)]
    return MultiFieldPanel([help_text, *fields], _(letter_texts.KINDS[kind]))


LETTERS = ObjectList(
    [
        MultiFieldPanel([FieldPanel("reasons_shown"), FieldPanel("appeal_text")], _("理由と教示")),
        *(_texts(kind) for kind in letter_texts.KINDS),
    ],
    heading=_("通知"),
)
TABS = [BASICS, STATEMENTS, FORM, CRITERIA, RULES, LETTERS]
