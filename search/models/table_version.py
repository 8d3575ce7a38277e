"""Which state the staff's tables are in: one row, so that every process notices an edit with one small query."""

from django.db import models


class TableVersion(models.Model):
    """The only row has id 1; `token` is new with every edit of synonyms, readings or pins."""

    token = models.CharField(max_length=32)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="search_table_version_single"),)

    def __str__(self) -> str:
        return self.token
