"""A ふるさと納税 offer of a product on a portal (返礼品の掲載), with all the rules ask about it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.domain.categories import TEMPERATURES
from catalog.domain.gift_rules import ListingFacts
from catalog.domain.listing_states import LABELS, ListingStatus
from catalog.domain.local_product import CLAUSES, LocalFacts
from catalog.models.product import Product

PORTALS = {
    "choice": "ふるさとチョイス",
    "rakuten": "楽天ふるさと納税",
    "satofull": "さとふる",
    "furunavi": "ふるなび",
    "ana": "ANAのふるさと納税",
    "jal": "JALふるさと納税",
    "jre": "JRE MALLふるさと納税",
    "amazon": "Amazonふるさと納税",
    "other": "そのほか",
}
# A change of any of these sends the listing back to draft and binds the two-person rule.
TERMS = [
    "donation_yen",
    "procurement_yen",
    "shipping_yen",
    "other_yen",
    "handling_yen",
    "clause",
    "reason",
    "made_in",
    "produced_in",
    "raw_material_percent",
    "value_a_yen",
    "value_b_yen",
    "clause_facts",
    "municipality",
    "prefecture",
]
MONEY = [MaxValueValidator(100_000_000)]


class DonationListing(models.Model):
    """One product on one portal. `status` is written by services.donation_listings.move alone."""

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="listings", verbose_name=_("商品"))
    portal = models.CharField(_("ポータルサイト"), max_length=20, choices=PORTALS)
    url = models.URLField(
        _("掲載ページのURL"), max_length=500, blank=True, validators=[URLValidator(["https", "http"])]
    )
    code = models.CharField(_("返礼品番号"), max_length=60, blank=True)
    title = models.CharField(_("掲載名"), max_length=200, blank=True)
    municipality = models.CharField(_("寄附を受ける市区町村"), max_length=40)
    prefecture = models.CharField(_("都道府県"), max_length=10, blank=True)
    donation_yen = models.PositiveIntegerField(_("寄附金額（円）"), null=True, blank=True, validators=MONEY)
    contents = models.CharField(_("内容"), max_length=300, blank=True)
    temperature = models.CharField(_("配送温度"), max_length=10, choices=TEMPERATURES, blank=True)
    starts_on = models.DateField(_("受付開始日"), null=True, blank=True)
    ends_on = models.DateField(_("受付終了日"), null=True, blank=True)
    stock = models.PositiveIntegerField(_("在庫数"), null=True, blank=True)
    procurement_yen = models.PositiveIntegerField(_("調達費用（税込み・円）"), null=True, blank=True, validators=MONEY)
    shipping_yen = models.PositiveIntegerField(_("送料（円）"), null=True, blank=True, validators=MONEY)
    other_yen = models.PositiveIntegerField(
        _("ポータル・決済・広報などの費用（円）"), null=True, blank=True, validators=MONEY
    )
    handling_yen = models.PositiveIntegerField(
        _("ワンストップ特例・受領証・人件費（円）"), null=True, blank=True, validators=MONEY
    )
    clause = models.CharField(
        _("地場産品基準の号"),
        max_length=20,
        blank=True,
        choices={c.code: f"{c.code} {c.meaning}" for c in CLAUSES.values()},
    )
    reason = models.CharField(_("その号に当たる理由"), max_length=300, blank=True)
    evidence_confirmed_on = models.DateField(_("根拠資料を確認した日"), null=True, blank=True)
    evidence_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("根拠資料を確認した人"),
    )
    produced_in = models.CharField(_("生産地"), max_length=100, blank=True)
    made_in = models.CharField(_("製造・加工地"), max_length=100, blank=True)
    raw_material_percent = models.DecimalField(
        _("区域内産の原材料（％）"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    value_a_yen = models.PositiveIntegerField(_("A 調達費用（円）"), null=True, blank=True, validators=MONEY)
    value_b_yen = models.PositiveIntegerField(_("B うち区域外の費用（円）"), null=True, blank=True, validators=MONEY)
    clause_facts = models.JSONField(_("号ごとの確認事項"), default=dict, blank=True)
    wording = models.TextField(_("リンクのそばに出す言葉"), blank=True, max_length=400)
    status = models.CharField(
        _("状態"),
        max_length=10,
        choices={each.value: label for each, label in LABELS.items()},
        default=ListingStatus.DRAFT.value,
        editable=False,
    )
    terms_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("入力した人"),
    )
    terms_edited_at = models.DateTimeField(editable=False)
    link_checked_at = models.DateTimeField(_("リンクを確認した日時"), null=True, blank=True, editable=False)
    link_problem = models.CharField(_("リンクの問題"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("ふるさと納税の掲載")
        verbose_name_plural = _("ふるさと納税の掲載")
        ordering = ("product_id", "portal", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="listing_period_in_order",
                violation_error_message=_("受付終了日は、受付開始日以降の日にしてください。"),
            ),
            models.UniqueConstraint(
                fields=["portal", "code"],
                condition=~models.Q(code="") & ~models.Q(status="ended"),
                name="one_open_listing_per_code",
                violation_error_message=_("同じポータルサイトに、同じ返礼品番号の掲載があります。"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.product.name} {self.get_portal_display()} {self.code}".strip()

    def open_on(self, on: date) -> bool:
        """Within its period (both days inclusive; an open end is open) and not out of stock."""
        started = self.starts_on is None or self.starts_on <= on
        return started and (self.ends_on is None or on <= self.ends_on) and self.stock != 0

    def facts(self, certificate_status: str) -> ListingFacts:
        """The plain values the rules ask about; the certificate's status of the day is handed in."""
        known = {name: value for name, value in self.clause_facts.items() if name in LocalFacts.__dataclass_fields__}
        share = self.raw_material_percent
        local = LocalFacts(
            **{
                **known,
                "municipality": self.municipality,
                "prefecture": self.prefecture,
                "produced_in": self.produced_in,
                "made_in": self.made_in,
                "raw_material_share": None if share is None else Fraction(share) / 100,
                "value_a_yen": self.value_a_yen,
                "value_b_yen": self.value_b_yen,
            }
        )
        return ListingFacts(
            donation_yen=self.donation_yen,
            procurement_yen=self.procurement_yen,
            shipping_yen=self.shipping_yen,
            other_yen=self.other_yen,
            handling_yen=self.handling_yen,
            clause=self.clause,
            reason=self.reason,
            evidence_confirmed_on=self.evidence_confirmed_on,
            texts=(self.title, self.contents, self.wording),
            certificate_status=certificate_status,
            local=local,
        )
