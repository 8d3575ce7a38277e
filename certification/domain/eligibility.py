"""Who and what may apply: the pre-check before a form, and everything wrong with a form at once.

Prose: docs/rules/eligibility.md. What a single value must look like stands in form_values.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from certification.domain import addresses, common_fields, form_values
from certification.domain.rules import Field, Rules, Statement
from core.domain.reason import Reason

STATEMENT = "statement."  # answers "statement.<key>": "yes" | "no"; evidence files under the same key
Scope = Literal["food", "goods_services", "any", "trial"]


@dataclass(frozen=True, slots=True)
class PreCheckAnswers:
    """はじめの確認: a few yes/no questions before a form. None is not answered yet, never a no."""

    food: bool | None = None
    kind: Literal["goods", "service"] | None = None
    made_in_city: bool | None = None
    sold_in_city: bool | None = None
    fresh: bool | None = None
    novel: bool | None = None  # markedly new use value: trial orders


@dataclass(frozen=True, slots=True)
class ProgrammeScope:
    """What a programme is for. `needs`: pre-check conditions it asks for; None means those usual for its scope."""

    slug: str
    name: str
    scope: Scope
    needs: tuple[str, ...] | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        return _NEEDS[self.scope] if self.needs is None else self.needs


@dataclass(frozen=True, slots=True)
class Route:
    """The programme to apply to, or None with the reasons. `also`: programmes worth a look beside it."""

    slug: str | None
    reasons: tuple[Reason, ...]
    also: tuple[str, ...] = ()


# Source: つくばコレクション 2022 call, conditions 1 and 2; つくばクオリティ page; domain reference §1.2, §2, §3.
_NEEDS: dict[str, tuple[str, ...]] = {
    "food": ("not_fresh", "sold_in_city"),
    "goods_services": ("made_in_city",),
    "trial": (),
    "any": (),
}


def usual_conditions(scope: str) -> tuple[str, ...]:
    """What the pre-check asks for a scope where the office has chosen nothing."""
    return _NEEDS.get(scope, ())


def route(answers: PreCheckAnswers, programmes: Sequence[ProgrammeScope]) -> Route:
    """Which programme a product belongs to: food to the food programme, the rest to goods and services.

    An unanswered question that decides is returned as a reason, with its field. Trial orders are offered beside it,
    and alone where no other programme takes the product.
    """
    if answers.food is None:
        return Route(None, (Reason("unanswered", "食品かどうかを答えてください。", field="food"),))
    if not answers.food and answers.kind is None:
        return Route(None, (Reason("unanswered", "商品かサービスかを答えてください。", field="kind"),))
    trials = tuple(p.slug for p in programmes if p.scope == "trial" and answers.novel)
    programme = fitting(programmes, food=answers.food)
    if programme is None:
        if trials:
            return Route(trials[0], (), trials[1:])
        return Route(None, (Reason("no_programme", "いま、この商品・サービスを対象とする制度はありません。"),))
    reasons = tuple(
        found for condition in programme.conditions if (found := _condition(condition, answers, programme)) is not None
    )
    return Route(None if reasons else programme.slug, reasons, trials)


def fitting(programmes: Sequence[ProgrammeScope], *, food: bool) -> ProgrammeScope | None:
    """The programme for food, or for goods and services; else the first one open to everything."""
    wanted = "food" if food else "goods_services"
    found = [p for p in programmes if p.scope == wanted] or [p for p in programmes if p.scope == "any"]
    return found[0] if found else None


def _condition(condition: str, answers: PreCheckAnswers, programme: ProgrammeScope) -> Reason | None:
    match condition:
        case "not_fresh" if answers.food is False:
            return None  # only food is fresh
        case "not_fresh":
            no = f"生鮮食品は「{programme.name}」の対象になりません。加工した商品があれば、その商品で申請できます。"
            return _yes_no("fresh", None if answers.fresh is None else not answers.fresh, "生鮮食品かどうか", no)
        case "sold_in_city":
            no = f"「{programme.name}」は、市内の店で売っている商品が対象です。市内で売り始めたら申請できます。"
            return _yes_no("sold_in_city", answers.sold_in_city, "市内の店で売っているか", no)
        case "made_in_city":
            what = "開発した" if answers.kind == "service" else "開発または製造した"
            no = f"「{programme.name}」は、特徴となる部分を市内で{what}ものが対象です。"
            return _yes_no("made_in_city", answers.made_in_city, f"市内で{what}ものか", no)
    raise ValueError(f"Unknown pre-check condition: {condition}")


def _yes_no(field: str, answer: bool | None, question: str, no: str) -> Reason | None:
    if answer is None:
        return Reason("unanswered", f"{question}を答えてください。", field=field)
    return None if answer else Reason(f"not_{field}", no, clause="応募資格", field=field)


def problems(rules: Rules, answers: Mapping[str, Any], files: Mapping[str, int]) -> tuple[Reason, ...]:
    """Everything that keeps a form from being submitted, in the form's order; empty when it may be.

    `answers`: values by field key, statements as "statement.<key>": "yes". `files`: number of files by the same keys.
    `Reason.field` is that key. Raises nothing on any input.
    """
    food = answers.get("kind") == "food"
    found: list[Reason] = []
    for field in common_fields.with_common(rules.fields):
        if field.key in common_fields.FOOD_ONLY and not food:
            continue
        found.extend(_field_problems(field, answers.get(field.key), files.get(field.key, 0), food=food))
    for statement in rules.statements:
        found.extend(_statement_problems(statement, answers, files))
    return tuple(found)


def _field_problems(field: Field, value: Any, files: int, *, food: bool) -> tuple[Reason, ...]:
    required = field.required or (food and field.key in common_fields.FOOD_REQUIRED)
    if field.kind in ("file", "photo"):
        return _file_problems(field, files, required=required)
    if field.key == common_fields.ALLERGENS and required:
        return _allergen_problems(field, value)
    if form_values.is_empty(value):
        return (form_values.reason(field, "missing", _ASK[_asking(field)]),) if required else ()
    kept, reasons = form_values.clean(field, value)
    if reasons:
        return reasons
    if field.kind == "agree" and required and kept != "yes":
        return (form_values.reason(field, "missing", _ASK["agree"]),)
    if field.kind == "address":
        return _address_problems(field, kept)
    return _row_problems(field, kept) if field.kind == "table" and isinstance(kept, list) else ()


def _address_problems(field: Field, kept: Any) -> tuple[Reason, ...]:
    parts = kept if isinstance(kept, Mapping) else {}
    return tuple(
        form_values.reason(field, code, f"「{{label}}」{sentence}") for code, sentence in addresses.missing(parts)
    )


_ASK = {
    "text": "「{label}」を入力してください。",
    "choice": "「{label}」を選んでください。",
    "agree": "「{label}」を読んで、同意する場合は印を付けてください。",
    "table": "「{label}」を1行以上入力してください。",
}


def _asking(field: Field) -> str:
    match field.kind:
        case "choice" | "choices":
            return "choice"
        case "agree" | "table":
            return field.kind
    return "text"


def _file_problems(field: Field, files: int, *, required: bool) -> tuple[Reason, ...]:
    least = max(1, int(field.minimum or 1))
    if files < (least if required else 0):
        what = "写真" if field.kind == "photo" else "書類"
        sentence = f"「{{label}}」に{what}を{least}点以上付けてください。いま{files}点です。"
        return (form_values.reason(field, "file_missing", sentence),)
    if field.maximum is not None and files > field.maximum:
        sentence = f"「{{label}}」は{field.maximum}点までです。いま{files}点あるので減らしてください。"
        return (form_values.reason(field, "too_many_files", sentence),)
    return ()


def _allergen_problems(field: Field, value: Any) -> tuple[Reason, ...]:
    kept, reasons = form_values.clean(field, value)
    if reasons:
        return reasons
    given = kept if isinstance(kept, Mapping) else {}
    missing = [label for key, label in field.options if not given.get(key)]
    if not missing:
        return ()
    names = "、".join(missing[:5]) + ("など" if len(missing) > 5 else "")
    sentence = f"「{{label}}」の{names}{len(missing)}品目が選ばれていません。あり・なし・未確認から選んでください。"
    return (form_values.reason(field, "allergens_missing", sentence),)


def _row_problems(field: Field, rows: list[dict[str, str]]) -> tuple[Reason, ...]:
    """A row needs the columns the office marked, a shop its name and address; a table its least number of rows."""
    shop = field.key in common_fields.COMMON_KEYS
    needed = {key for key, _label in field.options[:2]} if shop else set(field.columns_needed)
    found = [
        form_values.reason(field, "row", f"「{{label}}」の{number}行目の{label}を入力してください。")
        for number, row in enumerate(rows, start=1)
        for key, label in field.options
        if key in needed and not row.get(key)
    ]
    if field.minimum is not None and len(rows) < field.minimum:
        sentence = f"「{{label}}」は{int(field.minimum)}行以上入力してください。いま{len(rows)}行です。"
        found.append(form_values.reason(field, "too_few_rows", sentence))
    return tuple(found)


def _statement_problems(
    statement: Statement, answers: Mapping[str, Any], files: Mapping[str, int]
) -> tuple[Reason, ...]:
    key = STATEMENT + statement.key
    answer = answers.get(key)
    if answer == "no":
        sentence = (
            f"応募資格「{statement.text}」を満たさないと申請できません。満たすようになったら「はい」を選んでください。"
        )
        return (Reason("not_eligible", sentence, clause="応募資格", field=key),)
    if answer not in ("yes", True):
        return (Reason("unstated", f"応募資格「{statement.text}」に答えてください。", clause="応募資格", field=key),)
    if statement.evidence_required and files.get(key, 0) < 1:
        sentence = f"応募資格「{statement.text}」を示す書類（{statement.evidence}）を付けてください。"
        return (Reason("evidence_missing", sentence, clause="応募資格", field=key),)
    return ()
