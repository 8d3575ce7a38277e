"""The firm's facts, a colleague's invitation."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import postcodes
from core.domain import corporate_number, text
from core.models import Business

TEXTS = ("name", "representative", "prefecture", "city", "street")


class BusinessForm(forms.ModelForm):
    """事業者. Takes any width; the service checks once more."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=_("区分"), choices=Business.KINDS, widget=forms.RadioSelect)
    corporate_number = forms.CharField(
        label=_("法人番号"),
        required=False,
        help_text=_(
            "法人の方は必ず入力してください（個人事業主は空のまま）。13桁の数字です。国税庁の法人番号公表サイトで調べられます。"
        ),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    postcode = forms.CharField(
        label=_("郵便番号"),
        help_text=_("7桁の数字。入力すると住所が自動で入ります。"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "postal-code", "data-postcode": ""}),
    )
    phone = forms.CharField(
        label=_("電話番号"),
        required=False,
        help_text=_("例：029-883-1111"),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    website = forms.CharField(
        label=_("ホームページ"),
        required=False,
        help_text=_("https:// から始まるアドレス。なければ空のままにしてください。"),
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"}),
    )

    class Meta:
        model = Business
        fields = (
            "kind", "name", "name_kana", "corporate_number", "representative",
            "postcode", "prefecture", "city", "street", "phone", "website",
        )  # fmt: skip
        help_texts: ClassVar = {
            "name": _("登記や屋号の正式な名前を入力してください。"),
            "name_kana": _("ひらがなでもカタカナでも入力できます。"),
            "representative": _("通知書の宛名になります。"),
            "street": _("番地と建物の名前まで入力してください。"),
        }

    def clean_corporate_number(self) -> str:
        """Half-width digits, or the sentence of what is wrong with them."""
        value = self.cleaned_data["corporate_number"]
        if not value.strip():
            return ""
        if sentence := corporate_number.problem(value):
            raise ValidationError(sentence)
        return corporate_number.clean(value)

    def clean_postcode(self) -> str:
        digits = text.digits(self.cleaned_data["postcode"])
        if len(digits) != 7:
            raise ValidationError(_("郵便番号は7桁の数字で入力してください。例：3058555"))
        return digits

    def clean_name_kana(self) -> str:
        kana = text.katakana(text.clean(self.cleaned_data["name_kana"]))
        if kana and not text.is_kana(kana):
            raise ValidationError(
                _(
                    "読み方は、ひらがなかカタカナだけで入力してください。数字や英字も読みで書きます。例：カクウショクヒン"
                )
            )
        return kana

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        if not typed.strip():
            return ""
        if number := text.phone(typed):
            return number
        raise ValidationError(
            _("電話番号を、市外局番からの数字とハイフンで入力してください。例：029-883-1111、+81-29-883-1111")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in TEXTS:
            if name in data:
                data[name] = text.clean(data[name])
        if (
            data.get("kind") == "corporation"
            and not data.get("corporate_number")
            and "corporate_number" not in self.errors
        ):
            self.add_error("corporate_number", _("法人の場合は法人番号を入力してください。"))
        if data.get("kind") == "sole_trader" and data.get("corporate_number"):
            self.add_error(
                "corporate_number",
                _("個人事業主に法人番号はありません。空にするか、区分を「法人」にしてください。"),
            )
        website = data.get("website", "")
        if website and "://" not in website:
            data["website"] = f"https://{website}"
        return data

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def with_address(typed: Any) -> tuple[Any, str]:
    """The typed form with the address its postcode stands for, and a sentence when there is none."""
    data = typed.copy()
    found = postcodes.lookup(data.get("postcode", ""))
    if found is None:
        return data, gettext("この郵便番号の住所が見つかりません。番号を確かめるか、住所を入力してください。")
    data["prefecture"], data["city"] = found.prefecture, found.city
    if not data.get("street", "").startswith(found.town):
        data["street"] = found.town + data.get("street", "")
    return data, ""


ROLES = (
    ("editor", _("編集（申請を作り、提出できます）")),
    ("reader", _("閲覧（見るだけです）")),
    ("owner", _("代表（招待もできます）")),
)


class InvitationForm(forms.Form):
    """A colleague's address and what they may do."""

    use_required_attribute = False
    email = forms.EmailField(
        label=_("同僚のメールアドレス"),
        widget=forms.TextInput({"inputmode": "email", "autocomplete": "off"}),
        help_text=_("このアドレスに招待のメールを送ります。リンクは14日間使えます。"),
    )
    role = forms.ChoiceField(
        label=_("役割"),
        choices=ROLES,
        initial="editor",
        widget=forms.RadioSelect,
    )
