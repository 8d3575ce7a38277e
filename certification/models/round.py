"""A call (募集回) of a programme in one fiscal year, with the rules frozen at its opening."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from certification.domain.rules import Rules
from core.domain.fiscal_year import FiscalYear


class Round(ClusterableModel):
    """募集回. Planned until `opened_at`; then `rules` never change. `closes_at` is empty for rolling intake."""

    programme = models.ForeignKey(
        "certification.Programme", on_delete=models.PROTECT, related_name="rounds", verbose_name=_("制度")
    )
    fiscal_year = models.PositiveSmallIntegerField(_("年度（始まりの年）"))
    name = models.CharField(_("名前"), max_length=80)
    opens_at = models.DateTimeField(_("受付の開始"))
    closes_at = models.DateTimeField(_("受付の締切"), null=True, blank=True)
    review_on = models.DateField(_("審査会の日"), null=True, blank=True)
    release_on = models.DateField(_("結果公表の予定日"), null=True, blank=True)
    contact = models.CharField(_("問い合わせ先"), max_length=200, blank=True)
    announced = models.BooleanField(_("始める前に「まもなく」として公開する"), default=False, db_default=False)
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    scoring_closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    scoring_closed_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    rules = models.JSONField(null=True, blank=True, editable=False)
    copied_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copy", editable=False
    )
    paper_closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # two stages: 書類審査 is over
    paper_closed_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    session_begun_at = models.DateTimeField(null=True, blank=True, editable=False)  # 実食審査・懇話会 may be scored
    session_begun_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("募集回")
        verbose_name_plural = _("募集回")
        ordering = ("-fiscal_year", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["programme", "fiscal_year", "name"],
                name="round_unique",
                violation_error_message=_("同じ制度・年度・名前の募集回があります。"),
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True) | models.Q(closes_at__gt=models.F("opens_at")),
                name="round_closes_after_opening",
                violation_error_message=_("締切は受付の開始より後にしてください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(opened_at__isnull=True, opened_by__isnull=True, rules__isnull=True)
                | models.Q(opened_at__isnull=False, opened_by__isnull=False, rules__isnull=False),
                name="round_opened_with_rules",
                violation_error_message=_("募集を始めた回には、その時の基準の写しが要ります。"),
            ),
            models.CheckConstraint(
                condition=models.Q(scoring_closed_at__isnull=True, scoring_closed_by__isnull=True)
                | models.Q(scoring_closed_at__isnull=False, scoring_closed_by__isnull=False),
                name="round_scoring_closed_at_and_by",
                violation_error_message=_("審査の締め切りの日時と人は、そろって記録します。"),
            ),
            models.CheckConstraint(
                condition=models.Q(paper_closed_at__isnull=True, paper_closed_by__isnull=True)
                | models.Q(paper_closed_at__isnull=False, paper_closed_by__isnull=False),
                name="round_paper_closed_at_and_by",
                violation_error_message=_("書類審査を締め切った日時と人は、そろって記録します。"),
            ),
            models.CheckConstraint(
                condition=models.Q(session_begun_at__isnull=True, session_begun_by__isnull=True)
                | models.Q(session_begun_at__isnull=False, session_begun_by__isnull=False)
                & models.Q(paper_closed_at__isnull=False),
                name="round_session_begun_after_paper",
                violation_error_message=_("実食審査・懇話会の採点は、書類審査を締め切ってから始めます。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.year.label} {self.name}"

    @property
    def year(self) -> FiscalYear:
        return FiscalYear(self.fiscal_year)

    @property
    def frozen(self) -> Rules:
        """The rules this round is judged under. Raises ValueError before it opens."""
        if self.rules is None:
            raise ValueError("The round has not opened.")
        return Rules.from_json(self.rules)

    def is_open(self, at: datetime) -> bool:
        """Does it take applications at this instant? The last second before `closes_at` counts."""
        return self.opened_at is not None and self.opens_at <= at and (self.closes_at is None or at < self.closes_at)
