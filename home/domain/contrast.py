"""Contrast of two colours (WCAG 2.2, relative luminance) and the grounds a city's colour must be readable on."""

LIGHT_GROUNDS = ("#ffffff", "#faf8f4")
DARK_GROUNDS = ("#161617", "#222224")
ENOUGH = 4.5  # WCAG 2.2, 1.4.3 for text
LINEAR_BELOW = 0.04045


def luminance(colour: str) -> float:
    """Relative luminance (0 black … 1 white) of "#rrggbb". Raises ValueError for anything else."""
    digits = colour.removeprefix("#")
    if len(digits) != 6:
        raise ValueError(colour)
    channels = []
    for start in (0, 2, 4):
        value = int(digits[start : start + 2], 16) / 255
        channels.append(value / 12.92 if value <= LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4)
    red, green, blue = channels
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, grounds: tuple[str, ...]) -> bool:
    """Whether text in this colour can be read on each of these grounds, and the ground as text on it."""
    return all(ratio(colour, ground) >= ENOUGH for ground in grounds)
