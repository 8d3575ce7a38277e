"""The declaration of a conflict of interest (利益相反の申告)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import ConflictDeclaration


class DeclarationForm(forms.Form):
    """No relation, or its type with a word on it. The service decides; this form keeps what was typed."""

    kind = forms.ChoiceField(
        label=_("この商品・サービスや、つくり手との関係"),
        choices=ConflictDeclaration.KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("関係の有無を選んでください。"),
            "invalid_choice": _("示された中から選んでください。"),
        },
    )
    reason = forms.CharField(
        label=_("説明"),
        help_text=_("関係があるときに、ひとこと書いてください。事務局だけが読みます。300字まで。"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A relation of the kind "other" says nothing by itself."""
        values = super().clean() or {}
        if values.get("kind") == "other" and not str(values.get("reason", "")).strip():
            self.add_error("reason", _("どのような関係か、ひとこと書いてください。"))
        return values
