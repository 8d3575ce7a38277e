"""The panel: appointments, conflicts of interest, assignments, score sheets."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.scoring import Mark, SheetMarks


class PanelMember(models.Model):
    """委嘱: a person reviews in a round."""

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="panel_seats")
    affiliation = models.CharField(_("所属"), max_length=100, blank=True)
    appointed_at = models.DateTimeField()
    appointed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["round", "user"], name="panel_member_unique"),)

    def __str__(self) -> str:
        return f"{self.round_id}:{self.user_id}"


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


class Sheet(models.Model):
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
