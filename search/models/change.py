"""The change log: one row per publish, edit, expiry or withdrawal, written in the transaction that made it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """`id` is the number: every engine remembers the last one it applied."""

    PUT, DELETE = "put", "delete"

    code = models.CharField(_("商品コード"), max_length=100)
    action = models.CharField(_("操作"), max_length=6, choices={PUT: _("追加・更新"), DELETE: _("削除")})
    at = models.DateTimeField(_("日時"))

    class Meta:
        ordering = ("id",)
        verbose_name = _("検索索引の変更")
        verbose_name_plural = _("検索索引の変更")
        constraints = (
            models.CheckConstraint(condition=models.Q(action__in=("put", "delete")), name="search_change_action_known"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.code}"
