"""Answers that are plainly nobody's (見本), one for each kind of question: for the previews of a programme."""

from decimal import Decimal
from typing import Any

from certification.domain import common_fields
from certification.domain.rules import Field, Rules

WATERMARK = "見本"
PRODUCT = "見本のみかんゼリー"
BUSINESS = {
    "name": "見本食品（架空）",
    "representative": "見本 花子",
    "postcode": "0000000",
    "prefecture": "見本県",
    "city": "見本市",
    "street": "見本町1-2-3",
}
ADDRESS = {"postcode": "0000000", "prefecture": "東京都", "city": "見本市", "street": "見本町1-2-3"}
_OWN = {
    "name": PRODUCT,
    "name_kana": "ミホンノミカンゼリー",
    "kind": "food",
    "price_yen": 1200,
    "contents": "見本（6個入り）",
}


def answers(rules: Rules) -> dict[str, Any]:
    """{field key: sample answer} of the whole form, statements included; files have none."""
    own = {**_OWN, "kind": "goods"} if rules.scope in ("goods_services", "trial") else _OWN
    found = {field.key: answer(field) for field in rules.fields if field.kind not in ("file", "photo")}
    return (
        found
        | {key: own[key] for key in own if key in found}
        | {f"statement.{row.key}": "yes" for row in rules.statements}
    )


def answer(field: Field) -> Any:
    """A value as `form_values.clean` would keep it."""
    if field.key == common_fields.ALLERGENS:
        return {key: "no" for key, _label in field.options}
    match field.kind:
        case "choice":
            return field.options[0][0] if field.options else ""
        case "choices":
            return [value for value, _label in field.options[:2]]
        case "number":
            return format(_between(field).normalize(), "f")
        case "money":
            return int(_between(field))
        case "date":
            return "2026-04-01"
        case "agree":
            return "yes"
        case "table":
            return [{key: f"見本の{label}" for key, label in field.options}]
        case "address":
            return dict(ADDRESS)
    text = "見本の文です。" * (8 if field.kind == "long_text" else 1)
    return text[: field.max_length] if field.max_length else text


def _between(field: Field) -> Decimal:
    """A number the field takes."""
    if field.minimum is not None:
        return field.minimum
    return min(Decimal(1200), field.maximum) if field.maximum is not None else Decimal(1200)
