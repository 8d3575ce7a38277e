"""The office's forms of challenge support: choosing an adviser, the offer's last day, profiles, days, topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from certification.domain.adviser_match import Match
from certification.domain.expertise import LABELS, Expertise

EXPERTISE = [(code.value, _(LABELS[code])) for code in Expertise]
ROWS = 5  # suggested tasks of a topic that can be typed at once


class ChooseAdviserForm(forms.Form):
    """担当の専門家, of those who may be asked; a reviewer of the next panel only knowingly."""

    adviser = forms.ChoiceField(label=_("専門家"), error_messages={"required": _("専門家を選んでください。")})
    knows_panel = forms.BooleanField(
        label=_("次の審査委員でもあることを承知で頼む（この申請の審査からは外れてもらいます）"), required=False
    )

    def __init__(self, *args: Any, matches: Sequence[Match], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matches = {str(row.candidate.person): row for row in matches if row.may_be_asked}
        choice = self.fields["adviser"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("選んでください")), *((key, row.candidate.name) for key, row in self.matches.items())]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen = self.matches.get(cleaned.get("adviser", ""))
        if chosen is not None and chosen.candidate.on_next_panel and not cleaned.get("knows_panel"):
            self.add_error(
                "knows_panel", _("この方は次の審査委員です。承知のうえで頼むときは、ここに印を付けてください。")
            )
        return cleaned


class LastDayForm(forms.Form):
    """返事の期限."""

    day = forms.DateField(label=_("返事の期限"), widget=AdminDateInput)


class OfferAgainForm(LastDayForm):
    """案内し直す: a new last day and why."""

    reason = forms.CharField(
        label=_("案内し直す理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("内部の記録に残ります。事業者には、新しい期限だけがメールで届きます。"),
    )  # fmt: skip


class ProfileForm(forms.Form):
    """専門家の登録."""

    expertise = forms.MultipleChoiceField(
        label=_("専門"), choices=EXPERTISE, required=False, widget=forms.CheckboxSelectMultiple
    )
    affiliation = forms.CharField(label=_("所属"), max_length=100, required=False)
    capacity = forms.IntegerField(label=_("同時に受けられる計画の数"), min_value=0, max_value=99)
    active = forms.BooleanField(label=_("新しい計画を受けられる"), required=False)
    note = forms.CharField(label=_("事務局のメモ"), max_length=300, required=False)


class DaysForm(forms.Form):
    """案内の日数."""

    offer_days = forms.IntegerField(label=_("案内から返事までの日数"), min_value=7, max_value=365)
    remind_days = forms.IntegerField(label=_("期限の何日前にメールで知らせるか"), min_value=1, max_value=60)


class TopicForm(forms.Form):
    """支援の分野."""

    name = forms.CharField(label=_("分野の名前"), max_length=60)
    words = forms.CharField(
        label=_("当てはまる審査項目"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("審査項目の記号か、項目の名前に含まれる言葉を、1行に1つ。空の分野は、ほかのどれにも当てはまらない点に使います。"),
    )  # fmt: skip
    expertise = forms.MultipleChoiceField(
        label=_("必要な専門"), choices=EXPERTISE, required=False, widget=forms.CheckboxSelectMultiple
    )
    fields_text = forms.CharField(
        label=_("関係する申請書の項目"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("再申請でこの項目が変わったとき、この分野の点への答えとして並べます。項目の記号を、1行に1つ。"),
    )  # fmt: skip


class TopicTaskForm(forms.Form):
    """課題の例; a row left empty is none."""

    title = forms.CharField(label=_("すること"), max_length=120, required=False)
    detail = forms.CharField(
        label=_("くわしい内容"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    days = forms.IntegerField(label=_("めやすの日数"), min_value=1, max_value=730, initial=60, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("title") and not cleaned.get("days") and "days" not in self.errors:
            self.add_error("days", _("めやすの日数を入れてください。"))
        if cleaned.get("detail") and not cleaned.get("title"):
            self.add_error("title", _("することを書いてください。"))
        return cleaned


TopicTasks = forms.formset_factory(TopicTaskForm, extra=2)
