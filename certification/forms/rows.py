"""Rows inside an admin form, as a browser sends them and as a broken or forged request does."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet


class WholeRows(BaseChildFormSet):
    """Rows that must arrive whole: rows announced but not sent are answered with a sentence, and nothing is written."""

    data: Any

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self._sent, self._cut = 0, False
        if self.is_bound:
            self._look_at_rows()

    def _look_at_rows(self) -> None:
        rows: dict[int, set[str]] = {}
        head = f"{self.prefix}-"
        for name in self.data:
            number, _dash, field = str(name).removeprefix(head).partition("-")
            if str(name).startswith(head) and field and number.isdecimal() and len(number) < 5:
                rows.setdefault(int(number), set()).add(field)
        self._sent = max(rows, default=-1) + 1
        pk = self.model._meta.pk.name
        headless = [row for row in range(self._sent) if pk not in rows.get(row, ())]
        self._cut = bool(headless) or super().total_form_count() > self._sent
        if headless:
            self.data = self.data.copy()
            self.data.update({f"{self.add_prefix(row)}-{pk}": "" for row in headless})

    def total_form_count(self) -> int:
        """Never more rows than were sent."""
        total: int = super().total_form_count()
        return min(total, self._sent) if self.is_bound else total

    def clean(self) -> None:
        super().clean()
        if self._cut:
            raise ValidationError(
                _("送られてきた行の数が合いません。画面を開き直して、もう一度保存してください。"), code="rows_cut"
            )
