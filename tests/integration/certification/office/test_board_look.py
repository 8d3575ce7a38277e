"""The board as one looks at it: sorted, filtered, levelled, side by side, tried with other marks, on the wall."""

from collections.abc import Callable

import pytest

from certification.domain.outcome import Outcome
from certification.models import Application, Decision, Round
from certification.services import decisions, panel, rounds
from core.models import AuditEvent, Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient


def board_of(scene: Scene) -> str:
    return f"/cms/rounds/{scene.round.pk}/board/"


def body(words: str) -> str:
    return words.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]


def order_of(words: str, rows: list[Application]) -> list[int]:
    """The rows' places, as the page shows them; a row that is not there is left out."""
    found = [(body(words).find(str(row.receipt_number)), n) for n, row in enumerate(rows)]
    return [n for place, n in sorted(found) if place >= 0]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [0, 1, 2]),
        ("sort=total", [0, 1, 2]),
        ("sort=-total", [2, 1, 0]),
        ("sort=-number", [2, 1, 0]),
        ("sort=product", [0, 1, 2]),
        ("sort=-suggestion", [2, 1, 0]),
        ("sort=floors", [1, 2, 0]),
        ("sort=criterion.taste", [0, 1, 2]),
        ("sort=-criterion.origin", [2, 1, 0]),
        ("sort=nonsense&outcome=nobody", [0, 1, 2]),
        ("outcome=challenge", [1]),
        ("outcome=certified&outcome=declined", [0, 2]),
        ("flag=gates", [2]),
        ("flag=floors&outcome=challenge", [1]),
        ("attempt=again", []),
        ("show=criteria&sort=-rank", [2, 1, 0]),
    ],
)
def test_board_is_sorted_and_filtered_by_its_address(
    query: str, expected: list[int], office: StrictClient, scored: Scene
) -> None:
    words = office.get(f"{board_of(scored)}?{query}").content.decode()
    if expected:
        assert order_of(words, scored.all) == expected
    else:
        assert "条件に合う申請がありません" in words


def test_headings_are_links_that_keep_the_filter(office: StrictClient, scored: Scene) -> None:
    words = office.get(f"{board_of(scored)}?flag=floors&sort=total").content.decode()
    assert 'href="?sort=-total&amp;flag=floors"' in words
    assert 'aria-sort="descending"' in words
    assert all(
        f'href="?sort={key}&amp;flag=floors"' in words for key in ("product", "firm", "number", "spread", "flips")
    )


def test_criteria_view_shows_panel_means_and_floors(office: StrictClient, scored: Scene) -> None:
    words = office.get(f"{board_of(scored)}?show=criteria").content.decode()
    assert "地域らしさ" in words
    assert "5.00" in body(words)
    assert "下限未満" in body(words)


def test_s8_export_has_the_rows_of_the_filter(office: StrictClient, scored: Scene) -> None:
    sheet = b"".join(office.get(f"{board_of(scored)}?outcome=challenge&export=csv").streaming_content).decode()
    assert len(sheet.splitlines()) == 2
    assert str(scored.near.receipt_number) in sheet


def test_complete_panel_shows_no_levelled_column(office: StrictClient, scored: Scene) -> None:
    assert "甘辛をならした値" not in office.get(board_of(scored)).content.decode()


def partial(cast: Cast, firm: Business) -> tuple[Round, list[Application]]:
    """Two applications; the severe 渡辺 marks the first only."""
    found = procedure.open_round(cast)
    rows = [procedure.submitted(found, firm, cast.sato, answers={"name": f"架空の品{n}"}) for n in (1, 2)]
    for row in rows:
        procedure.accept(row, cast)
    procedure.in_review(found, rows, cast)
    panel.declare(rows[1], kind="family", by=cast.watanabe, at=AT)
    for row, people in ((rows[0], cast.reviewers), (rows[1], cast.reviewers[:2])):
        for person in people:
            severe = person == cast.watanabe
            procedure.score(row, person, marks={"taste": "4", "origin": "1" if severe else "4"})
    rounds.close_scoring(found, by=cast.suzuki, at=AT)
    return found, rows


def test_partial_panel_shows_the_levelled_value_beside_the_total(
    office: StrictClient, firm: Business, cast: Cast
) -> None:
    found, rows = partial(cast, firm)
    words = office.get(f"/cms/rounds/{found.pk}/board/").content.decode()
    assert "甘辛をならした値" in words
    assert "総合点にも案にも使いません" in words
    lines = body(words).split("<tr>")[1:]
    # by the raw mean the second is ahead, levelled both are equal: a tie, shown as such
    assert str(rows[1].receipt_number) in lines[0]
    assert [line.count("1位") for line in lines] == [1, 1]
    assert "65.0" in lines[1]
    assert "80.0" in lines[0]


def test_two_applications_side_by_side(office: StrictClient, scored: Scene) -> None:
    here = f"{board_of(scored)}compare/"
    words = office.get(here, {"pick": [scored.near.code, scored.good.code]}).content.decode()
    assert words.index(str(scored.near.receipt_number)) < words.index(str(scored.good.receipt_number))
    assert "tasteについて高橋より" in words
    assert "100.0" in words
    assert "40.0" in words
    assert office.get(here, {"pick": [scored.near.code]}).url == board_of(scored)
    assert office.get(here, {"pick": ["none", "gone"]}).url == board_of(scored)


def test_trial_says_who_would_change_and_saves_nothing(office: StrictClient, scored: Scene) -> None:
    here = f"{board_of(scored)}what-if/"
    before = (AuditEvent.objects.count(), Round.objects.get().rules)
    first = office.get(here).content.decode()
    assert "試算（保存されません）" in first
    values = {"pass_mark": "30", "near_mark": "20", "near_max_missed": "", "floor.taste": "", "floor.origin": ""}
    words = office.get(here, values).content.decode()
    assert "案が変わる申請 1件" in words
    assert str(scored.near.receipt_number) in words
    assert str(scored.poor.receipt_number) not in words.split("案が変わる申請")[1]
    assert (AuditEvent.objects.count(), Round.objects.get().rules) == before
    assert not Decision.objects.exists()
    assert office.post(here, values).status_code == 405


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"pass_mark": "101"}, "0から100までの数"),
        ({"pass_mark": "ななじゅう"}, "入力した内容は残っています"),
        ({"pass_mark": "50", "near_mark": "60"}, "合格点以下"),
        ({"floor.origin": "9"}, "満点の5まで"),
        ({"near_max_missed": "-1"}, "0以上"),
    ],
)
def test_trial_of_a_wrong_figure_is_a_sentence(
    more: dict[str, str], sentence: str, office: StrictClient, scored: Scene
) -> None:
    values = {"pass_mark": "70", "near_mark": "50", "near_max_missed": "1", "floor.taste": "", "floor.origin": "2"}
    response = office.get(f"{board_of(scored)}what-if/", {**values, **more})
    assert response.status_code == 422
    words = response.content.decode()
    assert sentence in words
    assert all(f'value="{value}"' in words for value in more.values())


def test_screen_masks_reviewers_and_keeps_internal_words_and_firms_out(office: StrictClient, scored: Scene) -> None:
    decisions.propose(
        scored.near, outcome=Outcome.CERTIFIED, override_reason="内々の事情", public_reason="味が良い",
        by=scored.cast.suzuki, at=AT,
    )  # fmt: skip
    listed = office.get(f"/cms/rounds/{scored.round.pk}/screen/").content.decode()
    opened = office.get(f"/cms/rounds/{scored.round.pk}/screen/{scored.near.code}/").content.decode()
    assert order_of(listed, scored.all) == [0, 1, 2]
    assert "委員A" in opened
    assert "originについて委員Aより" in opened
    assert 'rel="prev"' in opened
    assert 'rel="next"' in opened
    for secret in ("高橋", "田中", "渡辺", "内部メモ", "内々の事情", scored.firm.name):
        assert secret not in listed + opened
    assert office.get(f"/cms/rounds/{scored.round.pk}/screen/none/").status_code == 404


def test_screen_follows_the_filter_of_the_board(office: StrictClient, scored: Scene) -> None:
    here = f"/cms/rounds/{scored.round.pk}/screen/"
    listed = office.get(f"{here}?outcome=challenge").content.decode()
    assert order_of(listed, scored.all) == [1]
    assert office.get(f"{here}{scored.good.code}/?outcome=challenge").status_code == 404


def test_screen_of_an_open_scoring_shows_no_mark(office: StrictClient, firm: Business, cast: Cast) -> None:
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    procedure.score(row, cast.tanaka, marks=procedure.GOOD)
    words = office.get(f"/cms/rounds/{found.pk}/screen/{row.code}/").content.decode()
    assert "採点中です" in words
    assert "tasteについて" not in words


@pytest.mark.parametrize("page", ["board/compare/", "board/what-if/", "board/papers/", "screen/", "minutes/"])
def test_auditor_waits_for_the_release(page: str, clients: Callable[[str], StrictClient], scored: Scene) -> None:
    assert clients("kobayashi").get(f"/cms/rounds/{scored.round.pk}/{page}").status_code == 403
