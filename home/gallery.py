"""Made-up content for the gallery of components: every component in every state."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from core.widgets import DateWidget

PICTURE = mark_safe(
    '<svg viewBox="0 0 40 30" role="img" aria-label="七宝の文様"><g fill="none" stroke="currentColor" opacity=".35">'
    '<circle cx="10" cy="10" r="10"/><circle cx="20" cy="20" r="10"/><circle cx="30" cy="10" r="10"/>'
    '<circle cx="20" cy="0" r="10"/><circle cx="0" cy="20" r="10"/><circle cx="40" cy="20" r="10"/></g></svg>'
)
NUMBER = {"text": "82.5", "number": True}
MARKS = [
    {"accent": "mikan", "word": "認証", "name": "食のコレクション"},
    {"accent": "ai", "word": "認定", "name": "ものづくり品質"},
    {"accent": "take", "word": "認定", "name": "トライアル発注"},
    {"accent": "kogane", "word": "支援", "name": "チャレンジ支援"},
]
PRODUCTS = (
    ("みどりの里 生はちみつ", "架空養蜂園", 0),
    ("麦の道 全粒粉クッキー", "見本製菓", 0),
    ("卓上はたおり機", "例示工房", 1),
    ("研究学園の水出し茶", "見本茶園", 2),
)


class Sample(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("商品名"), help_text=_("パッケージに書いてあるとおりに入力してください。"))
    price = forms.IntegerField(
        label=_("価格（税込・円）"),
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text=_("半角でも全角でも入力できます。"),
    )
    story = forms.CharField(label=_("商品の物語"), widget=forms.Textarea({"rows": 4}), required=False)
    category = forms.ChoiceField(
        label=_("分類"), choices=[("", _("選んでください")), ("sweets", _("菓子")), ("drink", _("飲料"))]
    )
    storage = forms.ChoiceField(
        label=_("保存の温度"), choices=[("ambient", _("常温")), ("chilled", _("冷蔵"))], widget=forms.RadioSelect
    )
    allergens = forms.MultipleChoiceField(
        label=_("含まれるアレルゲン"),
        choices=[("egg", _("卵")), ("milk", _("乳")), ("wheat", _("小麦"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    since = forms.DateField(
        label=_("発売日"), widget=DateWidget, help_text=_("例：2026年4月1日。令和8年とも入力できます。")
    )
    photo = forms.FileField(label=_("商品の写真"), required=False, help_text=_("JPEG・PNG・HEIC、20MBまで。"))
    agree = forms.BooleanField(label=_("応募の条件を読み、同意します"))


class More(forms.Form):
    """Fields with what was given before."""

    until = forms.DateField(label=_("販売の終わり"), widget=DateWidget, required=False)
    label = forms.FileField(label=_("食品表示ラベル"), help_text=_("PDFまたは画像。"))


def products() -> list[dict[str, Any]]:
    """Cards of plainly fictional things."""
    return [
        {"title": title, "href": "#", "meta": maker, "picture": PICTURE, "accent": MARKS[mark]["accent"],
         "marks": [MARKS[mark]], "line": _("朝いちばんの手しごとを、そのまま瓶に。"), "price": "1,200円"}
        for title, maker, mark in PRODUCTS
    ]  # fmt: skip


def context() -> dict[str, Any]:
    """Values for templates/gallery/index.html."""
    wrong = Sample(
        {"name": "", "since_year": "2026", "since_month": "2", "since_day": "31", "price": "たかい"}, prefix="wrong"
    )
    wrong.data = {f"wrong-{key}": value for key, value in wrong.data.items()}
    return {
        "form": Sample(initial={"since": date(2026, 4, 1)}),
        "wrong": wrong,
        "more": More(),
        "marks": MARKS,
        "products": products(),
        "page_obj": Paginator(range(240), 20).get_page(5),
        "kinds": ("info", "success", "warning", "error"),
        "states": [
            ("neutral", _("下書き")), ("info", _("審査中")),
            ("success", _("認証")), ("warning", _("補正依頼中")),
            ("error", _("取消")), ("accent", _("募集中")),
        ],
        "crumbs": [{"label": _("トップ"), "href": "/"}, {"label": _("認証品"), "href": "#"}, {"label": "生はちみつ"}],
        "timeline": [
            {"title": _("提出しました"), "when": "2026年9月1日（火）14:05", "state": "done"},
            {"title": _("受理されました"), "when": "2026年9月4日（金）", "state": "done"},
            {"title": _("審査"), "when": "2026年10月21日（水）", "state": "current", "body": _("試食審査を行います。")},
            {"title": _("結果のお知らせ"), "when": "2026年11月中旬", "state": "todo"},
        ],
        "steps": [
            {"label": _("事業者"), "state": "done", "href": "#"},
            {"label": _("商品"), "state": "done", "href": "#"},
            {"label": _("原材料"), "state": "current", "href": "#"},
            {"label": _("写真"), "state": "todo"},
            {"label": _("確認"), "state": "todo"},
        ],
        "columns": [{"label": _("商品")}, {"label": _("状態")}, {"label": _("得点"), "number": True}],
        "rows": [
            [{"text": "生はちみつ", "href": "#"}, {"text": _("認証"), "status": "success"}, NUMBER],
            [{"text": "クッキー", "href": "#"}, {"text": _("審査中"), "status": "info"}, NUMBER],
        ],
        "facts": [
            {"term": _("内容量"), "value": "150g"},
            {"term": _("保存"), "value": _("直射日光を避け、常温")},
            {"term": _("つくり手"), "value": "架空養蜂園", "href": "#"},
        ],
        "examples": [{"label": _("小麦を使わない菓子"), "href": "#"}, {"label": _("3000円以下の贈り物"), "href": "#"}],
        "errors": [{"href": "#id_name", "text": _("商品名を入力してください。")}],
    }  # fmt: skip
