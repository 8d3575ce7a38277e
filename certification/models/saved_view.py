"""A list as somebody likes to see it: a name for filters, search words and order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """保存した表示. `query` is the list's own address part, cleaned; `default_for`: who starts with it."""

    SCREENS = (("applications", _("申請の点検")),)

    screen = models.CharField(max_length=20, choices=SCREENS, default="applications")
    name = models.CharField(_("名前"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    owner = models.ForeignKey("core.User", on_delete=models.PROTECT, related_name="saved_views")
    shared = models.BooleanField(_("事務局で共有する"), default=False)
    default_for = models.ManyToManyField("core.User", related_name="default_views", blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("保存した表示")
        verbose_name_plural = _("保存した表示")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["screen", "owner", "name"],
                name="saved_view_name_unique",
                violation_error_message=_("同じ名前の表示があります。"),
            ),
        )

    def __str__(self) -> str:
        return self.name
