"""The firm's forms on its challenge plan: turning the offer down, photographs, more evidence."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.domain.offer import DECLINED

WHY_WORDS = {
    "busy": _("いまは取り組む時間がない"),
    "alone": _("自分たちで改善する"),
    "no_more": _("この商品での申請は考えていない"),
    "other": _("その他"),
}


class DeclineForm(forms.Form):
    """今回は受けない, and why."""

    use_required_attribute = False
    why = forms.ChoiceField(
        label=_("受けない理由"),
        choices=[(key, WHY_WORDS[key]) for key in DECLINED],
        widget=forms.RadioSelect,
        error_messages={"required": _("受けない理由を選んでください。")},
    )
    words = forms.CharField(
        label=_("伝えたいこと"),
        help_text=_("事務局だけが読みます。支援のしかたを見直す参考にします。1000字まで。"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
    )


class PhotoForm(forms.Form):
    """改善の前と後: which gap, what it shows, one or two pictures."""

    use_required_attribute = False
    gap_key = forms.ChoiceField(
        label=_("どの点についての写真ですか"),
        widget=forms.RadioSelect,
        error_messages={"required": _("どの点についての写真かを選んでください。")},
    )
    caption = forms.CharField(
        label=_("写真の説明"),
        help_text=_("例：ラベルの表。120字まで。"),
        max_length=120,
        error_messages={"required": _("何の写真かを書いてください。")},
    )
    before = forms.FileField(label=_("改善の前の写真"), required=False)
    after = forms.FileField(label=_("改善の後の写真"), required=False)

    def __init__(self, *args: Any, gaps: Sequence[tuple[str, str]], accepts: str, **kwargs: Any) -> None:
        """`gaps`: (key, name) of the plan's gaps; `accepts`: what may be chosen, in a sentence."""
        super().__init__(*args, **kwargs)
        choice = self.fields["gap_key"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = gaps
        self.fields["before"].help_text = accepts
        self.fields["after"].help_text = _("後からでも足せます。")
