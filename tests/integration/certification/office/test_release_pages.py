"""Before a release every letter and mail is read; after it, what was sent and what failed, with retry."""

from typing import Any

import pytest
from django.template import TemplateDoesNotExist

from certification.domain.outcome import Outcome
from certification.models import Letter, Release
from certification.services import decisions, release_checks, result_mails
from certification.services.release_checks import unresolved
from core import mail
from core.domain.reason import Refused
from core.models import Membership, OutboxMessage
from home import bench_seed
from tests.factories import cast as people
from tests.factories.cast import AT
from tests.factories.procedure import Scene
from tests.harness.client import StrictClient
from tests.integration.certification.office.test_committee_papers import pdf_text


def release_of(scene: Scene) -> str:
    return f"/cms/rounds/{scene.round.pk}/release/"


def test_s6_every_mail_is_read_before_it_goes(office: StrictClient, decided: Scene) -> None:
    words = office.get(f"{release_of(decided)}mails/").content.decode()
    assert "次の3通を1人に送ります" in words
    assert words.count("sato@example.org") == 3
    assert "架空の菓子2号」の審査の結果が出ました" in words
    assert not OutboxMessage.objects.filter(kind="result").exists()


def test_s6_letter_opens_as_pdf_before_and_after(office: StrictClient, decided: Scene) -> None:
    here = f"{release_of(decided)}{decided.near.code}/letter.pdf"
    draft = pdf_text(office.get(here).content)
    assert "originについて田中より" in draft
    assert "公表のときに付きます" in draft
    assert "内部メモ" not in draft
    assert not Letter.objects.exists()
    decisions.release(decided.round, even_though_open=True, by=decided.cast.suzuki, at=AT)
    number = decided.near.letters.get().number
    assert number in pdf_text(office.get(here).content)


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("ふつうの文です。", ""),
        ("{{ product }}", "{{ product }}"),
        ("証書は{certificate}です", "{certificate}"),
        (["よい", {"a": "%(number)s通"}], "%(number)s"),
        ("提出日は○○年", "○○"),
        ("価格は{ 1200 円 }", ""),
        (None, ""),
    ],
)
def test_s6_open_placeholder_is_found(words: Any, hit: str) -> None:
    assert unresolved(words) == hit


def missing(_row: Any) -> tuple[str, str]:
    raise TemplateDoesNotExist("mail/result.txt")


@pytest.mark.parametrize(
    ("render", "sentence"),
    [
        (missing, "文面がないか、読めません"),
        (lambda _row: ("結果 {number}", "本文"), "埋まっていない差し込み「{number}」"),
        (lambda _row: ("結果", "{{ product }} の結果"), "埋まっていない差し込み"),
    ],
)
def test_s6_release_refuses_a_mail_that_cannot_go_out(
    render: Any, sentence: str, office: StrictClient, decided: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "render", render)
    words = office.get(release_of(decided)).content.decode()
    assert sentence in words
    assert "件の結果を公表する</button>" not in words
    with pytest.raises(Refused, match=sentence):
        decisions.release(decided.round, even_though_open=True, by=decided.cast.suzuki, at=AT)
    assert not Release.objects.exists()


def test_s6_release_refuses_a_letter_without_its_words(
    office: StrictClient, decided: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = release_checks.documents.letter_values
    monkeypatch.setattr(
        release_checks.documents, "letter_values", lambda letter: {**whole(letter), "opening": "", "sender": "{差出人}"}
    )
    words = office.get(release_of(decided)).content.decode()
    assert "冒頭の文がありません" in words
    assert "差し込み「{差出人}」" in words


def test_s6_release_refuses_when_nobody_would_get_the_mail(decided: Scene) -> None:
    Membership.objects.filter(business=decided.firm).delete()
    with pytest.raises(Refused, match="受け取る人がいません"):
        decisions.release(decided.round, even_though_open=True, by=decided.cast.suzuki, at=AT)


def test_a3_sent_page_lists_failures_and_sends_them_again(office: StrictClient, released: Scene) -> None:
    here = f"{release_of(released)}sent/"
    rows = list(OutboxMessage.objects.filter(kind="result").order_by("pk"))
    OutboxMessage.objects.filter(pk=rows[0].pk).update(state="sent", sent_at=AT)
    OutboxMessage.objects.filter(pk__in=[rows[1].pk, rows[2].pk]).update(state="failed", last_error="550 no such user")
    words = office.get(here).content.decode()
    assert "550 no such user" in words
    assert "送信できなかった2通をすべて送り直す" in words
    assert released.good.letters.get().number in words
    office.post(here, {"mail": rows[0].pk})
    office.post(here, {"mail": rows[1].pk})
    states = dict(OutboxMessage.objects.filter(kind="result").values_list("pk", "state"))
    assert states == {rows[0].pk: "sent", rows[1].pk: "queued", rows[2].pk: "failed"}
    office.post(here)
    assert OutboxMessage.objects.filter(kind="result", state="queued").count() == 2
    assert "送り直すメールはありません" in office.post(here, follow=True).content.decode()
    assert OutboxMessage.objects.filter(kind="result").count() == 3


def test_sent_page_of_a_round_without_release_says_so(office: StrictClient, scored: Scene) -> None:
    assert "まだ何も公表していません" in office.get(f"{release_of(scored)}sent/").content.decode()
    assert "公表を待っている決定はありません" in office.get(f"{release_of(scored)}mails/").content.decode()


@pytest.mark.parametrize("page", ["mails/", "sent/"])
def test_pages_of_a_release_ask_the_same_at_any_size(
    page: str, office: StrictClient, decided: Scene, exact_queries: Any
) -> None:
    office.get(release_of(decided) + page)
    with exact_queries({"mails/": 16, "sent/": 12}[page]):
        office.get(release_of(decided) + page)


@pytest.mark.django_db
def test_a1_release_of_100_asks_at_most_60_and_gives_each_its_own_words(django_assert_max_num_queries: Any) -> None:
    round_ = bench_seed.seed(applications=100, reviewers_per=3, at=AT)
    office = people.person("release", groups=("secretariat",))
    chief = people.person("confirm", groups=("approver",))
    made = []
    for row in decisions.boards.board(round_).rows:
        suggested = row.suggestion.outcome if row.suggestion else None
        own = f"{row.application.receipt_number}だけの理由です。"
        made.append(
            decisions.propose(
                row.application, outcome=suggested or Outcome.DECLINED, override_reason="" if suggested else "計測",
                public_reason=own, by=office, at=AT,
            )
        )  # fmt: skip
    decisions.confirm(made, by=chief, at=AT)
    with django_assert_max_num_queries(60):
        decisions.release(round_, even_though_open=True, by=office, at=AT)
    numbers = [row.application.receipt_number for row in Letter.objects.select_related("application")]
    letters = list(Letter.objects.select_related("application"))
    assert len(letters) == len({letter.number for letter in letters}) == 100
    for letter in letters:
        text = str(letter.values)
        assert [number for number in numbers if f"{number}だけの理由" in text] == [letter.application.receipt_number]
    assert OutboxMessage.objects.filter(kind="result").count() == len(
        {draft.key for draft in result_mails.drafts(round_, decisions.boards.board(round_).rows, at=AT)}
    )
