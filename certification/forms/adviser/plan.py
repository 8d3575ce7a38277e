"""The adviser's forms: a task for a gap, a task's end, a meeting, a word to the firm, handing over."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.widgets import DateWidget

CALENDAR_DAY = _("暦にある日を、年・月・日に分けて書いてください。")


class TaskForm(forms.Form):
    """課題: what to do about which gap, by when."""

    gap_key = forms.ChoiceField(
        label=_("どの点についての課題ですか"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("どの点についての課題かを選んでください。"),
            "invalid_choice": _("示された中から選んでください。"),
        },
    )
    title = forms.CharField(
        label=_("すること"),
        help_text=_("1つの課題に1つのこと。例：ラベルに産地を大きく入れる。120字まで。"),
        max_length=120,
        error_messages={"required": _("することを書いてください。")},
    )
    detail = forms.CharField(
        label=_("くわしい内容"),
        help_text=_("進め方、参考になるもの、できあがりのめやす。4000字まで。"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    due_on = forms.DateField(
        label=_("めやすの日"),
        help_text=_("例：2026年12月15日。年は令和8のようにも書けます。"),
        required=False,
        widget=DateWidget,
        error_messages={"invalid": CALENDAR_DAY},
    )

    def __init__(self, *args: Any, gaps: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`gaps`: (key, name) of the plan's gaps."""
        super().__init__(*args, **kwargs)
        choice = self.fields["gap_key"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = gaps


class DoneForm(forms.Form):
    """What was done, in words."""

    note = forms.CharField(
        label=_("したこと・確かめたこと"),
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": _("したことを書いてください。")},
    )


class MessageForm(forms.Form):
    """A word to the firm."""

    text = forms.CharField(
        label=_("事業者へのメッセージ"),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("メッセージを書いてください。")},
    )


class MeetingForm(forms.Form):
    """面談: when, where or online, who; afterwards what was said and the next step."""

    use_required_attribute = False
    day = forms.DateField(
        label=_("日にち"), widget=DateWidget, error_messages={"required": CALENDAR_DAY, "invalid": CALENDAR_DAY}
    )
    clock = forms.TimeField(
        label=_("始まる時刻"),
        help_text=_("例：14:00"),
        input_formats=["%H:%M", "%H時%M分", "%H時", "%H%M"],
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 8}),
        error_messages={
            "required": _("始まる時刻を書いてください。"),
            "invalid": _("時刻は 14:00 のように書いてください。"),
        },
    )
    minutes = forms.IntegerField(label=_("時間（分）"), min_value=10, max_value=600, initial=60)
    place = forms.CharField(label=_("場所"), required=False, max_length=120)
    online_url = forms.URLField(
        label=_("オンラインの入口"), required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": _("https:// から始まる入口の住所を書いてください。")},
    )  # fmt: skip
    people = forms.CharField(label=_("出席する人"), required=False, max_length=200)
    notes = forms.CharField(
        label=_("話したこと"),
        help_text=_("面談のあとに書きます。事業者も読みます。4000字まで。"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    next_step = forms.CharField(label=_("次にすること"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Day and clock together are an instant in the city's time."""
        cleaned: dict[str, Any] = super().clean() or {}
        day, clock = cleaned.get("day"), cleaned.get("clock")
        if day and isinstance(clock, time):
            cleaned["starts_at"] = timezone.make_aware(datetime.combine(day, clock))
        if not self.errors and not cleaned.get("place") and not cleaned.get("online_url"):
            self.add_error("place", _("場所か、オンラインの入口を書いてください。"))
        return cleaned


class HandOverForm(forms.Form):
    """引き継ぎ: to whom, with words that tell where the plan stands."""

    use_required_attribute = False
    adviser = forms.ModelChoiceField(
        User.objects.none(),
        label=_("引き継ぐ相手"),
        empty_label=_("選んでください"),
        error_messages={"required": _("引き継ぐ相手を選んでください。")},
    )
    note = forms.CharField(
        label=_("引き継ぎの言葉"),
        help_text=_("いまの様子と、次にすること。引き継ぐ相手と事務局が読みます。"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("引き継ぎの言葉を書いてください。")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["adviser"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = people
        choice.label_from_instance = lambda person: person.display_name  # type: ignore[method-assign, assignment]


class WordsForm(forms.Form):
    """Words that go with a move of the plan or a task; may be empty."""

    words = forms.CharField(
        label=_("事業者への言葉"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
