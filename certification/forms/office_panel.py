"""Forms of the office for a round's panel: they translate what was typed; the services decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from catalog.domain.categories import CATEGORIES
from certification.forms.office import choice
from certification.models import Application, ConflictDeclaration, PanelMember
from certification.services.panel import Terms

FIELDS = [(category.slug, category.label) for category in CATEGORIES]
SLUGS = frozenset(slug for slug, _label in FIELDS)


class TermsForm(forms.Form):
    """Affiliation, period, cap and fields of expertise of a seat."""

    affiliation = forms.CharField(label=_("所属"), max_length=100, required=False)
    from_on = forms.DateField(label=_("委嘱の始まり"), required=False, widget=AdminDateInput)
    until_on = forms.DateField(
        label=_("委嘱の終わり"),
        required=False,
        widget=AdminDateInput,
        help_text=_("この日まで机が開きます。空なら期限はありません。"),
    )
    cap = forms.IntegerField(
        label=_("担当できる件数の上限"),
        required=False,
        min_value=1,
        max_value=999,
        help_text=_("空なら上限はありません。"),
    )
    categories = forms.MultipleChoiceField(
        label=_("専門の分野（商品の分類）"), choices=FIELDS, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("専門の分野（ことば）"),
        max_length=200,
        required=False,
        help_text=_("読点で区切ります。例：発酵、木工、デザイン。商品名や紹介文にあると、その申請を優先します。"),
    )

    def clean(self) -> dict[str, Any]:
        """A period that ends before it begins."""
        values: dict[str, Any] = super().clean() or {}
        begins, ends = values.get("from_on"), values.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _("委嘱の終わりは、始まりより後の日にしてください。"))
        return values

    @property
    def terms(self) -> Terms:
        """What was typed, as the service takes it."""
        values = self.cleaned_data
        words = [word.strip() for word in values["words"].replace(",", "、").split("、")]
        expertise = (*values["categories"], *(word for word in words if word))
        return Terms(values["affiliation"], values["from_on"], values["until_on"], values["cap"], expertise)


def terms_of(seat: PanelMember) -> dict[str, Any]:
    """A seat as the form's first values."""
    return {
        "affiliation": seat.affiliation,
        "from_on": seat.from_on,
        "until_on": seat.until_on,
        "cap": seat.cap,
        "categories": [slug for slug in seat.expertise if slug in SLUGS],
        "words": "、".join(word for word in seat.expertise if word not in SLUGS),
    }


class InviteForm(TermsForm):
    """委嘱の依頼, by mail, to somebody known here or not."""

    email = forms.EmailField(label=_("メールアドレス"))
    name = forms.CharField(label=_("お名前"), max_length=80, required=False, help_text=_("メールの宛名になります。"))
    field_order = ("email", "name", "affiliation", "from_on", "until_on", "cap", "categories", "words")


class AbsenceForm(forms.Form):
    """不在: why, from when; `to.<application>` names who takes each over."""

    reason = forms.CharField(label=_("不在の理由"), max_length=300, help_text=_("事務局だけが読みます。"))
    from_on = forms.DateField(label=_("いつから"), widget=AdminDateInput)


class PreviewForm(forms.Form):
    """How many reviewers an application is to have."""

    per = forms.IntegerField(label=_("1件あたりの審査委員の数"), min_value=1, max_value=15)


class CalibrationForm(forms.Form):
    """目合わせの見本: one released application, or an example typed in."""

    source = forms.ModelChoiceField(
        Application.objects.none(), label=_("過去の申請から選ぶ"), required=False, empty_label=_("選ばない（下に書く）")
    )
    title = forms.CharField(label=_("見本の名前"), max_length=120, required=False)
    text = forms.CharField(
        label=_("見本の説明（架空の商品）"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, *args: Any, examples: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = choice(self, "source")
        field.queryset = examples
        field.label_from_instance = lambda row: f"{row.receipt_number} {row.product_name}（{row.round}）"


class RemindersForm(forms.Form):
    """催促の予定."""

    due_on = forms.DateField(label=_("審査票の提出期限"), required=False, widget=AdminDateInput)
    days_before = forms.CharField(
        label=_("審査委員への催促"), required=False, max_length=60, help_text=_("期限の何日前に送るか。例：7、3、1、0")
    )
    draft_days_before = forms.CharField(
        label=_("下書きのある事業者へのお知らせ"),
        required=False,
        max_length=60,
        help_text=_("受付の締切の何日前に送るか。例：7、2"),
    )

    def clean_days_before(self) -> list[int]:
        return _days(self.cleaned_data["days_before"])

    def clean_draft_days_before(self) -> list[int]:
        return _days(self.cleaned_data["draft_days_before"])


def _days(typed: str) -> list[int]:
    parts = [part.strip() for part in typed.replace(",", "、").replace(" ", "、").split("、") if part.strip()]
    if any(not (part.isdecimal() and len(part) < 4) for part in parts):
        raise forms.ValidationError(_("日数を、読点で区切って書いてください。例：7、3、1"))
    return [int(part) for part in parts]


class PaperForm(forms.Form):
    """What goes with a paper sheet: where the paper is, its scan, and the declaration written on it."""

    declaration = forms.ChoiceField(
        label=_("紙に書かれた、関係の有無"), choices=ConflictDeclaration.KINDS, required=False, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("関係の説明"), max_length=300, required=False)
    note = forms.CharField(label=_("紙の置き場所・備考"), max_length=200, required=False)
    scan = forms.FileField(label=_("紙の写し（PDFか写真）"), required=False)
