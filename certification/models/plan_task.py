"""What belongs to a task of a challenge plan: its evidence, its history, and suggestions not yet taken up."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskEvidence(models.Model):
    """課題の資料: a file that shows the task was done; several for one task. Taken away, the row stays."""

    task = models.ForeignKey("certification.ChallengeTask", on_delete=models.PROTECT, related_name="files")
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.task_id}:{self.stored_id}"


class TaskEvent(models.Model):
    """課題の記録: what happened to a task; never changed."""

    KINDS = (
        ("made", _("入れた")),
        ("taken", _("提案から入れた")),
        ("edited", _("直した")),
        ("moved", _("順番を変えた")),
        ("done", _("完了にした")),
        ("reopened", _("未完了に戻した")),
        ("evidence", _("資料を付けた")),
        ("evidence_removed", _("資料を外した")),
        ("removed", _("取り下げた")),
    )

    task = models.ForeignKey("certification.ChallengeTask", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=KINDS)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.task_id}: {self.kind}"


class TaskDraft(models.Model):
    """課題の提案: what the system proposes for a gap. The adviser takes it (`task`) or drops it (`dropped_at`)."""

    plan = models.ForeignKey("certification.ChallengePlan", on_delete=models.PROTECT, related_name="drafts")
    gap_key = models.CharField(max_length=40)
    topic = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    detail = models.TextField(blank=True)
    days = models.PositiveSmallIntegerField(default=60)
    made_at = models.DateTimeField()
    task = models.OneToOneField(
        "certification.ChallengeTask", on_delete=models.PROTECT, null=True, blank=True, related_name="draft"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["plan", "gap_key", "title"], name="task_draft_unique"),)

    def __str__(self) -> str:
        return self.title
