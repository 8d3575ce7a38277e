"""The second stage of a round: sessions (実食審査会・評価懇話会) with their running order, who goes on to them,
what was handed in for the paper stage, and what was mailed.
"""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

MINUTES = (MinValueValidator(1), MaxValueValidator(480))
PAUSE = (MaxValueValidator(480),)


class ReviewSession(models.Model):
    """審査の場. Start times of its slots are worked out from `starts` (domain/timetable.py), never stored."""

    KINDS = (("tasting", _("実食審査会")), ("hearing", _("評価懇話会")))

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="sessions")
    kind = models.CharField(_("種類"), max_length=20, choices=KINDS, default="tasting")
    held_on = models.DateField(_("日"))
    starts = models.TimeField(_("開始"))
    place = models.CharField(_("場所"), max_length=120)
    room_note = models.CharField(_("会場の案内（申請者に伝わります）"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("1件の時間（分）"), default=15, validators=MINUTES)
    pause = models.PositiveSmallIntegerField(_("入れ替えの時間（分）"), default=5, validators=PAUSE)
    samples = models.PositiveSmallIntegerField(_("1件の試食・見本の数"), default=0)
    made_at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        verbose_name = _("審査の場")
        ordering: ClassVar = ("held_on", "starts", "pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_on}"


class SessionSlot(models.Model):
    """進行順の1枠: an application in a session. Empty `minutes` and `samples`: as the session says."""

    session = models.ForeignKey(ReviewSession, on_delete=models.CASCADE, related_name="slots")
    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="slots")
    place_in_order = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(_("時間（分）"), null=True, blank=True, validators=MINUTES)
    samples = models.PositiveSmallIntegerField(_("見本の数"), null=True, blank=True)
    break_after = models.PositiveSmallIntegerField(_("この後の休憩（分）"), default=0, validators=PAUSE)
    note = models.CharField(_("メモ（室内用）"), max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ("place_in_order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["session", "application"], name="session_slot_unique"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gt=0), name="session_slot_has_minutes"
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id}: {self.place_in_order}"


class PaperResult(models.Model):
    """書類審査の結果: does the application go on to the session? Written by the office from the paper totals."""

    application = models.OneToOneField(
        "certification.Application", on_delete=models.PROTECT, related_name="paper_result"
    )
    goes_on = models.BooleanField()
    total = models.CharField(max_length=60)  # the exact paper total as a fraction; empty without marks
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.goes_on}"


class StageSheet(models.Model):
    """書類審査の採点: what a reviewer handed in for the paper stage; never changed (the database refuses)."""

    sheet = models.OneToOneField("certification.Sheet", on_delete=models.PROTECT, related_name="stage_one")
    marks = models.JSONField()
    gates = models.JSONField()
    handed_in_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sheet_id}"


class TimetableMail(models.Model):
    """What was last told to a firm or a member of the panel about a session; never changed (the database refuses)."""

    session = models.ForeignKey(ReviewSession, on_delete=models.PROTECT, related_name="mails")
    business = models.ForeignKey("core.Business", on_delete=models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    number = models.PositiveSmallIntegerField()
    told = models.JSONField(default=dict)  # what the mail said; {} when the timetable was called off
    digest = models.CharField(max_length=64, blank=True)  # of what was told; empty: called off
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["session", "business", "number"],
                condition=Q(business__isnull=False),
                name="timetable_mail_firm",
            ),
            models.UniqueConstraint(
                fields=["session", "reviewer", "number"],
                condition=Q(reviewer__isnull=False),
                name="timetable_mail_panel",
            ),
            models.CheckConstraint(
                condition=Q(business__isnull=True, reviewer__isnull=False)
                | Q(business__isnull=False, reviewer__isnull=True),
                name="timetable_mail_to_one",
            ),
        )

    def __str__(self) -> str:
        return f"{self.session_id}: {self.number}"
