"""An application (申請), its versions, files, corrections and the log of its moves."""

import secrets
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.labels import office_label
from certification.domain.states import Status

STATUS_CHOICES = [(status.value, office_label(status)) for status in Status]


def new_code() -> str:
    """The code in addresses: not guessable, not counting."""
    return secrets.token_hex(6)


class Application(models.Model):
    """申請. `answers` {field key: value}; `revision` counts every save, `touched` tells which save wrote a field last,
    so that two people never overwrite each other silently.
    """

    KINDS = (("new", _("新規")), ("renewal", _("更新")))

    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="applications")
    business = models.ForeignKey("core.Business", on_delete=models.PROTECT, related_name="applications")
    status = models.CharField(_("状態"), max_length=30, choices=STATUS_CHOICES, default=Status.DRAFT.value)
    product_name = models.CharField(_("商品・サービスの名前"), max_length=120, blank=True)
    answers = models.JSONField(default=dict)
    touched = models.JSONField(default=dict)  # {field key: revision that wrote it last}
    revision = models.PositiveIntegerField(default=1)
    receipt_number = models.CharField(_("受付番号"), max_length=30, null=True, blank=True, unique=True)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("提出日時"), null=True, blank=True)
    submitted_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    previous = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="next_attempts",
        verbose_name=_("前回の申請"),
    )
    attempt = models.PositiveSmallIntegerField(_("何回目の申請か"), default=1)
    kind = models.CharField(_("申請の種類"), max_length=10, choices=KINDS, default="new", db_default="new")
    renews = models.ForeignKey(
        "certification.Certificate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("更新する証書"),
    )
    gap_answers = models.JSONField(default=dict)  # {gap key of the previous attempt: what changed}
    destroyed_at = models.DateTimeField(_("内容を廃棄した日時"), null=True, blank=True)  # services/erasure.py
    late_allowed_until = models.DateTimeField(_("締切の延長"), null=True, blank=True)

    class Meta:
        verbose_name = _("申請")
        verbose_name_plural = _("申請")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["round", "status"], name="application_round_status"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | models.Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="application_submitted_at_and_by",
                violation_error_message=_("提出の日時と人は、そろって記録します。"),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=("draft", "withdrawn")) | models.Q(receipt_number__isnull=False),
                name="application_submitted_has_number",
                violation_error_message=_("提出した申請には受付番号が要ります。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="new", renews__isnull=True) | models.Q(kind="renewal", renews__isnull=False),
                name="application_renewal_names_certificate",
                violation_error_message=_("更新の申請には、更新する証書が要ります。"),
            ),
            models.UniqueConstraint(
                fields=["renews"],
                condition=~models.Q(status__in=("withdrawn", "refused", "released")),
                name="application_one_live_renewal",
                violation_error_message=_("この証書の更新の申請は、もう始まっています。"),
            ),
        )

    def __str__(self) -> str:
        return self.receipt_number or self.product_name or self.code

    @property
    def state(self) -> Status:
        return Status(self.status)

    def answer(self, key: str, default: Any = "") -> Any:
        """The stored answer to a field."""
        return self.answers.get(key, default)


class Attachment(models.Model):
    """添付: a file given for a field. Taken away, it stays for the versions that hold it (`removed_at`)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="attachments")
    field_key = models.CharField(max_length=80)
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="attachments")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by__isnull=True)
                | models.Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_at_and_by",
                violation_error_message=_("外した日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.field_key}:{self.stored_id}"


class ApplicationVersion(models.Model):
    """提出版: what was handed in, as it was; never changed (the database refuses)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    answers = models.JSONField()
    files = models.JSONField(default=dict)  # {field key: [stored file id, …]}
    business = models.JSONField(default=dict)  # the firm's facts that day
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["application", "number"], name="version_number_unique"),)

    def __str__(self) -> str:
        return f"{self.application_id} v{self.number}"


class Correction(models.Model):
    """補正依頼: the fields to mend, each with why; only those unlock."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="corrections")
    fields = models.JSONField()  # {field key: reason}
    message = models.TextField(_("連絡"), blank=True)
    due_on = models.DateField(_("期限"), null=True, blank=True)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answered_at__isnull=True), name="correction_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="correction_answered_at_and_by",
                violation_error_message=_("回答の日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}: {', '.join(self.fields)}"


class ScreeningCheck(models.Model):
    """点検: the office's tick for one eligibility statement, with a note."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="checks")
    statement_key = models.CharField(max_length=40)
    passed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["application", "statement_key"], name="check_unique"),)

    def __str__(self) -> str:
        return f"{self.statement_key}: {self.passed}"


class Transition(models.Model):
    """移り変わり: one move of an application; never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=30)
    target = models.CharField(max_length=30)
    by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
