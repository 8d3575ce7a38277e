"""The figures of search quality, against values worked by hand."""

import math

from search import evaluation


def test_ndcg_of_the_ideal_order_is_one() -> None:
    assert evaluation.ndcg(["a", "b", "x"], {"a": 2, "b": 1}) == 1.0


def test_ndcg_by_hand() -> None:
    expected = (1 / math.log2(2) + 3 / math.log2(3)) / (3 / math.log2(2) + 1 / math.log2(3))
    assert evaluation.ndcg(["b", "a"], {"a": 2, "b": 1}) == expected


def test_ndcg_counts_what_was_not_found() -> None:
    assert evaluation.ndcg(["x"], {"a": 2}) == 0.0
    assert evaluation.ndcg(["x"], {}) is None


def test_recall_counts_grade_two_alone() -> None:
    assert evaluation.recall(["a", "c"], {"a": 2, "b": 2, "c": 1}) == 0.5
    assert evaluation.recall(["c"], {"c": 1}) is None


def test_mean_leaves_out_what_is_not_there() -> None:
    assert evaluation.mean([1.0, None, 0.0]) == 0.5
    assert evaluation.mean([]) == 0.0
