"""Two texts word by word."""

import time

from hypothesis import given
from hypothesis import strategies as st

from certification.domain.wording import LONGEST, Piece, compare


def marked(pieces, mark):
    return [piece.text for piece in pieces if piece.mark == mark]


def test_only_the_words_that_differ_are_marked():
    found = compare("福来みかん（国産）、砂糖、寒天", "福来みかん（つくば市産）、砂糖、寒天 2g")
    assert marked(found.old, "gone") == ["国産"]
    assert marked(found.new, "new") == ["つくば市産", " 2g"]


def test_a_number_is_one_word():
    found = compare("1,200円", "1,300円")
    assert (marked(found.old, "gone"), marked(found.new, "new")) == (["1,200"], ["1,300"])


def test_empty_and_equal_texts():
    assert compare("", "").changed is False
    assert compare("同じ", "同じ").old == (Piece("same", "同じ"),)
    assert compare("", "新しい").old == ()
    assert compare("", "新しい").changed


@given(st.text(max_size=60), st.text(max_size=60))
def test_each_column_reads_as_its_text(old, new):
    found = compare(old, new)
    assert "".join(piece.text for piece in found.old) == old
    assert "".join(piece.text for piece in found.new) == new
    assert found.changed == (old != new)


def test_very_long_texts_take_no_time():
    started = time.perf_counter()
    found = compare("あa1" * LONGEST, "いb2" * LONGEST)
    assert found.changed
    assert time.perf_counter() - started < 1
