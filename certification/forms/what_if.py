"""試算: the figures somebody tries on a board. Read from the address; nothing is kept."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.domain import what_if
from certification.domain.rules import Rules
from certification.domain.scoring import plain
from certification.domain.what_if import Change

FLOOR = "floor."
NUMBER = {"inputmode": "decimal", "autocomplete": "off"}


class WhatIfForm(forms.Form):
    """Pass mark, near mark, number of missed floors, and a floor for each criterion; a field left out is as it is."""

    pass_mark = forms.DecimalField(
        label=_("合格点（％）"), max_digits=5, decimal_places=2, localize=True, widget=forms.TextInput(attrs=NUMBER)
    )
    near_mark = forms.DecimalField(
        label=_("チャレンジ支援の点（％）"),
        help_text=_("空にすると、点によるチャレンジ支援はなくなります。"),
        max_digits=5, decimal_places=2, required=False, localize=True, widget=forms.TextInput(attrs=NUMBER),
    )  # fmt: skip
    near_max_missed = forms.IntegerField(
        label=_("チャレンジ支援の、下限に届かない項目の数"),
        help_text=_("空にすると、項目の数によるチャレンジ支援はなくなります。"),
        max_value=99, required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        for criterion in rules.criteria:
            self.fields[FLOOR + criterion.key] = forms.DecimalField(
                label=criterion.name, max_digits=6, decimal_places=2, required=False, localize=True,
                widget=forms.TextInput(attrs=NUMBER),
            )  # fmt: skip

    @property
    def floors(self) -> list[tuple[forms.BoundField, str]]:
        """Each floor with the criterion's best mark."""
        return [(self[FLOOR + criterion.key], plain(criterion.maximum)) for criterion in self.rules.criteria]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for reason in what_if.problems(self.rules, self.change):
                self.add_error(reason.field, reason.sentence)
        return cleaned

    @property
    def change(self) -> Change:
        """What was typed, once valid."""
        values = self.cleaned_data
        return Change(
            pass_mark=values["pass_mark"],
            near_mark=values["near_mark"],
            near_max_missed=values["near_max_missed"],
            floors={criterion.key: values[FLOOR + criterion.key] for criterion in self.rules.criteria},
        )


def as_it_is(rules: Rules) -> dict[str, str]:
    """The values of the rules as the form shows them."""
    now = what_if.as_it_is(rules)
    marks: dict[str, Decimal | int | None] = {
        "pass_mark": now.pass_mark,
        "near_mark": now.near_mark,
        "near_max_missed": now.near_max_missed,
        **{FLOOR + key: floor for key, floor in now.floors.items()},
    }
    return {
        name: "" if value is None else plain(value) if isinstance(value, Decimal) else str(value)
        for name, value in marks.items()
    }
