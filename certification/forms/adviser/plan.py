"""The adviser's forms: a task for a gap, a task's end, a word to the firm."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.widgets import DateWidget


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
        error_messages={"invalid": _("暦にある日を、年・月・日に分けて書いてください。")},
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
