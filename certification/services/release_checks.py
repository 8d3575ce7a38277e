"""What a letter or a mail must have before a release: its template, every part of it, no placeholder left open.

Asked when the release page opens and once more by the release itself.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.template import TemplateDoesNotExist, TemplateSyntaxError

from certification.models import Letter, Round
from certification.selectors.board import Row
from certification.services import documents, letters, result_mails
from core.domain.reason import Reason

NEEDED = {
    "title": "題名", "opening": "冒頭の文", "result": "結果", "next_steps": "これからの案内", "sender": "差出人",
    "business": "事業者名", "product": "商品名", "receipt_number": "受付番号",
}  # fmt: skip
OPEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{[^{}\s]{1,40}\}|%\([A-Za-z_]+\)s|[○●]{2,}")
SHOWN = 5  # reasons; the rest are counted


def why_not_send(round_: Round, rows: Sequence[Row], *, at: datetime) -> tuple[Reason, ...]:
    """Letters and mails of these lines that cannot go out as they are; a few statements, however many lines."""
    found = [*_letters(round_, rows, at=at), *_mails(round_, rows, at=at)]
    if len(found) <= SHOWN:
        return tuple(found)
    rest = Reason("release.more", f"ほかに{len(found) - SHOWN}件あります。")
    return (*found[:SHOWN], rest)


def unresolved(words: Any) -> str:
    """The first placeholder nobody filled in, in a text or anywhere inside a value; "" when there is none."""
    hits = (OPEN.search(text) for text in _texts(words))
    return next((hit[0] for hit in hits if hit), "")


def _letters(round_: Round, rows: Sequence[Row], *, at: datetime) -> Iterator[Reason]:
    rules = round_.frozen
    for row in rows:
        name = f"{row.application}の通知書"
        try:
            values = letters.values_of(rules, row, None, at=at)
            printed = documents.letter_values(Letter(application=row.application, number="―", values=values))
        except (KeyError, ValueError) as error:
            yield Reason("release.letter", f"{name}を作れません（{error}）。制度の通知の文を直してください。")
            continue
        if lacking := [label for key, label in NEEDED.items() if not printed.get(key)]:
            yield Reason("release.letter_empty", f"{name}に{'・'.join(lacking)}がありません。")
        # what reviewers and applicants typed may hold any sign; the office's own words may not
        own = {key: printed.get(key) for key in ("title", "opening", "next_steps", "closing", "sender", "appeal")}
        typed = {row.application.business.name, row.application.product_name}
        if hit := unresolved([_without(text, typed) for text in _texts(own)]):
            yield Reason("release.placeholder", f"{name}に、埋まっていない差し込み「{hit}」が残っています。")


def _mails(round_: Round, rows: Sequence[Row], *, at: datetime) -> Iterator[Reason]:
    drafts = result_mails.drafts(round_, rows, at=at)
    reached = {draft.subject.pk for draft in drafts}
    for row in rows:
        if row.application.pk not in reached:
            yield Reason(
                "release.nobody",
                f"{row.application}には、結果のメールを受け取る人がいません。事業者に代表の方を登録してください。",
            )
    seen = set()
    for draft in drafts:
        try:
            made = result_mails.preview(draft)
        except (TemplateDoesNotExist, TemplateSyntaxError, ValueError) as error:
            yield Reason("release.mail", f"結果のメールの文面がないか、読めません（{error}）。")
            return
        lines = (made.subject, made.body)
        typed = {str(value) for value in draft.context.values()}
        hit = unresolved([_without(line, typed) for line in lines])
        if hit and hit not in seen:
            sentence = f"結果のメールに、埋まっていない差し込み「{hit}」が残っています。"
            yield Reason("release.mail_placeholder", sentence)
        seen.add(hit)


def _texts(words: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(words, str):
        yield words
    elif isinstance(words, Mapping):
        for value in words.values():
            yield from _texts(value)
    elif isinstance(words, list | tuple):
        for value in words:
            yield from _texts(value)


def _without(text: str, typed: set[str]) -> str:
    """The text without what people typed themselves."""
    for value in typed:
        text = text.replace(value, "")
    return text
