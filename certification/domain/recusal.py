"""Conflicts of interest (利益相反): the kinds a reviewer declares, and what makes the office ask.

A suspicion only suggests; the reviewer declares and the office may set it. Prose: docs/rules/conflicts.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from core.domain.reason import Reason


class ConflictKind(StrEnum):
    """What a reviewer declares towards one application. NONE opens it, every other kind recuses."""

    NONE = "none"
    EMPLOYMENT = "employment"
    FAMILY = "family"
    SUPPLIER = "supplier"
    COMPETITOR = "competitor"
    ADVISER = "adviser"
    OTHER = "other"


CONFLICT_LABELS = {
    ConflictKind.NONE: "関係はありません",
    ConflictKind.EMPLOYMENT: "雇用・役員の関係がある",
    ConflictKind.FAMILY: "親族が関わっている",
    ConflictKind.SUPPLIER: "取引がある",
    ConflictKind.COMPETITOR: "競合する事業をしている",
    ConflictKind.ADVISER: "助言・支援をしている",
    ConflictKind.OTHER: "その他",
}
RECUSING = frozenset(ConflictKind) - {ConflictKind.NONE}

# Domains many people share: the same one says nothing.
_SHARED_DOMAINS = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "yahoo.co.jp",
        "yahoo.com",
        "ymail.ne.jp",
        "outlook.com",
        "outlook.jp",
        "hotmail.com",
        "hotmail.co.jp",
        "live.jp",
        "icloud.com",
        "me.com",
        "docomo.ne.jp",
        "ezweb.ne.jp",
        "au.com",
        "softbank.ne.jp",
        "i.softbank.jp",
        "nifty.com",
        "biglobe.ne.jp",
        "ocn.ne.jp",
        "so-net.ne.jp",
        "plala.or.jp",
        "aol.com",
        "msn.com",
        "proton.me",
        "protonmail.com",
        "yahoo.ne.jp",
        "ybb.ne.jp",
        "outlook.co.jp",
        "live.com",
        "mac.com",
        "zoho.com",
        "gmx.com",
        "dion.ne.jp",
        "auone.jp",
        "uqmobile.jp",
        "vodafone.ne.jp",
        "t.vodafone.ne.jp",
        "disney.ne.jp",
        "excite.co.jp",
        "infoseek.jp",
        "goo.jp",
        "jcom.home.ne.jp",
        "asahi-net.or.jp",
        # set aside for examples (RFC 2606): nobody's own
        "example.com",
        "example.net",
        "example.org",
        "localhost.localdomain",
    }
)
_LEGAL_FORMS = re.compile(
    "株式会社|有限会社|合同会社|合資会社|合名会社|一般社団法人|公益社団法人|一般財団法人|公益財団法人|特定非営利活動法人"
    "|NPO法人|農事組合法人|協同組合|\\((?:株|有|同|資|名|一社|公社|一財|公財|特非)\\)",
    re.IGNORECASE,
)
_SHORTEST = 2  # characters of a name that may speak; a single one is chance


def suspected(
    reviewer_emails: Iterable[str],
    reviewer_affiliation: str,
    business_name: str,
    business_domain: str,
    business_address: str,
    reviewer_address: str = "",
) -> tuple[Reason, ...]:
    """Why a reviewer may have a conflict with a firm: same firm, same mail or web domain, same address.

    `reviewer_emails`: every address the person has, not only the one they log in with. `business_domain`: a domain,
    web address or mail address of the firm. Empty when nothing speaks for a conflict.
    """
    reasons = []
    if _same_name(reviewer_affiliation, business_name):
        sentence = f"所属「{reviewer_affiliation}」が、事業者名「{business_name}」と一致します。"
        reasons.append(Reason("same_firm", sentence, field="affiliation"))
    firm = domain_of(business_domain)
    shared = [mail for mail in reviewer_emails if firm and _same_domain(domain_of(mail), firm)]
    if shared:
        sentence = f"メールアドレス（{'、'.join(shared)}）が、事業者のドメイン {firm} と一致します。"
        reasons.append(Reason("same_domain", sentence, field="email"))
    if _same_address(reviewer_address, business_address) or _same_address(reviewer_affiliation, business_address):
        reasons.append(Reason("same_address", "住所が、事業者の住所と一致します。", field="address"))
    return tuple(reasons)


def domain_of(text: str) -> str:
    """The domain of a mail address, web address or bare domain; empty for none and for those many people share."""
    bare = unicodedata.normalize("NFKC", text).strip().lower()
    bare = bare.rpartition("@")[2] if "@" in bare else re.sub(r"^[a-z]+://", "", bare)
    domain = re.split(r"[/?#:\s]", bare, maxsplit=1)[0].removeprefix("www.").strip(".")
    return domain if "." in domain and domain not in _SHARED_DOMAINS else ""


def core_name(text: str) -> str:
    """A firm's name without its legal form, width, case, spaces and punctuation."""
    narrow = _LEGAL_FORMS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(char for char in narrow.casefold() if char.isalnum())


def _same_name(affiliation: str, business: str) -> bool:
    ours, theirs = core_name(affiliation), core_name(business)
    if min(len(ours), len(theirs)) < _SHORTEST:
        return False
    return ours == theirs or theirs in ours or (len(ours) > _SHORTEST and ours in theirs)


def _same_domain(ours: str, theirs: str) -> bool:
    return bool(ours) and (ours == theirs or ours.endswith("." + theirs) or theirs.endswith("." + ours))


def _same_address(ours: str, theirs: str) -> bool:
    """Equal from the town on, with house number; a bare city is no address."""
    mine, firm = _address_key(ours), _address_key(theirs)
    shorter, longer = sorted((mine, firm), key=len)
    return (
        any(char.isdigit() for char in shorter)
        and len(shorter) >= 4
        and (longer.endswith(shorter) or shorter in longer)
    )


def _address_key(text: str) -> str:
    narrow = re.sub("〒?[0-9]{3}-?[0-9]{4}", "", unicodedata.normalize("NFKC", text))
    narrow = re.sub("(?:丁目|番地|番|号|の|-|‐|–|−|ー)+", "-", narrow)
    return re.sub(r"\s|^[^市区町村]{2,4}[都道府県]", "", narrow).strip("-")
