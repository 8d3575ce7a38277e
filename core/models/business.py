"""A firm (事業者), the people who act for it, and invitations to join it."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.domain import corporate_number


def new_code() -> str:
    """A short code that cannot be guessed from another."""
    return secrets.token_hex(5)


def new_token() -> str:
    """A secret for a link in a mail."""
    return secrets.token_urlsafe(32)


def check_corporate_number(value: str) -> None:
    """Raise ValidationError with the sentence of `corporate_number.problem`."""
    if sentence := corporate_number.problem(value):
        raise ValidationError(sentence)


class Business(models.Model):
    """事業者: a corporation with a 法人番号, or a sole trader (個人事業主) without one."""

    KINDS = (("corporation", _("法人")), ("sole_trader", _("個人事業主")))

    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    name = models.CharField(_("事業者名"), max_length=100)
    name_kana = models.CharField(_("事業者名（カナ）"), max_length=100, blank=True)
    kind = models.CharField(_("区分"), max_length=20, choices=KINDS, default="corporation")
    corporate_number = models.CharField(_("法人番号"), max_length=13, blank=True, validators=[check_corporate_number])
    representative = models.CharField(_("代表者名"), max_length=100, blank=True)
    postcode = models.CharField(_("郵便番号"), max_length=7)
    prefecture = models.CharField(_("都道府県"), max_length=10)
    city = models.CharField(_("市区町村"), max_length=40)
    street = models.CharField(_("町名・番地・建物"), max_length=200)
    phone = models.CharField(_("電話番号"), max_length=20, blank=True)
    website = models.URLField(_("ホームページ"), blank=True)
    fictional = models.BooleanField(_("架空の事業者（デモ）"), default=False, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="businesses_created", editable=False
    )
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)  # its last owner left
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="core.Membership",
        related_name="businesses",
        through_fields=("business", "user"),
    )

    class Meta:
        verbose_name = _("事業者")
        verbose_name_plural = _("事業者")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="corporation") | models.Q(corporate_number=""),
                name="business_sole_trader_has_no_number",
                violation_error_message=_("個人事業主には法人番号はありません。区分を確かめてください。"),
            ),
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="business_corporate_number_unique",
                violation_error_message=_(
                    "この法人番号の事業者はすでに登録されています。その事業者の方に招待を頼んでください。"
                ),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address on one line, with the postcode."""
        return f"〒{self.postcode[:3]}-{self.postcode[3:]} {self.prefecture}{self.city}{self.street}"


class Membership(models.Model):
    """A person acts for a firm: owner (代表), editor (編集) or reader (閲覧)."""

    ROLES = (("owner", _("代表")), ("editor", _("編集")), ("reader", _("閲覧")))

    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("役割"), max_length=10, choices=ROLES, default="editor")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("所属")
        verbose_name_plural = _("所属")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["business", "user"], name="membership_unique"),)

    def __str__(self) -> str:
        return f"{self.business_id}:{self.user_id}:{self.role}"

    @property
    def may_edit(self) -> bool:
        """May the person change what the firm has filed?"""
        return self.role in ("owner", "editor")


class Invitation(models.Model):
    """招待: a colleague's address, a role, a secret link; good for a limited time and once."""

    business = models.ForeignKey(Business, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("メールアドレス"))
    role = models.CharField(_("役割"), max_length=10, choices=Membership.ROLES, default="editor")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("招待")
        verbose_name_plural = _("招待")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | models.Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_at_and_by",
                violation_error_message=_("招待を受けた日時と人は、そろって記録します。"),
            ),
        )

    def __str__(self) -> str:
        return self.email
