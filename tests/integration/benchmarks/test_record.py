"""The benchmarks' own writing: what a result file holds, what a table says, no ratio out of nothing."""

import json
from pathlib import Path

import pytest

from benchmarks import products, record, timing
from benchmarks.cases import CASES
from benchmarks.cases.rush import fields
from benchmarks.record import Figures, Result
from home import bench_marks

NAMES = {
    "board-60", "board-1000", "sheet", "assignment-1000", "release-100", "catalog-embedded-100k",
    "catalog-elasticsearch-1m", "rebuild-1m", "public-page", "rush-200", "migrate",
}  # fmt: skip


def result(**more: object) -> Result:
    ours = Figures((0.010, 0.020, 0.030), queries=16, bytes=83_000)
    peer = Figures((0.5, 0.7, 0.9), queries=170, bytes=65_000, name="the peer 1.0")
    values = {"name": "board-60", "size": "60 × 5", "ours": ours, "peer": peer, "wanted": "≥ 30×", "met": True}
    return Result(**{**values, **more})  # type: ignore[arg-type]


def test_every_name_of_the_promise_has_a_benchmark() -> None:
    assert set(CASES) == NAMES


def test_ratio_is_the_peers_median_over_ours() -> None:
    assert result().ratio == 35


def test_ratio_of_rates_is_ours_over_the_peers() -> None:
    assert result(rate=(700.0, 1000.0)).ratio == 0.7


def test_result_without_a_peer_has_no_ratio(tmp_path: Path) -> None:
    written = json.loads(record.write(result(peer=None), tmp_path).read_text())
    assert written["peer"] is None
    assert written["ratio"] is None


def test_file_holds_what_was_promised(tmp_path: Path) -> None:
    path = record.write(result(), tmp_path)
    written = json.loads(path.read_text())
    assert path.name == "board-60.json"
    assert {"name", "machine", "versions", "ours", "peer", "ratio", "size"} <= set(written)
    assert written["ours"] == {"median_s": 0.02, "p95_s": 0.03, "queries": 16, "bytes": 83000, "samples": 3}
    assert written["peer"]["name"] == "the peer 1.0"
    assert record.read(tmp_path) == [written]


def test_table_says_when_a_target_is_missed() -> None:
    lines = record.table([result(met=False).json()]).splitlines()
    assert "MISSED" in lines[1]
    assert "20.0 ms" in lines[1]


def test_page_has_a_row_and_a_note_for_each_result() -> None:
    page = record.document([result().json()], "# Benchmarks\n")
    assert "| board-60 | 20.0 ms | 16 | 83,000 | the peer 1.0 | 700.0 ms | 170 | 65,000 | 35 | ≥ 30× | met |" in page
    assert "- **board-60**: 60 × 5." in page


def test_sides_take_turns_after_a_warm_up() -> None:
    turns: list[str] = []

    def side(name: str, times: int) -> list[float]:
        turns.append(f"{name}{times}")
        return [1.0] * times

    mine, theirs = timing.alternate(lambda n: side("a", n), lambda n: side("b", n), each=(3, 2))
    assert turns == ["a1", "b1", "a3", "b2", "a3", "b2"]
    assert (len(mine), len(theirs)) == (6, 4)


@pytest.mark.parametrize(("samples", "expected"), [([1.0], 1.0), (list(range(1, 21)), 19), (list(range(1, 101)), 95)])
def test_p95_is_a_value_that_was_measured(samples: list[float], expected: float) -> None:
    assert timing.p95(samples) == expected


def test_marks_are_the_same_each_time_and_on_the_scale() -> None:
    drawn = bench_marks.draw(20, 5)
    assert drawn == bench_marks.draw(20, 5)
    assert len(drawn) == 100
    assert {mark for paper in drawn for mark in paper.marks} <= {1, 2, 3, 4, 5}
    assert all(len({p.reviewer for p in drawn if p.application == n}) == 5 for n in range(20))


def test_recombined_products_are_the_same_each_time() -> None:
    first, again = list(products.documents(30)), list(products.documents(30))
    assert first == again
    assert len({row.code for row in first}) == 30
    assert all(row.name and row.facets["category"][0] for row in first)


def test_form_is_read_as_a_browser_would_send_it() -> None:
    page = (
        '<form id="section-form"><input type="hidden" name="csrfmiddlewaretoken" value="t">'
        '<input name="name" value="ゼリー">'
        '<input type="hidden" name="shown" value="name"><input type="hidden" name="shown" value="kind">'
        '<input type="radio" name="kind" value="food" checked><input type="radio" name="kind" value="goods">'
        '<textarea name="description">\n本文</textarea><input type="file" name="photo"></form><input name="other">'
    )
    assert fields(page) == [
        ("name", "ゼリー"), ("shown", "name"), ("shown", "kind"), ("kind", "food"), ("description", "本文"),
    ]  # fmt: skip
