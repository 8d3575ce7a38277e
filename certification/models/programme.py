"""A scheme (制度) as the office edits it; a round freezes it when it opens."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

PERCENT = (MinValueValidator(0), MaxValueValidator(100))


class Programme(ClusterableModel):
    """制度, for example a brand certification for food. What the city has not published is listed in
    `defaults_to_confirm` until the office confirms it.
    """

    WORDS = (("認証", _("認証")), ("認定", _("認定")), ("推奨", _("推奨")))
    SCOPES = (
        ("food", _("食品")),
        ("goods_services", _("食品以外の商品・サービス")),
        ("trial", _("新商品・新サービス（トライアル発注）")),
        ("any", _("すべて")),
    )
    INTAKES = (("window", _("期間を決めて募集")), ("rolling", _("随時受付")))
    PANEL_RULES = (
        ("mean", _("平均")),
        ("trimmed_mean", _("最高と最低を除いた平均")),
        ("median", _("中央値")),
        ("sum", _("合計")),
        ("rank", _("順位の投票")),
    )
    VALIDITIES = (
        ("years_to_31_march", _("N年後の3月31日まで")),
        ("years_then_fiscal_year_end", _("N年後の日が属する年度の末日まで")),
        ("fixed_date", _("決まった日まで")),
    )
    TIE_RULES = (
        ("shared", _("同じ順位のまま並べる")),
        ("heaviest", _("重みの大きい審査項目の平均が高い方を上にする")),
        ("committee", _("委員会で決める（決まるまで同じ順位で、印を付ける）")),
    )
    RETENTIONS = (
        (1, _("1年")),
        (3, _("3年")),
        (5, _("5年")),
        (7, _("7年")),
        (10, _("10年")),
        (30, _("30年")),
        (0, _("永年")),
    )
    ACCENTS = (("mikan", _("みかん")), ("ai", _("藍")), ("take", _("竹")), ("kogane", _("黄金")))

    slug = models.SlugField(_("アドレスに使う名前"), unique=True, max_length=60)
    name = models.CharField(_("制度の名前"), max_length=80)
    word = models.CharField(_("用語"), max_length=10, choices=WORDS, default="認定")
    scope = models.CharField(_("対象"), max_length=20, choices=SCOPES, default="any")
    summary = models.TextField(_("ひとことの説明"), blank=True)
    criteria_text = models.TextField(_("公表する基準"), blank=True)
    accent = models.CharField(_("色"), max_length=10, choices=ACCENTS, default="ai")
    intake = models.CharField(_("受付"), max_length=10, choices=INTAKES, default="window")
    panel_rule = models.CharField(_("集計の方法"), max_length=20, choices=PANEL_RULES, default="mean")
    tie_rule = models.CharField(
        _("同点の扱い"), max_length=20, choices=TIE_RULES, default="shared", db_default="shared"
    )
    pass_mark = models.DecimalField(_("合格点（％）"), max_digits=5, decimal_places=2, default=70, validators=PERCENT)
    near_mark = models.DecimalField(
        _("チャレンジ支援の点（％）"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    near_max_missed = models.PositiveSmallIntegerField(
        _("チャレンジ支援の、下限に届かない項目の数"), null=True, blank=True
    )
    quorum = models.PositiveSmallIntegerField(_("審査票の最少の数"), default=1, validators=[MinValueValidator(1)])
    blind = models.BooleanField(_("審査委員に事業者名を見せない"), default=True)
    validity_kind = models.CharField(
        _("有効期間の決め方"), max_length=30, choices=VALIDITIES, default="years_to_31_march"
    )
    validity_years = models.PositiveSmallIntegerField(_("有効期間（年）"), default=3)
    validity_fixed_on = models.DateField(_("決まった有効期限"), null=True, blank=True)
    number_prefix = models.CharField(
        _("番号の頭の文字"),
        max_length=8,
        validators=[RegexValidator(r"^[A-Z0-9]+$", _("英大文字と数字で入力してください。"))],
    )
    number_format = models.CharField(
        _("番号の形式"),
        max_length=60,
        default="{prefix}-{year}-{serial:03d}",
        db_default="{prefix}-{year}-{serial:03d}",
    )
    mark = models.ForeignKey(
        "core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    mark_alt = models.CharField(
        _("マークの説明（画像の代わりに読む文）"), max_length=100, blank=True, default="", db_default=""
    )
    max_per_firm = models.PositiveSmallIntegerField(_("1事業者の申請の上限（0は上限なし）"), default=0)
    fee_yen = models.PositiveIntegerField(
        _("申請の手数料（円、0は無料）"), default=0, db_default=0, validators=[MaxValueValidator(1_000_000)]
    )
    pre_check = models.JSONField(null=True, blank=True, editable=False)
    reasons_shown = models.BooleanField(_("結果の通知に理由を書く"), default=True)
    appeal_text = models.TextField(_("教示の文"), blank=True)
    letter_texts = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    document_class = models.CharField(_("文書分類"), max_length=60, blank=True, default="", db_default="")
    retention_years = models.PositiveSmallIntegerField(_("文書の保存年限"), choices=RETENTIONS, default=5)
    defaults_to_confirm = models.JSONField(_("市が確認する仮の値"), default=dict, blank=True, editable=False)
    sources = models.JSONField(default=list, blank=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        "core.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    is_active = models.BooleanField(_("使用中"), default=True)

    class Meta:
        verbose_name = _("制度")
        verbose_name_plural = _("制度")
        ordering: ClassVar = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["number_prefix"],
                name="programme_number_prefix_unique",
                violation_error_message=_("番号の頭の文字は、ほかの制度で使われています。別の文字にしてください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(near_mark__isnull=True) | models.Q(near_mark__lte=models.F("pass_mark")),
                name="programme_near_mark_below_pass_mark",
                violation_error_message=_("チャレンジ支援の点は、合格点以下にしてください。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(validity_kind="fixed_date") | models.Q(validity_fixed_on__isnull=False),
                name="programme_fixed_date_given",
                violation_error_message=_("「決まった日まで」を選んだときは、有効期限の日を入力してください。"),
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | models.Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="programme_confirmed_at_and_by",
                violation_error_message=_("確認の日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return self.name
