"""The office's form of a donation listing: the model's fields and the facts each clause asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from catalog.models import Product

_YES_NO = ((None, "---------"), (True, _("はい")), (False, _("いいえ")))


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=200)


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100_000_000)


def _answer(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=_YES_NO,
        coerce=lambda text: {"True": True, "False": False}.get(str(text)),
        empty_value=None,
    )


class ProductField(forms.ModelChoiceField):
    """Products of the same name differ by maker and certificate number."""

    def label_from_instance(self, obj: Product) -> str:
        """架空の菓子（架空工房、TC-2026-001-U）."""
        maker = obj.producer.name if obj.producer else ""
        known = [part for part in (maker, *(row.number for row in obj.certificates.all())) if part]
        return f"{obj.name}（{'、'.join(known)}）" if known else obj.name


class ListingForm(WagtailAdminModelForm):
    """Saving is the service's: services.donation_listings.create and update."""

    raw_material_prefecture = _text(_("原料の産地（都道府県）"), _("3イ（熟成肉・精米）"))
    planning_certified = _answer(_("価値の過半が区域内で生じた証明がある（3ロ）"))
    mixing_reason = _text(_("近隣の産品と混じることが避けられない理由（4）"))
    pr_distributed = _number(_("広報目的の品の1年間の配布数（5）"))
    pr_offered = _number(_("返礼品として提供する数（5）"))
    pr_plan = _answer(_("配布の計画がある（5）"))
    main_item_clause = _text(_("セットの主な品が当たる号（6）"))
    related = _answer(_("区域または主な品と関連がある（6・7）"))
    night_yen = _number(_("1人1泊の金額（7の3イ）"))
    operator_prefecture = _text(_("宿泊施設を運営する事業者の都道府県（7の3イ）"))
    partners = _text(_("共通の返礼品とする市区町村・都道府県（8イ・8ロ）"))
    recognised_by_prefecture = _answer(_("都道府県の認定を受けた地域資源である（8ハ）"))
    disaster = _text(_("代わりの品とする災害の名前（9）"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in (self.instance.clause_facts or {}).items():
            if name in CLAUSE_FACTS:
                self.initial[name] = value
        if "product" in self.fields:
            self.fields["product"] = self._product_field()

    def _product_field(self) -> ProductField:
        """Any product at first; afterwards it stays the same one."""
        rows = Product.objects.select_related("producer").prefetch_related("certificates")
        made = self.instance.pk is not None
        return ProductField(
            rows.filter(pk=self.instance.product_id) if made else rows.order_by("name_kana", "name", "pk"),
            label=_("商品"),
            help_text="" if made else _("名前のあとのかっこは、事業者と証書の番号です。"),
            disabled=made,
        )

    def values(self) -> dict[str, Any]:
        """What the service takes: model fields and, of the clause's facts, those that are stated."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("product", None)
        facts = {name: cleaned.pop(name, None) for name in CLAUSE_FACTS}
        return cleaned | {"clause_facts": {name: value for name, value in facts.items() if value not in (None, "")}}


CLAUSE_FACTS = tuple(ListingForm.declared_fields)
