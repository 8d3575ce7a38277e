"""文様: what stands where a product has no photograph yet. One pattern per category, turned and scaled by a hash of the
code, in the programme's accent on wash, with the name's first characters set large.

Attributes only, no style element: an image served under the strict content security policy.
"""

import hashlib
import math
import unicodedata
from collections.abc import Callable
from html import escape
from itertools import takewhile

WIDTH, HEIGHT = 640, 480
# The tokens of static/css/tokens.css, which an image cannot read: accent, ground.
PALETTE = {
    "light": {
        "mikan": "#b3470b",
        "ai": "#1d4f91",
        "take": "#1f6f54",
        "kogane": "#7a5b00",
        "ground": "#faf8f4",
        "paper": "#ffffff",
    },
    "dark": {
        "mikan": "#ffb27d",
        "ai": "#9dc1f5",
        "take": "#86d1b3",
        "kogane": "#e9cc6b",
        "ground": "#222224",
        "paper": "#161617",
    },
}
FONTS = "Noto Sans JP, Hiragino Sans, Yu Gothic UI, Noto Sans CJK JP, sans-serif"


def _lines(*points: tuple[float, float], close: bool = False) -> str:
    path = "M" + " L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return f'<path d="{path}{"Z" if close else ""}"/>'


def shippo() -> tuple[float, float, str]:
    """七宝: circles that overlap by a quarter."""
    return (
        40,
        40,
        "".join(f'<circle cx="{x}" cy="{y}" r="20"/>' for x, y in ((0, 0), (40, 0), (0, 40), (40, 40), (20, 20))),
    )


def seigaiha() -> tuple[float, float, str]:
    """青海波: waves of half circles."""
    rings = ""
    for cx, cy in ((0, 20), (48, 20), (24, 32), (0, 44), (48, 44)):
        rings += "".join(f'<path d="M{cx - r} {cy}A{r} {r} 0 0 1 {cx + r} {cy}"/>' for r in (24, 17, 10))
    return 48, 24, rings


def kikko() -> tuple[float, float, str]:
    """亀甲: hexagons with a smaller one inside."""
    h = 20 * math.sqrt(3)

    def hexagon(cx: float, cy: float, r: float) -> str:
        corners = [(cx + r * math.cos(math.radians(a)), cy + r * math.sin(math.radians(a))) for a in range(0, 360, 60)]
        return _lines(*corners, close=True)

    centres = ((0, 0), (60, 0), (30, h / 2), (0, h), (60, h))
    return 60, h, "".join(hexagon(x, y, 20) + hexagon(x, y, 12) for x, y in centres)


def tatewaku() -> tuple[float, float, str]:
    """立涌: rising steam."""
    curve = "M{0} 0C{1} 14 {1} 26 {0} 40S{2} 66 {0} 80"
    return 40, 80, "".join(f'<path d="{curve.format(*v)}"/>' for v in ((8, 22, -6), (32, 18, 46)))


def kagome() -> tuple[float, float, str]:
    """籠目: the mesh of a basket."""
    h = 40 * math.sqrt(3) / 2
    return (
        40,
        h * 2,
        _lines((0, h / 2), (40, h / 2))
        + _lines((0, h * 1.5), (40, h * 1.5))
        + _lines((-10, -h / 2), (50, h * 2.5 + 0.01))
        + _lines((50, -h / 2), (-10, h * 2.5))
        + _lines((10 - 40, -h / 2), (70 - 40, h * 2.5))
        + _lines((70 - 0, -h / 2), (10, h * 2.5)),
    )


def inazuma() -> tuple[float, float, str]:
    """稲妻: lightning over rice fields, squared spirals."""
    return (
        48,
        48,
        _lines((4, 44), (4, 4), (40, 4), (40, 32), (16, 32), (16, 16), (28, 16), (28, 22)) + _lines((4, 44), (48, 44)),
    )


def asanoha() -> tuple[float, float, str]:
    """麻の葉: hemp leaves, six-pointed stars."""
    h = 48 * math.sqrt(3) / 2
    rows = ""
    for cx, cy in ((0, 0), (48, 0), (24, h), (0, 2 * h), (48, 2 * h)):
        for angle in range(0, 360, 60):
            a, b = math.radians(angle), math.radians(angle + 60)
            tip, other = (cx + 48 * math.cos(a), cy + 48 * math.sin(a)), (cx + 48 * math.cos(b), cy + 48 * math.sin(b))
            inner = ((cx + tip[0] + other[0]) / 3, (cy + tip[1] + other[1]) / 3)
            rows += _lines((cx, cy), tip) + _lines((cx, cy), inner) + _lines(tip, inner, other)
    return 48, 2 * h, rows


def higaki() -> tuple[float, float, str]:
    """檜垣: woven strips of cypress."""
    weave = "".join(
        _lines((x, y), (x + 30, y + 15), (x + 30, y + 25), (x, y + 10), close=True)
        + _lines((x + 30, y + 15), (x + 60, y), (x + 60, y + 10), (x + 30, y + 25), close=True)
        for x in (0,)
        for y in (-20, 0, 20, 40)
    )
    return 60, 40, weave


def shima() -> tuple[float, float, str]:
    """縞: stripes, thick and thin."""
    return 40, 40, "".join(_lines((x, -1), (x, 41)) for x in (4, 8, 20, 23, 26, 36))


def kanoko() -> tuple[float, float, str]:
    """鹿の子: the dots of a fawn's back."""
    dots = ((0, 0), (32, 0), (16, 16), (0, 32), (32, 32))
    return 32, 32, "".join(f'<circle cx="{x}" cy="{y}" r="6"/><circle cx="{x}" cy="{y}" r="1.5"/>' for x, y in dots)


def ichimatsu() -> tuple[float, float, str]:
    """市松: checks, each with a line inside."""
    square = '<path d="M{0} {1}h24v24h-24Z"/><path d="M{2} {3}h12v12h-12Z"/>'
    return 48, 48, square.format(0, 0, 6, 6) + square.format(24, 24, 30, 30)


def yagasuri() -> tuple[float, float, str]:
    """矢絣: the feathers of arrows."""
    feathers = "".join(_lines((0, y + 16), (14, y), (28, y + 16)) for y in range(-16, 64, 8))
    return 28, 48, feathers + _lines((14, 0), (14, 48)) + _lines((0, 0), (0, 48)) + _lines((28, 0), (28, 48))


def uroko() -> tuple[float, float, str]:
    """鱗: triangles of scales."""
    h = 20 * math.sqrt(3)
    return (
        40,
        h,
        _lines((0, h), (20, 0), (40, h), close=True)
        + _lines((-20, 0), (0, h))
        + _lines((60, 0), (40, h))
        + _lines((10, h / 2), (30, h / 2), (20, h), close=True),
    )


DRAWN: dict[str, Callable[[], tuple[float, float, str]]] = {
    each.__name__: each
    for each in (
        shippo,
        seigaiha,
        kikko,
        tatewaku,
        kagome,
        inazuma,
        asanoha,
        higaki,
        shima,
        kanoko,
        ichimatsu,
        yagasuri,
        uroko,
    )
}


def first_characters(name: str) -> str:
    """The kanji a name begins with (three at most), or its first letter: 北条米シフォン → 北条米, ワタクモ → ワ."""
    plain = unicodedata.normalize("NFKC", name)
    plain = plain.rpartition(")")[2] or plain if plain.startswith("(") else plain
    letters = "".join(char if unicodedata.category(char)[0] in "LN" else " " for char in plain).split()
    if not letters:
        return "品"
    kanji = "".join(takewhile(_is_kanji, letters[0]))
    return kanji if 1 <= len(kanji) <= 3 else kanji[:2] or letters[0][0].upper()


def _is_kanji(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char == "々"


def svg(code: str, name: str, pattern: str, accent: str, tone: str = "light") -> str:
    """The picture as SVG text, 640 × 480; the same for the same arguments for ever."""
    colours = PALETTE["dark" if tone == "dark" else "light"]
    ink = colours.get(accent, colours["ai"])
    turns = hashlib.sha256(code.encode()).digest()
    draw = DRAWN.get(pattern, shippo)
    width, height, shapes = draw()
    scale = 1.2 + turns[0] / 255 * 0.9
    angle = (
        (0, 0, 30, 45, 60, 90, -30, -45)[turns[1] % 8]
        if pattern not in ("seigaiha", "tatewaku")
        else (0, -8, 8)[turns[1] % 3]
    )
    shift = f"{turns[2] % 60} {turns[3] % 60}"
    mark = escape(first_characters(name))
    size = {1: 168, 2: 112}.get(len(first_characters(name)), 80)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<defs><pattern id="p" width="{width:.2f}" height="{height:.2f}" patternUnits="userSpaceOnUse"'
        f' patternTransform="translate({shift}) rotate({angle}) scale({scale:.2f})">'
        f'<g fill="none" stroke="{ink}" stroke-opacity="0.42" stroke-width="1">{shapes}</g></pattern></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{colours["ground"]}"/>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ink}" fill-opacity="0.06"/>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#p)"/>'
        f'<circle cx="320" cy="240" r="158" fill="{colours["paper"]}"/>'
        f'<circle cx="320" cy="240" r="146" fill="none" stroke="{ink}" stroke-width="1.5"/>'
        f'<text x="320" y="240" text-anchor="middle" dominant-baseline="central"'
        f' font-family="{FONTS}" font-weight="700" font-size="{size}" fill="{ink}">{mark}</text></svg>'
    )
