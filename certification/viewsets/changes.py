"""What an office form changed, as the audit log keeps it: each field's old and new value."""

from typing import Any

from django.db.models import Model


def old_and_new(form: Any, before: str = "") -> dict[str, list[str]]:
    """{label: [old, new]} of a saved form, of the rows of its formsets and of theirs, each under its place."""
    found = _pairs(form, before)
    for part, formset in getattr(form, "formsets", {}).items():
        for number, row in enumerate(formset.forms, start=1):
            found |= old_and_new(row, f"{before}{part} {number} ")
    return found


def _pairs(form: Any, before: str) -> dict[str, list[str]]:
    found = {}
    for name in form.changed_data:
        field = form.fields[name]
        old = form.get_initial_for_field(field, name)
        new = form.cleaned_data.get(name) if hasattr(form, "cleaned_data") else None
        if hasattr(old, "chunks") or hasattr(new, "chunks"):
            continue  # a picture is told by the event of its own
        label = str(field.label or name)
        found[before + label] = [_text(field, old), _text(field, new)]
    return {label: pair for label, pair in found.items() if pair[0] != pair[1]}


def _text(field: Any, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, list | tuple):
        return "、".join(_text(field, each) for each in value)
    choices = getattr(field, "choices", None)
    words = dict(choices).get(value) if isinstance(choices, list) else None
    return str(words or value)
