"""Forms of the pages of a round: its dates, an extension, a session and its slots. They translate; services decide."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from certification.forms.rows import WholeRows
from certification.models import ReviewSession
from certification.services.sessions import SLOT_FIELDS

END_OF_DAY = time(23, 59, 59)


class DateRows(WholeRows):
    """Rows of dates. A request that says nothing of them leaves them as they are."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
            data = data.copy()
            data.update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
        super().__init__(data, *args, **kwargs)


class ExtensionForm(forms.Form):
    """締切の延長: a day, a time, why."""

    until = forms.DateField(label=_("延長後の締切（日）"), widget=AdminDateInput)
    until_time = forms.TimeField(
        label=_("時刻（空なら23:59:59）"), required=False, widget=AdminTimeInput, help_text=_("日本時間です。")
    )
    reason = forms.CharField(
        label=_("延長する理由"),
        help_text=_("記録に残ります。申請者には伝わりません。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def moment(self) -> datetime:
        """The deadline, in Tokyo."""
        day, at = self.cleaned_data["until"], self.cleaned_data.get("until_time") or END_OF_DAY
        return timezone.make_aware(datetime.combine(day, at))


class SessionForm(forms.ModelForm[ReviewSession]):
    """A session's day, place and lengths."""

    class Meta:
        model = ReviewSession
        fields = ("kind", "held_on", "starts", "place", "room_note", "minutes", "pause", "samples")
        widgets = {
            "held_on": AdminDateInput,
            "starts": AdminTimeInput,
            "room_note": forms.Textarea(attrs={"rows": 2}),
        }


class SlotForm(forms.Form):
    """One line of the running order; empty lengths and samples are the session's own."""

    minutes = forms.IntegerField(label=_("時間（分）"), required=False, min_value=1, max_value=480)
    samples = forms.IntegerField(label=_("見本の数"), required=False, min_value=0, max_value=999)
    break_after = forms.IntegerField(label=_("後の休憩（分）"), required=False, min_value=0, max_value=480)
    note = forms.CharField(label=_("メモ"), required=False, max_length=200)

    def values(self) -> Mapping[str, Any]:
        """The slot's fields."""
        given = self.cleaned_data
        return {key: (given[key] or 0) if key == "break_after" else given[key] for key in SLOT_FIELDS}
