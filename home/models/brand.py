"""The city's words and colours: everything that differs from one city to the next."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from home import frame
from home.domain import contrast

ACCENTS: Mapping[str, Any] = {
    "ai": _("藍"),
    "mikan": _("みかん"),
    "take": _("竹"),
    "kogane": _("黄金"),
    "sumi": _("墨"),
    "own": _("自分で決める（下の2色）"),
}
IN_ENGLISH = (
    "site_name",
    "tagline",
    "city_name",
    "search_examples",
    "footer_text",
    "contact_name",
    "contact_address",
    "contact_hours",
    "source_note",
)
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
is_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("色は #1d4f91 のように、# と6桁の英数字で入力してください。"))


@register_setting(icon="site")
class Brand(BaseSiteSetting):
    """ブランド. One per site; a site without one shows neutral words."""

    site_name = models.CharField(_("サイトの名前"), max_length=60, default="ブランド認証")
    tagline = models.CharField(_("ひとこと"), max_length=100, blank=True)
    city_name = models.CharField(_("市区町村の名前"), max_length=30, blank=True)
    seal = models.CharField(_("印の文字"), max_length=2, blank=True, help_text=_("ロゴの代わりに置く1文字です。"))
    logo = models.ForeignKey(
        "wagtailimages.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ロゴ")
    )
    accent = models.CharField(_("基調の色"), max_length=10, choices=ACCENTS, default="ai")
    own_light = models.CharField(_("明るい画面の色"), max_length=7, blank=True, validators=[is_colour])
    own_dark = models.CharField(_("暗い画面の色"), max_length=7, blank=True, validators=[is_colour])
    search_examples = models.TextField(
        _("検索の例"), blank=True, help_text=_("トップページに出す検索の言葉です。1行に1つ、3つまで。")
    )
    footer_text = models.TextField(_("下部の説明"), blank=True)
    contact_name = models.CharField(_("担当"), max_length=100, blank=True)
    contact_address = models.CharField(_("所在地"), max_length=200, blank=True)
    contact_phone = models.CharField(_("電話番号"), max_length=30, blank=True)
    contact_email = models.EmailField(_("メールアドレス"), blank=True)
    contact_hours = models.CharField(_("受付時間"), max_length=100, blank=True)
    source_note = models.CharField(_("出典の注記"), max_length=200, blank=True)

    site_name_en = models.CharField(_("サイトの名前（英語）"), max_length=60, blank=True)
    tagline_en = models.CharField(_("ひとこと（英語）"), max_length=100, blank=True)
    city_name_en = models.CharField(_("市区町村の名前（英語）"), max_length=30, blank=True)
    search_examples_en = models.TextField(_("検索の例（英語）"), blank=True)
    footer_text_en = models.TextField(_("下部の説明（英語）"), blank=True)
    contact_name_en = models.CharField(_("担当（英語）"), max_length=100, blank=True)
    contact_address_en = models.CharField(_("所在地（英語）"), max_length=200, blank=True)
    contact_hours_en = models.CharField(_("受付時間（英語）"), max_length=100, blank=True)
    source_note_en = models.CharField(_("出典の注記（英語）"), max_length=200, blank=True)

    municipality = ""  # the city's name as records write it, whatever language is spoken (set by `speak`)
    select_related: ClassVar[list[str]] = ["logo", "site"]
    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("site_name", "tagline", "city_name", "seal", "logo")], _("名前")
        ),
        MultiFieldPanel([FieldPanel(name) for name in ("accent", "own_light", "own_dark")], _("色")),
        FieldPanel("search_examples"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "footer_text",
                    "contact_name",
                    "contact_address",
                    "contact_phone",
                    "contact_email",
                    "contact_hours",
                    "source_note",
                )
            ],
            _("下部と問い合わせ先"),
        ),
        MultiFieldPanel([FieldPanel(f"{name}_en") for name in IN_ENGLISH], _("英語のことば")),
    ]

    class Meta:
        verbose_name = _("ブランド（名前・色・連絡先）")

    def __str__(self) -> str:
        return self.site_name

    def clean(self) -> None:
        """Refuses colours that cannot be read (4.5 : 1 on every ground they appear on)."""
        super().clean()
        if self.accent != "own":
            return
        problems = {}
        grounds = {"own_light": contrast.LIGHT_GROUNDS, "own_dark": contrast.DARK_GROUNDS}
        for name, against in grounds.items():
            colour = getattr(self, name)
            if not colour:
                problems[name] = _("色を入力してください。")
            elif COLOUR.fullmatch(colour) and not contrast.readable(colour, against):
                problems[name] = _(
                    "この色では文字が読みにくくなります（背景とのコントラストが 4.5 に足りません）。"
                    "明るい画面の色はもっと暗く、暗い画面の色はもっと明るくしてください。"
                )
        if problems:
            raise ValidationError(problems)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets what the process keeps of it."""
        super().save(*args, **kwargs)
        frame.forget()

    def speak(self, language: str) -> None:
        """Puts the English words in place, where there are any; for showing, not for saving."""
        self.municipality = self.city_name
        if language == "en":
            for name in IN_ENGLISH:
                setattr(self, name, getattr(self, f"{name}_en") or getattr(self, name))

    @property
    def seal_text(self) -> str:
        return self.seal or self.site_name[:1]

    @property
    def examples(self) -> list[str]:
        """At most three example questions for the search box."""
        return [line.strip() for line in self.search_examples.splitlines() if line.strip()][:3]
