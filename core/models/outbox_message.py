"""Mail on its way: written in the transaction that causes it, delivered by the worker afterwards."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxMessage(models.Model):
    """送信箱の一通. `key` makes it unique, so the same cause never sends twice."""

    STATES = (("queued", _("送信待ち")), ("sent", _("送信済み")), ("failed", _("送信できませんでした")))

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("種類"), max_length=40)
    to = models.EmailField(_("宛先"))
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    state = models.CharField(_("状態"), max_length=10, choices=STATES, default="queued")
    created_at = models.DateTimeField(_("作成日時"))
    next_try_at = models.DateTimeField(_("次の送信"))
    attempts = models.PositiveSmallIntegerField(_("試した回数"), default=0)
    last_error = models.CharField(_("最後の誤り"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("送信日時"), null=True, blank=True)
    erased_at = models.DateTimeField(_("内容を消した日時"), null=True, blank=True)
    sent_subject = models.CharField(_("件名"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("送信箱")
        verbose_name_plural = _("送信箱")
        ordering = ("-pk",)
        indexes = (models.Index(fields=["state", "next_try_at"], name="outbox_due"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | (~models.Q(state="sent") & models.Q(sent_at__isnull=True)),
                name="outbox_sent_at_with_state",
                violation_error_message=_("送信済みの便には送信日時が要ります。"),
            ),
        )

    def __str__(self) -> str:
        return self.key
