"""The office's words for challenge support: why an adviser stands where they stand, how a plan goes."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.domain.adviser_match import Match
from certification.domain.expertise import LABELS, Expertise

WHY_NOT = {
    "same_firm": _("申請した事業者の一員のため、頼めません。"),
    "inactive": _("いま新しい計画を受けていません。"),
}
STAGES = {
    "offered": _("案内"),
    "agreed": _("同意"),
    "in_progress": _("支援開始"),
    "ready": _("再申請可"),
    "reapplied": _("再申請"),
    "certified": _("認証・認定"),
}


def expertise(codes: Iterable[str]) -> str:
    """Names of expertise, for example 食品表示・デザイン."""
    return gettext("・").join(gettext(LABELS[Expertise(code)]) for code in codes)


def match(row: Match) -> dict[str, Any]:
    """A candidate with the reasons in words."""
    who = row.candidate
    load = gettext("いま %(load)s件／%(capacity)s件まで") % {"load": who.load, "capacity": who.capacity}
    reasons = []
    if row.covers:
        words = gettext("%(expertise)sの専門が、%(gaps)sに合います。")
        gaps = gettext("「%s」") % gettext("」「").join(row.gaps)
        reasons.append(words % {"expertise": expertise(row.covers), "gaps": gaps})
    elif who.expertise:
        reasons.append(gettext("今回の点に合う専門はありません。"))
    else:
        reasons.append(gettext("専門がまだ登録されていません。"))
    if who.is_full:
        reasons.append(gettext("受けられる数に達しています。"))
    return {
        "person": who.person,
        "name": who.name,
        "load": load,
        "reasons": reasons,
        "warning": gettext("次の審査委員です。頼むと、この申請の審査から外れてもらいます。")
        if who.on_next_panel
        else "",
        "why_not": str(WHY_NOT.get(row.why_not, "")),
        "may": row.may_be_asked,
    }
