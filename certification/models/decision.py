"""What the committee decides: proposed, confirmed by a second person, released. Three rows, none ever changed."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Decision(models.Model):
    """決定案. A newer version supersedes; an outcome other than the suggestion carries a reason for ever."""

    OUTCOMES = (("certified", _("認証・認定")), ("challenge", _("チャレンジ支援")), ("declined", _("見送り")))

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="decisions")
    version = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("結果"), max_length=20, choices=OUTCOMES)
    suggested = models.CharField(_("規則による案"), max_length=20, blank=True)
    override_reason = models.TextField(_("案と異なる理由（内部の記録）"), blank=True)
    public_reason = models.TextField(_("申請者に伝える理由"), blank=True)
    derivation = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("version",)
        constraints = (
            models.UniqueConstraint(fields=["application", "version"], name="decision_version_unique"),
            models.CheckConstraint(
                condition=models.Q(outcome=models.F("suggested")) | ~models.Q(override_reason=""),
                name="decision_override_has_reason",
                violation_error_message=_("規則による案と違う結果にするときは、理由を書いてください。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id} v{self.version}: {self.outcome}"

    @property
    def overrides(self) -> bool:
        return self.outcome != self.suggested


class Confirmation(models.Model):
    """決裁: a second person confirms one version of a decision."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="confirmation")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.decision_id}"


class Release(models.Model):
    """公表: the moment a confirmed decision became known; one per application."""

    application = models.OneToOneField("certification.Application", on_delete=models.PROTECT, related_name="release")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="release")
    released_at = models.DateTimeField()
    released_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.application_id}"


class Letter(models.Model):
    """通知書: the values it is set from never change; the PDF is made by the worker and filled in once."""

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="letters")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="letter")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40, unique=True)
    values = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField()
    pdf = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.number
