"""Which saves of a text are one step of its history: going on with it is, turning round or writing anew is not."""

from os.path import commonprefix


def goes_on(before: str, between: str, after: str) -> bool:
    """Is `between → after` the same step as `before → between`? Then `between` need not be kept.

    Only while the text keeps growing out of itself, or keeps shrinking: the longest text is never lost.
    """
    growing = len(between) >= len(before)
    if growing != (len(after) >= len(between)):
        return False
    short, long = sorted((between, after), key=len)
    head = len(commonprefix([short, long]))
    tail = len(commonprefix([short[head:][::-1], long[head:][::-1]]))
    return 2 * (head + tail) >= len(short)
