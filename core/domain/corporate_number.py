"""法人番号: thirteen digits, the first of which checks the other twelve."""

import unicodedata


def clean(text: str) -> str:
    """Half-width digits without spaces and hyphens; other characters stay, so that `problem` can name them."""
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(char for char in narrow if char not in " \t-‐‑–—−ー")


def check_digit(base: str) -> int:
    """The check digit of twelve digits: 9 − (Σ Pn·Qn mod 9), n from the right, Qn 1 for odd n and 2 for even.

    Source: 法人番号の指定等に関する省令 第2条; it cannot tell 0 and 9 apart.
    """
    total = sum(int(digit) * (1 if n % 2 == 1 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def problem(text: str) -> str | None:
    """What is wrong with the number, as a sentence; None when it is right. Takes any width."""
    number = clean(text)
    if not (number.isascii() and number.isdigit()):
        return "法人番号は数字だけで入力してください。"
    if len(number) != 13:
        return f"法人番号は13桁です。入力されたのは{len(number)}桁です。"
    if int(number[0]) != check_digit(number[1:]):
        return "法人番号の検査数字が合いません。番号をもう一度確認してください。"
    return None
