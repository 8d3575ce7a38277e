"""議事録: what the committee's meeting said, in versions; a signed one is closed with the table of that hour."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class MinutesVersion(models.Model):
    """One version of a round's minutes. `attendees` [reviewer id]: who was there; `others`: everybody else, as text;
    `remarks` {application id: words}; `votes` {application id: {"for", "against", "abstain"}}.
    """

    round = models.ForeignKey("certification.Round", on_delete=models.PROTECT, related_name="minutes")
    number = models.PositiveSmallIntegerField()
    held_on = models.DateField(_("開催日"))
    place = models.CharField(_("場所"), max_length=120, blank=True)
    chair = models.CharField(_("議長"), max_length=80, blank=True)
    attendees = models.JSONField(default=list)
    others = models.TextField(_("そのほかの出席者"), blank=True)
    opening = models.TextField(_("審議の経過"), blank=True)
    remarks = models.JSONField(default=dict)
    votes = models.JSONField(default=dict)
    closing = models.TextField(_("その他"), blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["round", "number"], name="minutes_version_unique"),)

    def __str__(self) -> str:
        return f"{self.round_id} v{self.number}"


class MinutesSignature(models.Model):
    """確定: a version is closed. `items`: the table of applications as it stood then, with reviewers by id."""

    version = models.OneToOneField(MinutesVersion, on_delete=models.PROTECT, related_name="signature")
    items = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.version_id}"
