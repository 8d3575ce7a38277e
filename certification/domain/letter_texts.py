"""The programme's own words in its letters and mails: opening, next steps, closing, per kind of letter.

A text may hold placeholders in braces; a wrong one is refused when the text is saved, never found in a letter.
An empty text means the usual words.
"""

import re
from collections.abc import Mapping

from core.domain.reason import Reason


def _(text: str) -> str:
    """Marks a string for translation; views translate."""
    return text


KINDS = {
    "certified": _("合格の通知"),
    "challenge": _("チャレンジ支援の案内"),
    "declined": _("不合格の通知"),
    "refused": _("受理できないときの連絡"),
    "revoked": _("取消しの通知"),
    "expired": _("期限切れの連絡"),
    "renewal_due": _("更新の案内"),
}
DECISIONS = ("certified", "challenge", "declined")  # set as a letter (PDF); the others are mails
PARTS = {"opening": _("冒頭の文"), "steps": _("これからの案内（1行に1つ）"), "closing": _("結びの文")}
LONGEST = 2000

COMMON = ("事業者", "商品", "受付番号", "制度", "用語", "証書", "マーク", "日付")
_CERTIFICATE = ("番号", "有効期限")
_MORE: dict[str, tuple[str, ...]] = {
    "certified": (*_CERTIFICATE, "認定日"),
    "refused": ("理由",),
    "revoked": (*_CERTIFICATE, "理由"),
    "expired": _CERTIFICATE,
    "renewal_due": _CERTIFICATE,
}

OPENING = "ご申請いただいた商品・サービスについて、審査の結果を次のとおりお知らせします。"
USUAL: dict[str, dict[str, str]] = {
    "certified": {
        "opening": OPENING,
        "steps": "{証書}は、申請のページから受け取れます。\n"
        "商品の紹介ページが公開されました。内容の追加や訂正は、事務局にご連絡ください。\n"
        "有効期限の前に、更新のお知らせをメールでお送りします。",
    },
    "challenge": {
        "opening": OPENING,
        "steps": "一部の項目が届かなかったため、チャレンジ支援をご案内します。専門家と一緒に改善し、"
        "もう一度申請できます。\n"
        "申請のページで、支援を受けるかどうかを選んでください。",
    },
    "declined": {
        "opening": OPENING,
        "steps": "ご応募ありがとうございました。審査項目ごとの講評を、これからの商品づくりにお役立てください。\n"
        "次の募集で、この申請の内容を使ってもう一度申請できます。",
    },
}

_BRACES = re.compile(r"\{([^{}]*)\}")
_STRAY = re.compile("[{}｛｝]")


def parts_of(kind: str) -> tuple[str, ...]:
    """The parts this kind has: mails carry no list of next steps of their own."""
    return tuple(PARTS) if kind in DECISIONS else ("opening", "closing")


def placeholders(kind: str) -> tuple[str, ...]:
    """The names that may stand in braces in this kind of letter."""
    return (*COMMON, *_MORE.get(kind, ()))


def problem(kind: str, text: str, *, field: str = "") -> Reason | None:
    """What is wrong with a text, for the form that edits it; None when every placeholder resolves."""
    if len(text) > LONGEST:
        sentence = f"{LONGEST}字までにしてください。いま{len(text)}字あります。"
        return Reason("letter_text.too_long", sentence, field=field)
    known = placeholders(kind)
    usable = "、".join(f"{{{name}}}" for name in known)
    for name in _BRACES.findall(text):
        if name not in known:
            sentence = f"「{{{name}}}」は差し込めません。この通知で使えるのは {usable} です。"
            return Reason("letter_text.placeholder", sentence, field=field)
    if _STRAY.search(_BRACES.sub("", text)):
        sentence = (
            "かっこ { } の片方が足りないか、全角です。差し込みは半角のかっこで書いてください。"
            f"使えるのは {usable} です。"
        )
        return Reason("letter_text.braces", sentence, field=field)
    return None


def words(texts: Mapping[str, Mapping[str, str]], kind: str, part: str, values: Mapping[str, str]) -> str:
    """The words of one part with everything put in: the programme's own, else the usual ones, else nothing.

    Raises KeyError for a placeholder without a value: a letter never goes out with a brace in it.
    """
    text = texts.get(kind, {}).get(part, "").strip() or USUAL.get(kind, {}).get(part, "")
    return _BRACES.sub(lambda found: values[found[1]], text)


def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
