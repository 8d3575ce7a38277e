"""A score sheet given on paper, keyed in by two people of the office (紙の審査票の入力)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certification.domain.panel_states import PAPER_LIVE, PaperState


class KeyedSheet(models.Model):
    """紙の審査票. `first` and `second`: what each keyed, the second blind to the first; `settled` where they differed:
    {"declaration", "reason", "marks", "gates", "to_applicant", "internal"}. Ended, the database refuses any change.
    """

    STATES = (
        (PaperState.KEYED.value, _("2人目の入力待ち")),
        (PaperState.DIFFERS.value, _("違いの確認待ち")),
        (PaperState.HANDED_IN.value, _("提出済み")),
        (PaperState.RECUSED.value, _("利益相反により対象外")),
        (PaperState.DISCARDED.value, _("取りやめ")),
    )

    application = models.ForeignKey("certification.Application", on_delete=models.PROTECT, related_name="keyed_sheets")
    reviewer = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="keyed_sheets")
    state = models.CharField(max_length=12, choices=STATES, default=PaperState.KEYED.value)
    source_note = models.CharField(_("紙の置き場所・備考"), max_length=200, blank=True)
    scan = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    first = models.JSONField(default=dict)
    second = models.JSONField(null=True, blank=True)
    settled = models.JSONField(null=True, blank=True)
    keyed_at = models.DateTimeField()
    keyed_by = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sheet = models.OneToOneField(
        "certification.Sheet", on_delete=models.PROTECT, null=True, blank=True, related_name="keyed"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["application", "reviewer"],
                condition=models.Q(state__in=sorted(state.value for state in PAPER_LIVE)),
                name="keyed_sheet_one_live",
                violation_error_message=_("この審査票は、もう入力が始まっています。"),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_by__isnull=True) | ~models.Q(checked_by=models.F("keyed_by")),
                name="keyed_sheet_two_people",
                violation_error_message=_("2回目の入力は、1回目と違う人が行います。"),
            ),
            models.CheckConstraint(
                condition=models.Q(checked_at__isnull=True, checked_by__isnull=True)
                | models.Q(checked_at__isnull=False, checked_by__isnull=False),
                name="keyed_sheet_checked_at_and_by",
                violation_error_message=_("確かめた日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.application_id}:{self.reviewer_id}:{self.state}"
