"""An address in Japan as four parts: what people type into them, what must be there, how it reads.

Source of the 47 names: 都道府県コード (JIS X 0401).
"""

import unicodedata
from collections.abc import Mapping

from core.domain import text

PARTS = ("postcode", "prefecture", "city", "street")
LONGEST = {"postcode": 8, "prefecture": 4, "city": 50, "street": 150}
PREFECTURES = (
    "北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県", "栃木県", "群馬県",
    "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県", "石川県", "福井県", "山梨県", "長野県",
    "岐阜県", "静岡県", "愛知県", "三重県", "滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県",
    "鳥取県", "島根県", "岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県",
    "佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県",
)  # fmt: skip
_BARE = {name[:-1]: name for name in PREFECTURES if name != "北海道"}  # 京都 is 京都府; 北海道 has no shorter name


def postcode(typed: str) -> str:
    """Seven digits of 〒305-8555 in any width; empty when there are not seven, or letters stand among them."""
    plain = unicodedata.normalize("NFKC", typed).replace("〒", "").strip()
    digits = text.digits(plain)
    return digits if len(digits) == 7 and not any(char.isalpha() and char != "ー" for char in plain) else ""


def prefecture(typed: str) -> str:
    """The official name of 茨城 or 茨城県; empty for anything else."""
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    return plain if plain in PREFECTURES else _BARE.get(plain, "")


Named = tuple[tuple[str, str], ...]


def wrong(parts: Mapping[str, str]) -> Named:
    """(code, end of a sentence) of every part that is there and not right."""
    found = []
    if parts.get("postcode") and not postcode(parts["postcode"]):
        found.append(("postcode", "の郵便番号は7桁の数字で入力してください。例：1000001"))
    if parts.get("prefecture") and parts["prefecture"] not in PREFECTURES:
        found.append(("prefecture", "の都道府県を、示された中から選んでください。"))
    for part, name in (("city", "市区町村"), ("street", "町名・番地・建物")):
        if len(parts.get(part, "")) > LONGEST[part]:
            found.append(("too_long", f"の{name}は{LONGEST[part]}字までです。"))
    return tuple(found)


def missing(parts: Mapping[str, str]) -> Named:
    """The same of every part an address cannot do without."""
    wanted = {
        "postcode": "の郵便番号を7桁の数字で入力してください。例：3050033",
        "prefecture": "の都道府県を選んでください。",
        "city": "の市区町村を入力してください。",
        "street": "の町名・番地を入力してください。",
    }
    return tuple((f"{part}_missing", sentence) for part, sentence in wanted.items() if not parts.get(part))


def one_line(parts: Mapping[str, str]) -> str:
    """〒305-0033 茨城県つくば市東新井1-2-3; what could not be cleaned reads as it was typed."""
    code = str(parts.get("postcode", ""))
    digits = postcode(code)
    head = f"〒{digits[:3]}-{digits[3:]}" if digits else code
    rest = "".join(str(parts.get(part, "")) for part in PARTS[1:])
    return f"{head} {rest}".strip()
