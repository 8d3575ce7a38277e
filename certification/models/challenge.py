"""Challenge support (チャレンジ支援): the plan from a near miss to the next application."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.labels import office_label
from certification.domain.states import PlanStatus

CHOICES = [(status.value, office_label(status)) for status in PlanStatus]


class ChallengePlan(models.Model):
    """支援計画. `gaps` [{"key", "name", "kind", "had", "needed", "short", "feedback": […]}], as released."""

    application = models.OneToOneField("certification.Application", on_delete=models.PROTECT, related_name="plan")
    status = models.CharField(_("状態"), max_length=20, choices=CHOICES, default=PlanStatus.OFFERED.value)
    gaps = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    adviser = models.ForeignKey(
        "core.User",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="plans_advised",
        verbose_name=_("専門家"),
    )
    offered_at = models.DateTimeField()
    answer_by = models.DateField(_("返事の期限"), null=True, blank=True)  # the last day; none in older plans
    answer_by_is_default = models.BooleanField(
        default=False, db_default=False
    )  # from the marked default, not set by the office
    reapplication = models.OneToOneField(
        "certification.Application", on_delete=models.PROTECT, null=True, blank=True, related_name="reapplies_plan"
    )

    class Meta:
        verbose_name = _("支援計画")
        verbose_name_plural = _("支援計画")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.application_id}"

    @property
    def state(self) -> PlanStatus:
        return PlanStatus(self.status)


class LiveTasks(models.Manager["ChallengeTask"]):
    """Tasks the adviser has not taken out, in their order."""

    def get_queryset(self) -> models.QuerySet["ChallengeTask"]:
        return super().get_queryset().filter(removed_at=None)


class ChallengeTask(models.Model):
    """課題: one thing to do about a gap, with a date and evidence of it done. Taken out, it stays for the record
    (`removed_at`); a plan's `tasks` are those not taken out. `evidence`: of older rows only, see TaskEvidence.
    """

    plan = models.ForeignKey(ChallengePlan, on_delete=models.PROTECT, related_name="tasks")
    gap_key = models.CharField(max_length=40)
    title = models.CharField(_("すること"), max_length=120)
    detail = models.TextField(_("くわしい内容"), blank=True)
    due_on = models.DateField(_("めやすの日"), null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence_note = models.TextField(_("したこと"), blank=True)
    evidence = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LiveTasks()
    every = models.Manager["ChallengeTask"]()

    class Meta:
        ordering = ("position", "pk")
        base_manager_name = "every"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True, done_by__isnull=True)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="task_done_at_and_by",
                violation_error_message=_("完了の日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return self.title


class PlanMessage(models.Model):
    """A word between the firm and its adviser on a plan."""

    plan = models.ForeignKey(ChallengePlan, on_delete=models.PROTECT, related_name="messages")
    text = models.TextField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text[:40]


class PlanTransition(models.Model):
    """One move of a plan; never changed."""

    plan = models.ForeignKey(ChallengePlan, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
