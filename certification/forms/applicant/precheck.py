"""はじめの確認: few questions, asked one thing at a time, by GET only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from certification.domain import eligibility
from certification.domain.eligibility import PreCheckAnswers, ProgrammeScope

YES_NO = (("yes", _("はい")), ("no", _("いいえ")))
KINDS = (("goods", _("商品（もの）")), ("service", _("サービス（役務）")))


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the pre-check."""

    key: str
    label: object
    help: object
    options: tuple[tuple[str, object], ...] = YES_NO


FOOD = Ask("food", _("食品ですか"), _("飲み物、お酒、農産物も食品に入ります。"))
FRESH = Ask("fresh", _("生鮮食品ですか"), _("加工していない野菜、果物、肉、魚などです。切っただけのものも含みます。"))
SOLD = Ask("sold_in_city", _("市内の店で売っていますか"), _("直売所、道の駅、自分の店も含みます。"))
KIND = Ask("kind", _("商品ですか、サービスですか"), "", KINDS)
MADE = Ask("made_in_city", _("特徴となる部分を、市内で開発または製造していますか"), _("全部でなくてもかまいません。"))
NOVEL = Ask(
    "novel",
    _("これまでにない新しい使い方や価値がありますか"),
    _("市が試しに買う制度（トライアル発注）の対象かどうかを確かめます。"),
)
ASKED_BY = {"not_fresh": FRESH, "sold_in_city": SOLD, "made_in_city": MADE}


def asks(answers: Mapping[str, str], programmes: Sequence[ProgrammeScope]) -> tuple[Ask, ...]:
    """The questions to show now: the first alone, then those the programme its answer leads to asks for."""
    food = answers.get("food")
    if food not in ("yes", "no"):
        return (FOOD,)
    programme = eligibility.fitting(programmes, food=food == "yes")
    needs = programme.conditions if programme else ()
    wanted = [ask for need, ask in ASKED_BY.items() if need in needs and not (ask is FRESH and food == "no")]
    return (FOOD, *wanted) if food == "yes" else (FOOD, KIND, *wanted, NOVEL)


def parse(data: Mapping[str, str]) -> PreCheckAnswers:
    """Answers of a query; anything but the known words counts as unanswered."""
    kind = data.get("kind")
    return PreCheckAnswers(
        food=_flag(data.get("food")),
        kind="goods" if kind == "goods" else "service" if kind == "service" else None,
        made_in_city=_flag(data.get("made_in_city")),
        sold_in_city=_flag(data.get("sold_in_city")),
        fresh=_flag(data.get("fresh")),
        novel=_flag(data.get("novel")),
    )


def _flag(word: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(word or "")


def product_kind(data: Mapping[str, str]) -> str:
    """The answer to the form's question 種類 that the pre-check already gives; empty when it does not."""
    if data.get("food") == "yes":
        return "food"
    return data.get("kind", "") if data.get("kind") in ("goods", "service") else ""
