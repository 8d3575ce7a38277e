"""Spreadsheets of the office's lists: Wagtail's export, with cells that cannot become formulas and a BOM for Excel."""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA = ("=", "+", "-", "@", "\t", "\r", "|")


def harmless(value: Any) -> Any:
    """A text a spreadsheet would run as a formula, made plain with an apostrophe; other values as they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


class SafeExport(SpreadsheetExportMixin):
    """`list_export` and `export_headings` name the columns; rows are models or plain values."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return harmless(super().preprocess_field_value(field, value, export_format))

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        yield "\ufeff".encode()
        yield from super().stream_csv(queryset)

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings.get(field) or super().get_heading(queryset, field))


class RowExport(SafeExport):
    """The same for a page of our own whose rows are dicts that hold every exported column."""

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        return {name: item[name] for name in self.list_export}
