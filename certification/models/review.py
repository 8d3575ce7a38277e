"""The panel: appointments, conflicts of interest, assignments, score sheets."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.scoring import Mark, SheetMarks
from core import clock
from core.domain.reason import Reason


class PanelMember(models.Model):
    """委嘱: a person reviews in a round."""

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="panel_seats")
    affiliation = models.CharField(_("所属"), max_length=100, blank=True)
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField(_("委嘱の始まり"), null=True, blank=True)
    until_on = models.DateField(_("委嘱の終わり"), null=True, blank=True)  # the last day counts
    cap = models.PositiveSmallIntegerField(_("担当できる件数の上限"), null=True, blank=True)
    expertise = models.JSONField(_("専門の分野"), default=list, db_default=[], blank=True)  # category slugs and words
    absent_from = models.DateField(_("不在の始まり"), null=True, blank=True)
    absent_reason = models.CharField(_("不在の理由"), max_length=300, blank=True, default="", db_default="")
    absent_at = models.DateTimeField(null=True, blank=True)
    absent_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["round", "user"], name="panel_member_unique"),
            models.CheckConstraint(
                condition=models.Q(from_on__isnull=True)
                | models.Q(until_on__isnull=True)
                | models.Q(until_on__gte=models.F("from_on")),
                name="panel_member_period",
                violation_error_message=_("委嘱の終わりは、始まりより後の日にしてください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(absent_at__isnull=True, absent_by__isnull=True, absent_from__isnull=True)
                | models.Q(absent_at__isnull=False, absent_by__isnull=False, absent_from__isnull=False),
                name="panel_member_absent_at_and_by",
                violation_error_message=_("不在の日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id}:{self.user_id}"

    def in_period(self, on: date) -> bool:
        """Is the appointment in force on this day? Both ends count; without dates it always is."""
        return (self.from_on is None or self.from_on <= on) and (self.until_on is None or on <= self.until_on)

    def why_closed(self, on: date) -> Reason | None:
        """The sentence of a desk that is closed because of the dates of the appointment; None while it is open."""
        if self.in_period(on):
            return None
        if self.until_on is not None and self.until_on < on:
            ended = clock.date_text(self.until_on)
            sentence = (
                f"委嘱の期間が{ended}で終わったため、開けません。続けていただくときは、事務局が期間を延ばします。"
            )
            return Reason("panel.over", sentence)
        begins = clock.date_text(self.from_on) if self.from_on is not None else ""
        return Reason("panel.not_yet", f"委嘱の期間は{begins}からです。その日になると開けます。")


class Assignment(models.Model):
    """割当: a reviewer and an application. `removed_at` when the office takes it back."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="assignments")
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=models.Q(removed_at__isnull=True),
                name="assignment_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="assignment_removed_at_and_by",
                violation_error_message=_("外した日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}:{self.reviewer_id}"


class ConflictDeclaration(models.Model):
    """利益相反の申告: made before anything opens. `kind` "none" opens the application, any other recuses."""

    KINDS = (
        ("none", _("関係はありません")),
        ("employment", _("雇用・役員の関係がある")),
        ("family", _("親族が関わっている")),
        ("supplier", _("取引がある")),
        ("competitor", _("競合する事業をしている")),
        ("adviser", _("助言・支援をしている")),
        ("other", _("その他")),
    )

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="conflicts")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("関係"), max_length=20, choices=KINDS)
    reason = models.CharField(_("説明"), max_length=300, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    pinned_by_office = models.BooleanField(default=False)  # the reviewer cannot undo it

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["application", "reviewer"], name="conflict_unique"),)

    def __str__(self) -> str:
        return f"{self.application_id}:{self.reviewer_id}:{self.kind}"

    @property
    def recuses(self) -> bool:
        return self.kind != "none"


class Scored:
    """What every kind of score sheet has: its marks as the scoring rules read them."""

    reviewer_id: int
    marks: Any
    gates: Any

    @property
    def scored(self) -> SheetMarks:
        """The marks as the scoring rules read them."""
        return SheetMarks(
            reviewer=self.reviewer_id,
            marks={
                key: Mark(None if row.get("value") in (None, "") else Decimal(row["value"]), bool(row.get("na")))
                for key, row in self.marks.items()
            },
            gates=dict(self.gates),
        )


class Sheet(Scored, models.Model):
    """審査票. `marks` {criterion key: {"value": "4" | null, "na": bool, "to_applicant": "", "internal": ""}},
    `gates` {gate key: true | false | null}. Submitted, the database refuses any change.
    """

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="sheets")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="sheets")
    marks = models.JSONField(default=dict)
    gates = models.JSONField(default=dict)
    to_applicant = models.TextField(_("申請者に伝える講評"), blank=True)
    internal = models.TextField(_("事務局だけのメモ"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["application", "reviewer"], name="sheet_unique"),)

    def __str__(self) -> str:
        return f"{self.application_id}:{self.reviewer_id}"
