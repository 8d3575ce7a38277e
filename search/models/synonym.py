"""The staff's synonym table; acts when asking, needs no rebuild."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.domain.lexicon import ONE_WAY, SOFT, STOP, TWO_WAY, SynonymRow

_SEPARATORS = re.compile(r"[|、,，\n\r]+")


def split_words(text: str) -> tuple[str, ...]:
    """Words divided by 、 , | or line ends."""
    return tuple(word.strip() for word in _SEPARATORS.split(text) if word.strip())


class Synonym(models.Model):
    """A row of words that are searched together (類義語)."""

    kind = models.CharField(
        _("種類"),
        max_length=8,
        default=TWO_WAY,
        choices={
            TWO_WAY: _("互いに同じ"),
            ONE_WAY: _("左の語なら右も探す"),
            SOFT: _("用途のことば（必須としない）"),
            STOP: _("無視することば"),
        },
    )
    words = models.TextField(_("ことば"), help_text=_("「、」または改行で区切ります。"))
    expands_to = models.TextField(
        _("あわせて探すことば"), blank=True, help_text=_("「左の語なら右も探す」のときだけ使います。")
    )
    note = models.CharField(_("メモ"), max_length=200, blank=True)
    is_active = models.BooleanField(_("使う"), default=True)
    is_seed = models.BooleanField(_("初期データ"), default=False, editable=False)

    class Meta:
        ordering = ("words",)
        verbose_name = _("類義語")
        verbose_name_plural = _("類義語")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=(TWO_WAY, ONE_WAY, SOFT, STOP)), name="search_synonym_kind_known"
            ),
        )

    def __str__(self) -> str:
        return self.words.replace("\n", "、")[:60]

    def clean(self) -> None:
        """Two-way rows need two words, one-way rows both sides."""
        words = split_words(self.words)
        if not words or (self.kind == TWO_WAY and len(words) < 2):
            raise ValidationError({"words": _("ことばを入力してください。「互いに同じ」には二つ以上必要です。")})
        if self.kind == ONE_WAY and not split_words(self.expands_to):
            raise ValidationError({"expands_to": _("あわせて探すことばを入力してください。")})

    @property
    def row(self) -> SynonymRow:
        """As the lexicon takes it."""
        return SynonymRow(self.kind, split_words(self.words), split_words(self.expands_to))
