"""議事録: the office's words about a meeting, and about each application."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from certification.domain.masking import Reviewer
from certification.forms.office import choice
from certification.models import MinutesVersion
from certification.selectors.minutes import VOTES
from certification.services.minutes import Text

LONG = 10_000


class MinutesForm(forms.Form):
    """`seen`: the version somebody started from. For each application `remark.<id>` and `for|against|abstain.<id>`."""

    held_on = forms.DateField(label=_("開催日"), widget=AdminDateInput)
    place = forms.CharField(label=_("場所"), max_length=120, required=False)
    chair = forms.CharField(label=_("議長"), max_length=80, required=False)
    attendees = forms.MultipleChoiceField(
        label=_("出席した審査委員"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("そのほかの出席者"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    opening = forms.CharField(
        label=_("審議の経過"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 6})
    )
    closing = forms.CharField(
        label=_("その他"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, reviewers: Sequence[Reviewer], items: Sequence[dict[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        choice(self, "attendees").choices = [(str(row.key), row.name) for row in reviewers]
        for item in items:
            self.fields[f"remark.{item['id']}"] = forms.CharField(
                label=gettext("審議の内容"), required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
            )
            for name, word in VOTES.items():
                self.fields[f"{name}.{item['id']}"] = forms.IntegerField(
                    label=gettext(word), required=False, min_value=0, max_value=999,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "3", "autocomplete": "off"}),
                )  # fmt: skip

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each application with its own fields."""
        return [
            {
                "item": item,
                "remark": self[f"remark.{item['id']}"],
                "votes": [self[f"{name}.{item['id']}"] for name in VOTES],
            }
            for item in self.items
        ]

    @property
    def text(self) -> Text:
        """What was typed, once valid."""
        values = self.cleaned_data
        return Text(
            held_on=values["held_on"],
            place=values["place"],
            chair=values["chair"],
            attendees=[int(key) for key in values["attendees"]],
            others=values["others"],
            opening=values["opening"],
            closing=values["closing"],
            remarks={str(item["id"]): values[f"remark.{item['id']}"] for item in self.items},
            votes={
                str(item["id"]): {
                    name: values[f"{name}.{item['id']}"] for name in VOTES if values[f"{name}.{item['id']}"] is not None
                }
                for item in self.items
            },
        )


def initial(version: MinutesVersion | None) -> dict[str, Any]:
    """The values of a version as the form shows them."""
    if version is None:
        return {"seen": 0}
    names = ("held_on", "place", "chair", "others", "opening", "closing")
    return {
        "seen": version.number,
        "attendees": [str(key) for key in version.attendees],
        **{name: getattr(version, name) for name in names},
        **{f"remark.{key}": words for key, words in version.remarks.items()},
        **{f"{name}.{key}": votes[name] for key, votes in version.votes.items() for name in votes},
    }
