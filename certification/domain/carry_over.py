"""What a new form takes over from an earlier application of the same firm, and why it does not take the rest."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from certification.domain import form_values
from certification.domain.eligibility import STATEMENT
from certification.domain.rules import Field, Rules

ASKED_ANEW = ("agree",)  # kinds of field a firm states each time
FILES = ("file", "photo")


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


GONE = _("今回の申請書にない項目です。")
OTHER_KIND = _("今回は答え方が変わりました。前の答えを見て、もう一度入力してください。")
OPTION_GONE = _("前に選んだものが、今回の選択肢にありません。選び直してください。")
FILLED = _("この下書きにもう入力があるため、そのままにしました。")
STATED_ANEW = _("いまの状態で、もう一度答えてください。")
GAP_ANSWERS = _("前回の改善についての答えは写しません。")


@dataclass(frozen=True, slots=True)
class Left:
    """One answer that stays behind, with why."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken: values and the fields whose files go along; and what is not."""

    values: Mapping[str, Any]
    file_keys: tuple[str, ...]
    left: tuple[Left, ...]


def take(
    old: Rules,
    new: Rules,
    *,
    answers: Mapping[str, Any],
    files: Collection[str],
    present: Mapping[str, Any],
    present_files: Collection[str],
    gap_answers: bool = False,
) -> Taken:
    """`answers`, `files`: of the earlier application (`files`: keys that have some); `present`: what the draft holds.

    A field goes along when the new form has its key with the same kind; what the draft holds already is never replaced.
    """
    places = {field.key: field for field in new.fields}
    values: dict[str, Any] = {}
    keys: list[str] = []
    left: list[Left] = []
    for field in old.fields:
        is_file = field.kind in FILES
        if field.key not in files if is_file else form_values.is_empty(answers.get(field.key)):
            continue
        if not is_file and present.get(field.key) == answers.get(field.key):
            continue
        held = field.key in present_files if is_file else not form_values.is_empty(present.get(field.key))
        why = _why_not(field, places.get(field.key), answers.get(field.key), held=held)
        if why:
            left.append(Left(field.label, why))
        elif is_file:
            keys.append(field.key)
        else:
            values[field.key] = answers[field.key]
    stated, more = _statements(old, new, answers, files, present_files)
    if gap_answers:
        more = [*more, Left(_("前回からの改善"), GAP_ANSWERS)]
    return Taken(values, (*keys, *stated), (*left, *more))


def _why_not(old: Field, new: Field | None, value: Any, *, held: bool) -> str:
    if new is None:
        return GONE
    if old.kind in ASKED_ANEW or new.kind in ASKED_ANEW:
        return STATED_ANEW
    if new.kind != old.kind:
        return OTHER_KIND
    if held:
        return FILLED
    if new.kind in ("choice", "choices"):
        known = {key for key, _label in new.options}
        chosen = value if isinstance(value, list) else [value]
        if not set(map(str, chosen)) <= known:
            return OPTION_GONE
    return ""


def _statements(
    old: Rules, new: Rules, answers: Mapping[str, Any], files: Collection[str], present_files: Collection[str]
) -> tuple[tuple[str, ...], list[Left]]:
    """A firm states its eligibility anew each time; the papers that show it go along where the words are the same."""
    words = {row.key: row.text for row in new.statements}
    keys: list[str] = []
    left: list[Left] = []
    for row in old.statements:
        key = STATEMENT + row.key
        same = words.get(row.key) == row.text
        if same and key in files and key not in present_files:
            keys.append(key)
        if answers.get(key):
            left.append(Left(row.text, STATED_ANEW if same else GONE))
    return tuple(keys), left


def labels(fields: Sequence[Field], keys: Collection[str]) -> list[str]:
    """The names of these fields, in the form's order."""
    return [field.label for field in fields if field.key in keys]
