"""What a firm and its adviser put into a challenge plan beside tasks: goals, meetings, photographs, self-checks."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class GapGoal(models.Model):
    """めざすこと: the firm's own words about one gap. `revision` keeps two people from overwriting each other."""

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="goals")
    gap_key = models.CharField(max_length=40)
    text = models.TextField(_("どう改善したいか"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["plan", "gap_key"], name="gap_goal_unique"),)

    def __str__(self) -> str:
        return self.text[:40]


class PlanMeeting(models.Model):
    """面談. `place` is where people meet, `online_url` where they meet online; one of them at least."""

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("日時"))
    minutes = models.PositiveSmallIntegerField(
        _("時間（分）"), default=60, validators=(MinValueValidator(10), MaxValueValidator(600))
    )
    place = models.CharField(_("場所"), max_length=120, blank=True)
    online_url = models.URLField(_("オンラインの入口"), blank=True)
    people = models.CharField(_("出席する人"), max_length=200, blank=True)
    notes = models.TextField(_("話したこと"), blank=True)
    next_step = models.CharField(_("次にすること"), max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # counts changes of the date or place, for calendars
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.starts_at:%Y-%m-%d %H:%M}"


class PlanPhoto(models.Model):
    """改善の前と後: a pair of photographs about one gap; either may still be missing."""

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="photos")
    gap_key = models.CharField(max_length=40)
    caption = models.CharField(_("写真の説明"), max_length=120)
    before = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.caption


class SelfCheck(models.Model):
    """自己点検: the firm's own marks of its product, on the steps of the earlier round; never changed, the next
    one is a new row. `marks` {criterion key: {"value": "4", "note": ""}}.
    """

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="self_checks")
    marks = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.at:%Y-%m-%d}"
