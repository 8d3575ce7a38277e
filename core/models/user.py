"""A person who logs in, with an e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people from an e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        """A person who can log in. Raises ValueError without an address."""
        if not email:
            raise ValueError("An e-mail address is required.")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """利用者. Logs in with `email`; the office's people also hold a role (core/roles.py)."""

    username = None  # type: ignore[assignment]  # people log in with their e-mail address
    email = models.EmailField(_("メールアドレス"), unique=True)
    first_name = models.CharField(_("名"), max_length=60, blank=True)
    last_name = models.CharField(_("姓"), max_length=60, blank=True)
    deleted_at = models.DateTimeField(_("退会した日時"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("利用者")
        verbose_name_plural = _("利用者")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("このメールアドレスはすでに登録されています。"),
            ),
        )

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """姓 名, or the address when no name is known; a pseudonym once the account is deleted."""
        if self.deleted_at is not None:
            return gettext("退会した利用者")
        return f"{self.last_name} {self.first_name}".strip() or self.email

    def get_full_name(self) -> str:
        return self.display_name
