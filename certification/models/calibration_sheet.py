"""One panel member's marks on the calibration's example; counted in nothing."""

from django.db import models

from certification.models.review import Scored


class CalibrationSheet(Scored, models.Model):
    """目合わせの審査票. Shape of `marks` and `gates` as on a Sheet; handed in, the database refuses any change."""

    calibration = models.ForeignKey("certification.Calibration", on_delete=models.PROTECT, related_name="sheets")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="calibration_sheets")
    marks = models.JSONField(default=dict)
    gates = models.JSONField(default=dict)
    to_applicant = models.TextField(blank=True)
    internal = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["calibration", "reviewer"], name="calibration_sheet_unique"),)

    def __str__(self) -> str:
        return f"{self.calibration_id}:{self.reviewer_id}"
