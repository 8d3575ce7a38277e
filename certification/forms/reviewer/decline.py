"""Declining to review: which kind of reason, and a word on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.models import PanelInvitation


class DeclineForm(forms.Form):
    """辞退の理由. The service decides; this form keeps what was typed."""

    kind = forms.ChoiceField(
        label=_("辞退の理由"),
        choices=PanelInvitation.DECLINE_KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("理由をひとつ選んでください。")},
    )
    reason = forms.CharField(
        label=_("くわしい理由"),
        help_text=_("事務局だけが読みます。500字まで。"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The kind "other" says nothing by itself."""
        values = super().clean() or {}
        if values.get("kind") == "other" and not str(values.get("reason", "")).strip():
            self.add_error("reason", _("どのような理由か、ひとこと書いてください。"))
        return values
