"""Questions of a form section: the controls of each kind, what was typed, and what has really been changed.

Whether a value is right is asked of domain/form_values.py; nothing is refused here and nothing typed is dropped.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.domain import addresses, common_fields, form_values
from certification.domain.rules import Field
from core import postcodes
from core.domain.reason import Reason
from core.widgets import DateWidget

PREFIX = "f"
FILES = ("file", "photo")
SPARE_ROWS = 2
MOST_ROWS = 50
RADIO_LIMIT = 6


class TypedDate(DateWidget):
    """Three inputs that show a date, or whatever was typed in its place."""

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, Mapping):
            return [str(value.get(part, "")) for part in ("year", "month", "day")]
        pieces = super().decompress(value)
        return [piece.lstrip("0") for piece in pieces]


class QuestionForm(forms.Form):
    """The plain controls of a section. It shows `values` as they are and the reasons it is given."""

    use_required_attribute = False

    def __init__(
        self, fields: Iterable[Field], values: Mapping[str, Any], reasons: Sequence[Reason], required: frozenset[str]
    ) -> None:
        super().__init__(prefix=PREFIX, initial={key: _shown(value) for key, value in values.items()})
        self.reasons = reasons
        for field in fields:
            self.fields[field.key] = control(field, required=field.key in required)

    def full_clean(self) -> None:
        """Errors are the reasons given; the services decide, not the form."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        for reason in self.reasons:
            if reason.field in self.fields:
                self._errors.setdefault(reason.field, ErrorList(error_class=None)).append(reason.sentence)


def _shown(value: Any) -> Any:
    if isinstance(value, Mapping) and "year" not in value:
        return " ".join(str(part) for part in value.values() if part)
    return value


def control(field: Field, *, required: bool) -> forms.Field:
    """The control of one plain question."""
    common: dict[str, Any] = {"label": field.label, "help_text": hint(field), "required": required}
    match field.kind:
        case "choice" if len(field.options) <= RADIO_LIMIT:
            return forms.ChoiceField(choices=field.options, widget=forms.RadioSelect, **common)
        case "choice":
            return forms.ChoiceField(choices=(("", _("選んでください")), *field.options), **common)
        case "choices":
            return forms.MultipleChoiceField(choices=field.options, widget=forms.CheckboxSelectMultiple, **common)
        case "date":
            return forms.Field(widget=TypedDate, **common)
        case "agree":
            return forms.BooleanField(**common)
    return forms.CharField(widget=_text_widget(field), **common)


def hint(field: Field) -> str:
    """The office's own words, with the limits it set: nobody should learn of them by an error."""
    if field.key in common_fields.COMMON_KEYS:
        return field.help  # says so itself
    words = [field.help] if field.help else []
    if field.kind in ("text", "long_text") and field.max_length and f"{field.max_length}字" not in field.help:
        words.append(gettext("{n}字まで。").format(n=field.max_length))
    if field.kind in ("number", "money"):
        unit = field.unit or ("円" if field.kind == "money" else "")
        if unit:
            words.append(gettext("単位：{unit}。").format(unit=unit))
        if field.minimum is not None:
            words.append(gettext("{limit}以上。").format(limit=form_values.figure(field.minimum)))
        if field.maximum is not None:
            words.append(gettext("{limit}以下。").format(limit=form_values.figure(field.maximum)))
    return " ".join(words)


def _text_widget(field: Field) -> forms.Widget:
    match field.kind:
        case "long_text":
            return forms.Textarea({"rows": 8 if field.max_length >= 600 else 4, **_count(field)})
        case "number" | "money":
            return forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    return forms.TextInput(_count(field))


def _count(field: Field) -> dict[str, str]:
    return {"data-limit": str(field.max_length)} if field.max_length else {}


def is_plain(field: Field) -> bool:
    """Has the question a single control of Django's? Tables, addresses and files have templates of their own."""
    return field.kind not in ("table", "address", *FILES)


def name_of(key: str) -> str:
    """The name of a question's inputs; prefixed, so that no key of the office's collides with ours."""
    return f"{PREFIX}-{key}"


def anchor(field: Field) -> str:
    """The id of the control an error links to."""
    base = f"id_{name_of(field.key)}"
    if field.key == common_fields.ALLERGENS:
        return f"{base}-{field.options[0][0]}-yes"
    if field.kind == "table":
        return f"{base}-0-{field.options[0][0]}"
    if field.kind == "address":
        return f"{base}-postcode"
    radios = field.kind == "choice" and len(field.options) <= RADIO_LIMIT
    return f"{base}_0" if radios or field.kind in ("choices", "date") else base


def read(fields: Iterable[Field], post: QueryDict) -> dict[str, Any]:
    """{field key: typed value} of the questions this page showed; a question it did not show is not in it."""
    shown = set(post.getlist("shown"))
    return {field.key: _typed(field, post) for field in fields if field.key in shown and field.kind not in FILES}


def _typed(field: Field, post: QueryDict) -> Any:
    name = name_of(field.key)
    if field.key == common_fields.ALLERGENS:
        given = {item: post.get(f"{name}-{item}", "") for item, _label in field.options}
        return {item: state for item, state in given.items() if state}
    match field.kind:
        case "choices":
            return post.getlist(name)
        case "agree":
            return "yes" if post.get(name) else ""
        case "date":
            parts = {part: post.get(f"{name}_{part}", "") for part in ("year", "month", "day")}
            return parts if any(parts.values()) else ""
        case "table":
            return _rows(field, name, post)
        case "address":
            given = {part: post.get(f"{name}-{part}", "") for part in addresses.PARTS}
            return {part: typed for part, typed in given.items() if typed} or ""
    return post.get(name, "")


def _rows(field: Field, name: str, post: QueryDict) -> list[dict[str, str]]:
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,3}})-")
    numbers = sorted({int(found[1]) for key in post if (found := pattern.match(key))})
    rows = [{column: post.get(f"{name}-{n}-{column}", "") for column, _label in field.options} for n in numbers]
    return [row for row in rows if any(text.strip() for text in row.values())][:MOST_ROWS]


def with_town(parts: Mapping[str, str]) -> tuple[dict[str, str], bool]:
    """The typed address with what its postcode stands for, the number of the house kept; and whether one was found."""
    found = postcodes.lookup(parts.get("postcode", ""))
    if found is None:
        return dict(parts), False
    street = parts.get("street", "")
    street = street if street.startswith(found.town) else found.town + street
    return {**parts, "prefecture": found.prefecture, "city": found.city, "street": street}, True


def fingerprint(field: Field, value: Any) -> str:
    """Twelve characters that tell whether two values of a question read the same once cleaned."""
    kept, _reasons = form_values.clean(field, value)
    plain = None if form_values.is_empty(kept) else kept
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]


def seen_now(fields: Iterable[Field], values: Mapping[str, Any], touched: Mapping[str, int]) -> dict[str, list[Any]]:
    """What a page is made from: {field key: [save that wrote it last, fingerprint]}. Travels in the page and back."""
    return {field.key: [touched.get(field.key, 0), fingerprint(field, values.get(field.key))] for field in fields}


def parse_seen(text: str) -> dict[str, tuple[int, str]]:
    """The inverse of `seen_now`; empty for anything else, which makes every difference count as a clash."""
    try:
        data = json.loads(text)
        return {str(key): (int(pair[0]), str(pair[1])) for key, pair in data.items()}
    except (ValueError, TypeError, AttributeError, IndexError, KeyError):
        return {}


def changed(fields: Iterable[Field], typed: Mapping[str, Any], seen: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """The questions whose value is no longer the one the page was made from."""
    by_key = {field.key: field for field in fields}
    return {
        key: value for key, value in typed.items() if key not in seen or fingerprint(by_key[key], value) != seen[key][1]
    }


def format_reasons(fields: Iterable[Field], values: Mapping[str, Any]) -> list[Reason]:
    """What is not right with the values that are there; a missing value is no fault here."""
    found: list[Reason] = []
    for field in fields:
        value = values.get(field.key)
        if field.kind not in FILES and not form_values.is_empty(value):
            found.extend(form_values.clean(field, value)[1])
    return found
