"""The rules one round is judged under: frozen as JSON when the round opens, read by everything afterwards.

Marks, weights, floors and pass marks are exact: Decimal in memory, strings in JSON.
"""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any, Literal

PanelRule = Literal["mean", "trimmed_mean", "median", "sum", "rank"]
TieRule = Literal["shared", "heaviest", "committee"]
ValidityKind = Literal["years_to_31_march", "years_then_fiscal_year_end", "fixed_date"]
FieldKind = Literal[
    "text", "long_text", "choice", "choices", "number", "money", "date", "file", "photo", "table", "agree", "address"
]


@dataclass(frozen=True, slots=True)
class Step:
    """One mark of a scale: its value, its word, what it means. Steps need not be even (5/4/3/1/0)."""

    value: Decimal
    label: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """審査項目. `floor`: the least panel mean, in marks; None without one. `maximum` is the best step. `stage`: 1 on
    paper, 2 at the session (stages.py); rules frozen before there were stages are all paper.
    """

    key: str
    name: str
    description: str
    weight: Decimal
    steps: tuple[Step, ...]
    floor: Decimal | None = None
    allow_na: bool = False
    stage: int = 1

    @property
    def maximum(self) -> Decimal:
        return max(step.value for step in self.steps)


@dataclass(frozen=True, slots=True)
class Gate:
    """必須条件: yes or no, outside the total."""

    key: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class Statement:
    """応募資格: what the applicant states, with the evidence it needs."""

    key: str
    text: str
    evidence: str = ""
    evidence_required: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A question of the form. `options`: choices, or the columns of a table, as (value, label); `columns_needed`: the
    columns every row must fill. `blind`: hidden from reviewers in a blind round. Of a table and of files `minimum` and
    `maximum` count rows and files.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    help: str = ""
    required: bool = True
    max_length: int = 0
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    blind: bool = True
    section: str = "programme"
    columns_needed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything a round needs to know of its programme. `pass_mark`, `near_mark`: percent of full marks.

    `mark_token`: the stored picture of the mark. `letter_texts`: {kind: {part: words}} (letter_texts.py).
    `retention_years`: 0 keeps for ever (永年). `fee_yen`: 0 is free. `pre_check`: None: what is usual for the scope.
    """

    programme: str
    name: str
    word: str
    criteria: tuple[Criterion, ...]
    gates: tuple[Gate, ...]
    statements: tuple[Statement, ...]
    fields: tuple[Field, ...]
    panel_rule: PanelRule = "mean"
    pass_mark: Decimal = Decimal(70)
    near_mark: Decimal | None = Decimal(60)
    near_max_missed: int | None = 1
    quorum: int = 1
    blind: bool = True
    validity_kind: ValidityKind = "years_to_31_march"
    validity_years: int = 3
    validity_fixed_on: str = ""
    number_format: str = "{prefix}-{year}-{serial:03d}"
    number_prefix: str = "C"
    max_per_firm: int = 0
    reasons_shown: bool = True
    appeal_text: str = ""
    mark_accent: str = "ai"
    mark_token: str = ""
    mark_alt: str = ""
    scope: str = "any"
    criteria_text: str = ""
    tie_rule: TieRule = "shared"
    letter_texts: dict[str, dict[str, str]] = field(default_factory=dict)
    document_class: str = ""
    retention_years: int = 5
    fee_yen: int = 0
    pre_check: tuple[str, ...] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def criterion(self, key: str) -> Criterion:
        """Raises KeyError for an unknown key."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def form_field(self, key: str) -> Field:
        """Raises KeyError for an unknown key."""
        for form_field in self.fields:
            if form_field.key == key:
                return form_field
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; numbers as strings, so that nothing is rounded."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Rules":
        """The inverse of `to_json`. Raises KeyError or TypeError on data of another shape."""
        values = dict(data)
        values["criteria"] = tuple(_criterion(row) for row in data["criteria"])
        values["gates"] = tuple(Gate(**row) for row in data["gates"])
        values["statements"] = tuple(Statement(**row) for row in data["statements"])
        values["fields"] = tuple(_field(row) for row in data["fields"])
        for name in ("pass_mark", "near_mark"):
            values[name] = _decimal(data.get(name))
        if data.get("pre_check") is not None:
            values["pre_check"] = tuple(data["pre_check"])
        return cls(**values)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _criterion(row: dict[str, Any]) -> Criterion:
    steps = tuple(Step(Decimal(step["value"]), step["label"], step["anchor"]) for step in row["steps"])
    return Criterion(**{**row, "steps": steps, "weight": Decimal(row["weight"]), "floor": _decimal(row["floor"])})


def _field(row: dict[str, Any]) -> Field:
    return Field(
        **{
            **row,
            "options": tuple((value, label) for value, label in row["options"]),
            "columns_needed": tuple(row.get("columns_needed", ())),
            "minimum": _decimal(row["minimum"]),
            "maximum": _decimal(row["maximum"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
