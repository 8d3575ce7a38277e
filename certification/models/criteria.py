"""What a programme asks reviewers (criteria, scale steps, gates) and applicants (eligibility statements)."""

from typing import ClassVar

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

KEY = RegexValidator(r"^[a-z][a-z0-9_]*$", _("英小文字で始め、英小文字・数字・下線で入力してください。"))


class Criterion(Orderable, ClusterableModel):
    """審査項目: weight, floor and a scale of steps, which need not be even."""

    STAGES = ((1, _("書類審査")), (2, _("実食審査・懇話会")))

    programme = ParentalKey("certification.Programme", on_delete=models.CASCADE, related_name="criteria")
    key = models.CharField(_("記号"), max_length=40, validators=[KEY])
    name = models.CharField(_("項目"), max_length=60)
    description = models.TextField(_("観点"), blank=True)
    weight = models.DecimalField(
        _("重み"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)]
    )
    floor = models.DecimalField(_("下限（点）"), max_digits=5, decimal_places=2, null=True, blank=True)
    allow_na = models.BooleanField(_("「該当しない」を選べる"), default=False)
    stage = models.PositiveSmallIntegerField(_("どの段階で採点するか"), choices=STAGES, default=1, db_default=1)

    class Meta(Orderable.Meta):
        verbose_name = _("審査項目")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["programme", "key"],
                name="criterion_key_unique",
                violation_error_message=_("同じ記号の審査項目があります。"),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ScaleStep(Orderable):
    """段階: one mark, its word and what it means."""

    criterion = ParentalKey(Criterion, on_delete=models.CASCADE, related_name="steps")
    value = models.DecimalField(_("点"), max_digits=5, decimal_places=2)
    label = models.CharField(_("ことば"), max_length=30)
    anchor = models.CharField(_("目安"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("段階")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["criterion", "value"],
                name="scale_step_value_unique",
                violation_error_message=_("同じ点の段階があります。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.value} {self.label}"


class Gate(Orderable):
    """必須条件: yes or no, outside the total."""

    programme = ParentalKey("certification.Programme", on_delete=models.CASCADE, related_name="gates")
    key = models.CharField(_("記号"), max_length=40, validators=[KEY])
    name = models.CharField(_("必須条件"), max_length=60)
    question = models.CharField(_("問い"), max_length=200)

    class Meta(Orderable.Meta):
        verbose_name = _("必須条件")

    def __str__(self) -> str:
        return self.name


class EligibilityStatement(Orderable):
    """応募資格: what the applicant states and the evidence it needs."""

    programme = ParentalKey("certification.Programme", on_delete=models.CASCADE, related_name="statements")
    key = models.CharField(_("記号"), max_length=40, validators=[KEY])
    text = models.CharField(_("応募資格の文"), max_length=300)
    evidence = models.CharField(_("確認する書類"), max_length=200, blank=True)
    evidence_required = models.BooleanField(_("書類が必要"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("応募資格")

    def __str__(self) -> str:
        return self.text
