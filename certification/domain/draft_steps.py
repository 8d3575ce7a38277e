"""Which saves of a text are one step of its history: going on with it is, turning round or writing anew is not."""

from itertools import takewhile


def goes_on(before: str, between: str, after: str) -> bool:
    """Is `between → after` the same step as `before → between`? Then `between` need not be kept.

    Only while the text keeps growing out of itself, or keeps shrinking: the longest text is never lost.
    """
    growing = len(between) >= len(before)
    if growing != (len(after) >= len(between)):
        return False
    short, long = sorted((between, after), key=len)
    head = _shared(short, long)
    tail = _shared(short[head:][::-1], long[head:][::-1])
    return 2 * (head + tail) >= len(short)


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
