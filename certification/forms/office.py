"""Forms of the office's desk: they translate what was typed; the services decide."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from certification.domain.outcome import Outcome
from certification.domain.rules import Rules
from certification.models import Application, ConflictDeclaration
from certification.services.applications import STATEMENT
from core import clock
from core.domain.fiscal_year import FiscalYear
from core.models import User

AFTER_OPENING = frozenset({"closes_at", "review_on", "release_on", "contact"})  # and the rows of its dates


def choice(form: forms.BaseForm, name: str) -> Any:
    """A field of choices, whose choices come with the person or the round."""
    return form.fields[name]


class RoundForm(WagtailAdminModelForm):
    """A round. Once it has opened only its later dates and its contact may change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {self.instance.fiscal_year} if self.instance.pk else set()
        now = FiscalYear.containing(clock.today())
        years = sorted({now.start_year + more for more in range(-1, 4)} | held)
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label=_("年度"),
            choices=[(year, FiscalYear(year).label) for year in years],
            coerce=int,
            initial=self.instance.fiscal_year or now.start_year,
        )
        for name in ("opens_at", "closes_at"):
            if kept := getattr(self.instance, name):
                self.initial[name] = kept.replace(second=0, microsecond=0)
        self.fields["programme"].queryset = self.fields["programme"].queryset.filter(is_active=True)
        if self.instance.opened_at is not None:
            self.fields["programme"].queryset = self.instance._meta.get_field("programme").related_model.objects.all()
            for name in set(self.fields) - AFTER_OPENING:
                self.fields[name].disabled = True

    def clean_closes_at(self) -> datetime | None:
        """The page shows minutes: a deadline of 23:59:59 that nobody touched keeps its seconds."""
        given: datetime | None = self.cleaned_data["closes_at"]
        kept = self.instance.closes_at
        return kept if kept and given and kept.replace(second=0, microsecond=0) == given else given

    def clean(self) -> dict[str, Any]:
        """A programme with a window never loses its deadline by an empty field."""
        cleaned: dict[str, Any] = super().clean() or {}
        programme = cleaned.get("programme")
        if programme and programme.intake == "window" and not cleaned.get("closes_at") and not self.errors:
            self.add_error("closes_at", _("期間を決めて募集する制度です。締切の日時を入力してください。"))
        return cleaned


class AppointForm(forms.Form):
    """委嘱."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("審査委員"), empty_label=_("選んでください"))
    affiliation = forms.CharField(label=_("所属"), max_length=100, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "user").queryset = people


class ConflictForm(forms.Form):
    """利益相反 set by the office."""

    reviewer = forms.ModelChoiceField(User.objects.none(), label=_("審査委員"), empty_label=_("選んでください"))
    kind = forms.ChoiceField(label=_("関係"), choices=[row for row in ConflictDeclaration.KINDS if row[0] != "none"])
    reason = forms.CharField(label=_("説明"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "reviewer").queryset = people


class CorrectionForm(forms.Form):
    """補正依頼: for every field of the form a tick (`pick.<key>`) and why (`why.<key>`), a message, a date."""

    message = forms.CharField(
        label=_("申請者への連絡（任意）"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(label=_("期限"), widget=AdminDateInput)

    def __init__(self, *args: Any, rules: Rules, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.names = {row.key: row.label for row in rules.fields}
        self.names |= {STATEMENT + row.key: row.text for row in rules.statements}
        for key, name in self.names.items():
            self.fields[f"pick.{key}"] = forms.BooleanField(label=name, required=False)
            self.fields[f"why.{key}"] = forms.CharField(
                label=gettext("「%(name)s」を直してほしい理由") % {"name": name}, required=False, max_length=500
            )

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(key, tick, why) in the order of the form."""
        return [(key, self[f"pick.{key}"], self[f"why.{key}"]) for key in self.names]

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if due < self.today:
            raise forms.ValidationError(_("期限は今日以後の日にしてください。"))
        return due

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for key in self.names:
            if cleaned.get(f"pick.{key}") and not cleaned.get(f"why.{key}", "").strip():
                self.add_error(f"why.{key}", gettext("直してほしい理由を書いてください。申請者が読みます。"))
            if cleaned.get(f"why.{key}", "").strip() and not cleaned.get(f"pick.{key}"):
                self.add_error(f"pick.{key}", gettext("理由が書かれています。項目も選んでください。"))
        if not self.picked:
            self.add_error(None, gettext("補正してほしい項目を1つ以上選んでください。"))
        return cleaned

    @property
    def picked(self) -> dict[str, str]:
        """{field key: why}."""
        values = self.cleaned_data
        return {key: values.get(f"why.{key}", "") for key in self.names if values.get(f"pick.{key}")}


class ReasonForm(forms.Form):
    """A reason that goes on record."""

    reason = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: Any = None, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label
        self.fields["reason"].help_text = help_text


class ProposalForm(forms.Form):
    """決定案: an outcome; another one than the rules suggest needs both reasons."""

    outcome = forms.ChoiceField(label=_("結果"), choices=(), widget=forms.RadioSelect)
    override_reason = forms.CharField(
        label=_("規則の案と違う結果にする理由（内部の記録）"),
        help_text=_("案と違うときは必須です。消せない記録として残ります。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    public_reason = forms.CharField(
        label=_("申請者に伝える理由"),
        help_text=_("通知書に載ります。空なら、規則による理由の文が載ります。案と違うときは必須です。"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, labels: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "outcome").choices = [(outcome.value, labels[outcome.value]) for outcome in Outcome]


def checks_of(application: Application, data: Any) -> dict[str, tuple[bool, str]]:
    """{statement key: (passed, note)} of the statements that were answered on the checklist."""
    keys = [row.key for row in application.round.frozen.statements]
    return {
        key: (data[f"check.{key}"] == "yes", data.get(f"note.{key}", "").strip())
        for key in keys
        if data.get(f"check.{key}") in ("yes", "no")
    }
