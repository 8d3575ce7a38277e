"""A question of the programme's own, besides those common to all products."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from certification.domain import table_columns
from certification.domain.table_columns import Column
from certification.models.criteria import KEY


class FormField(Orderable):
    """申請書の項目. Hidden from reviewers in a blind round unless marked as safe."""

    KINDS = (
        ("text", _("1行の文章")),
        ("long_text", _("長い文章")),
        ("choice", _("1つ選ぶ")),
        ("choices", _("いくつでも選ぶ")),
        ("number", _("数")),
        ("money", _("金額（円）")),
        ("date", _("日付")),
        ("file", _("書類")),
        ("photo", _("写真")),
        ("agree", _("同意")),
        ("table", _("表（列を決め、行は申請者が足す）")),
        ("address", _("住所")),
    )

    programme = ParentalKey("certification.Programme", on_delete=models.CASCADE, related_name="form_fields")
    key = models.CharField(_("記号"), max_length=40, validators=[KEY])
    label = models.CharField(_("問い"), max_length=100)
    help = models.CharField(_("説明"), max_length=1000, blank=True)
    kind = models.CharField(_("種類"), max_length=20, choices=KINDS, default="text")
    required = models.BooleanField(_("必須"), default=True)
    max_length = models.PositiveIntegerField(_("文字数の上限（0は上限なし）"), default=0)
    minimum = models.DecimalField(_("最小"), max_digits=12, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(_("最大"), max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("単位"), max_length=20, blank=True)
    options_text = models.TextField(_("選択肢、または表の列（1行に1つ）"), blank=True)
    safe_for_blind = models.BooleanField(_("事業者名を伏せた審査でも見せる"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("申請書の項目")
        constraints: ClassVar = (
            models.UniqueConstraint(
                fields=["programme", "key"],
                name="form_field_key_unique",
                violation_error_message=_("同じ記号の項目があります。"),
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def options(self) -> list[str]:
        """The choices, one a line."""
        return [line.strip() for line in self.options_text.splitlines() if line.strip()]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a table, one a line; a star at the end marks one that every row must fill."""
        return table_columns.parse(self.options_text)
