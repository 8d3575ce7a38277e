"""評点表 and 議事録: the rows of the screen, formulas made harmless, reviewers masked wherever they could stand."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
from pypdf import PdfReader

from certification.domain.outcome import Outcome
from certification.models import MinutesSignature, MinutesVersion
from certification.services import decisions, holds, minutes, panel, rounds, score_papers, sheets
from certification.services.minutes import Text
from core.domain.reason import Refused
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient

NAMES = ("高橋", "田中", "渡辺", "takahashi", "tanaka", "watanabe")


def papers_of(scene: Scene) -> str:
    return f"/cms/rounds/{scene.round.pk}/board/papers/"


def all_text(data: bytes) -> str:
    """Everything inside a spreadsheet file: cells, comments, properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def pdf_text(data: bytes) -> str:
    """Every page's text and every property of a PDF, without white space."""
    reader = PdfReader(io.BytesIO(data))
    pages = "".join(page.extract_text() for page in reader.pages)
    return "".join((pages + str(dict(reader.metadata or {}))).split())


def test_s8_masked_spreadsheet_holds_no_reviewers_name_anywhere(office: StrictClient, scored: Scene) -> None:
    data = office.get(papers_of(scored), {"format": "xlsx", "reviewers": "masked", "internal": "1"}).content
    text = all_text(data)
    assert not [name for name in NAMES if name in text]
    assert "内部メモ" not in text  # internal words leave only with names
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.properties.creator == "架空ブランド 事務局"
    assert book.sheetnames == ["評点表", "審査票", "講評", "この表について"]
    rows = list(book["評点表"].values)
    assert [row[1] for row in rows[1:]] == [row.receipt_number for row in scored.all]
    assert rows[1][5] == 100
    marks = list(book["審査票"].values)
    assert marks[1][2:5] == ("委員A", 5, 5)
    assert len(marks) == 1 + 9
    assert "originについて委員Aより" in text


def test_s8_named_spreadsheet_has_names_and_on_request_internal_words(office: StrictClient, scored: Scene) -> None:
    plain = all_text(office.get(papers_of(scored), {"format": "xlsx", "reviewers": "named"}).content)
    full = all_text(office.get(papers_of(scored), {"format": "xlsx", "reviewers": "named", "internal": "1"}).content)
    assert "高橋 誠" in plain
    assert "内部メモ" not in plain
    assert "内部メモ" in full


def test_s8_papers_follow_filter_and_order_of_the_screen(office: StrictClient, scored: Scene) -> None:
    data = office.get(papers_of(scored), {"format": "xlsx", "sort": "-total", "flag": "floors"}).content
    rows = list(openpyxl.load_workbook(io.BytesIO(data))["評点表"].values)
    assert [row[1] for row in rows[1:]] == [scored.poor.receipt_number, scored.near.receipt_number]
    page = office.get(papers_of(scored), {"sort": "-total", "flag": "floors"}).content.decode()
    assert "2件（全3件）" in page
    assert '<input type="hidden" name="flag" value="floors">' in page


def test_s8_pdf_of_scores_is_masked_too(office: StrictClient, scored: Scene) -> None:
    data = office.get(papers_of(scored), {"format": "pdf"}).content
    text = pdf_text(data)
    assert "委員A" in text
    assert not [name for name in NAMES if name in text]


def test_pdf_of_many_rows_is_the_list_alone_and_says_so(
    office: StrictClient, scored: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(score_papers, "MOST_WITH_SHEETS", 2)
    assert "2件を超えるため" in office.get(papers_of(scored)).content.decode()
    text = pdf_text(office.get(papers_of(scored), {"format": "pdf"}).content)
    assert "一覧だけです" in text
    assert "委員A" not in text.replace("委員A、委員B…", "")


def test_s8_formula_in_a_comment_is_text(office: StrictClient, firm: Business, cast: Cast) -> None:
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato, answers={"name": "=cmd|'/c calc'!A1"})
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    panel.declare(row, kind="none", by=cast.tanaka, at=AT)
    words = {"value": "4", "to_applicant": '=HYPERLINK("http://x")', "internal": ""}
    given = sheets.Input(marks={"taste": words, "origin": {**words, "to_applicant": "+81"}}, gates={"safe": True})
    sheets.save(row, given, by=cast.tanaka, at=AT)
    sheets.submit(row, by=cast.tanaka, at=AT)
    rounds.close_scoring(found, by=cast.suzuki, at=AT)
    data = office.get(f"/cms/rounds/{found.pk}/board/papers/", {"format": "xlsx"}).content
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for page in book for line in page.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert '\'=HYPERLINK("http://x")' in [cell.value for cell in cells]


def form_of(scene: Scene, **more: str) -> dict[str, object]:
    near = scene.near.pk
    return {
        "seen": "0", "held_on": "2026-11-20", "place": "架空市役所", "chair": "高橋 誠",
        "attendees": [str(scene.cast.takahashi.pk), str(scene.cast.tanaka.pk)], "others": "事務局 鈴木",
        "opening": "高橋委員から説明があった。", "closing": "", f"remark.{near}": "田中優委員が質問した。",
        f"for.{near}": "2", f"against.{near}": "1", f"abstain.{near}": "", **more,
    }  # fmt: skip


def test_minutes_are_kept_in_versions_and_signed(office: StrictClient, decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/minutes/"
    assert "まだ保存した版はありません" in office.get(here).content.decode()
    assert office.post(here, form_of(decided)).url == here
    assert office.post(here, form_of(decided, seen="1")).status_code == 302  # the same again is no new version
    assert MinutesVersion.objects.count() == 1
    stale = office.post(here, form_of(decided, place="別の場所"))
    assert stale.status_code == 409
    assert "別の場所" in stale.content.decode()
    assert "ほかの人が先に保存しました" in stale.content.decode()
    assert office.post(here, form_of(decided, seen="1", place="別の場所")).status_code == 302
    assert list(MinutesVersion.objects.values_list("number", "place")) == [(1, "架空市役所"), (2, "別の場所")]

    confirm = office.get(f"{here}sign/").content.decode()
    assert "第2版を確定する" in confirm
    for _ in range(2):
        office.post(f"{here}sign/")
    signature = MinutesSignature.objects.get()
    assert (signature.version.number, signature.signed_by) == (2, decided.cast.suzuki)
    assert [item["decision"] for item in signature.items] == ["認証", "チャレンジ支援", "不認証"]
    assert "第2版で確定しています" in office.get(here).content.decode()


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_minutes_name_or_mask_the_reviewers(kind: str, office: StrictClient, decided: Scene) -> None:
    panel_of = decided.cast
    holds.hold(decided.poor, reason="渡辺委員の指摘を確かめる", by=panel_of.suzuki, at=AT)
    decisions.propose(
        decided.near, outcome=Outcome.CERTIFIED, override_reason="高橋委員の説明による", public_reason="資料で確認",
        by=panel_of.suzuki, at=AT,
    )  # fmt: skip
    here = f"/cms/rounds/{decided.round.pk}/minutes/"
    office.post(here, form_of(decided))
    read = {"pdf": pdf_text, "xlsx": all_text}[kind]
    masked = read(office.get(f"{here}paper/", {"version": "1", "format": kind, "reviewers": "masked"}).content)
    named = read(office.get(f"{here}paper/", {"version": "1", "format": kind, "reviewers": "named"}).content)
    assert not [name for name in NAMES if name in masked]
    for words in ("委員A", "委員B", "架空市役所", "賛成2、反対1", "保留"):
        assert words in masked
    for words in ("高橋誠", "田中優委員が質問した", "渡辺委員の指摘を確かめる"):
        assert words in named.replace(" ", "")


def test_signed_minutes_keep_the_table_of_that_hour(office: StrictClient, decided: Scene) -> None:
    cast, found = decided.cast, decided.round
    minutes.save(found, Text(held_on=date(2026, 11, 20)), seen=0, by=cast.suzuki, at=AT)
    minutes.sign(found, number=1, by=cast.suzuki, at=AT)
    decisions.propose(
        decided.good, outcome=Outcome.DECLINED, override_reason="あとの変更", public_reason="表示の誤り",
        by=cast.suzuki, at=AT,
    )  # fmt: skip
    paper = pdf_text(office.get(f"/cms/rounds/{found.pk}/minutes/paper/", {"version": "1"}).content)
    assert "あとの変更" not in paper
    assert "確定（" in paper
    minutes.save(found, Text(held_on=date(2026, 11, 20), opening="訂正"), seen=1, by=cast.suzuki, at=AT)
    assert "あとの変更" in pdf_text(office.get(f"/cms/rounds/{found.pk}/minutes/paper/", {"version": "2"}).content)
    with pytest.raises(Refused, match="新しい版"):
        minutes.sign(found, number=1, by=cast.suzuki, at=AT)


def test_minutes_name_who_left_for_a_conflict(office: StrictClient, firm: Business, cast: Cast) -> None:
    found = procedure.open_round(cast)
    row = procedure.submitted(found, firm, cast.sato)
    procedure.accept(row, cast)
    procedure.in_review(found, [row], cast)
    panel.declare(row, kind="family", by=cast.watanabe, at=AT)
    procedure.score(row, cast.tanaka, marks=procedure.GOOD)
    rounds.close_scoring(found, by=cast.suzuki, at=AT)
    minutes.save(found, Text(held_on=date(2026, 11, 20)), seen=0, by=cast.suzuki, at=AT)
    paper = pdf_text(office.get(f"/cms/rounds/{found.pk}/minutes/paper/").content)
    assert "退席（利益相反）委員C" in paper.replace(" ", "")


def test_minutes_refuse_wrong_input_and_unknown_versions(office: StrictClient, decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/minutes/"
    response = office.post(here, form_of(decided, held_on="きのう", **{f"for.{decided.near.pk}": "-1"}))
    assert response.status_code == 422
    assert "高橋委員から説明があった。" in response.content.decode()
    assert not MinutesVersion.objects.exists()
    assert office.get(f"{here}paper/").status_code == 404
    assert office.get(f"{here}paper/", {"version": "9"}).status_code == 404
    assert office.get(f"{here}sign/").url == here


def test_approver_reads_minutes_and_does_not_write(clients: Callable[[str], StrictClient], decided: Scene) -> None:
    here = f"/cms/rounds/{decided.round.pk}/minutes/"
    assert clients("kimura").get(here).status_code == 200
    assert clients("kimura").post(here, form_of(decided)).status_code == 403
