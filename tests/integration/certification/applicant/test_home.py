"""The producer's desk: what to do next, and nothing that is under embargo."""

from datetime import timedelta

import pytest

from certification.services import challenge
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT


def test_index_without_a_firm_shows_the_first_steps(cast, client_of):
    page = client_of(cast.stranger).get("/apply/")
    assert page.status_code == 200
    assert "はじめに、事業者を登録してください" in page.content.decode()


def test_index_anonymous_goes_to_login(client, db):
    answer = client.get("/apply/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/apply/"


def test_index_wrong_method(cast, client_of):
    assert client_of(cast.sato).post("/apply/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_index_asks_the_same_number_of_queries(cast, firm, call, client_of, exact_queries, count):
    for n in range(count):
        procedure.submitted(call, firm, cast.sato, answers={"name": f"架空の菓子{n}"})
    client = client_of(cast.sato)
    client.get("/apply/")
    with exact_queries(12):
        page = client.get("/apply/").content.decode()
    assert page.count("apply-item__title") == count


def test_index_names_the_draft_and_its_deadline_to_the_second(cast, draft, client_of):
    page = client_of(cast.sato).get("/apply/").content.decode()
    assert "「架空の福来みかんゼリー」の申請を続けてください" in page
    assert "2026年12月1日（火）10:00:00（日本時間）" in page
    assert "あと10日0時間" in page


def first_and_later(page: str) -> tuple[str, str]:
    """What stands under 次にすること, and under そのあとにすること."""
    box = page[page.index('id="next-title"') : page.index('id="mine-title"')]
    first, _heading, later = box.partition("そのあとにすること")
    return first, later


def test_index_names_results_and_the_offer_before_a_draft(cast, firm, now, client_of, travel_to):
    procedure.released_scene(cast, firm)
    other = procedure.open_round(cast, procedure.programme("other"), days=40)
    procedure.draft(other, firm, cast.sato, answers={"name": "架空の書きかけ"})
    client = client_of(cast.sato)
    first, later = first_and_later(client.get("/apply/").content.decode())
    assert "「架空の菓子3号」の結果をご覧ください" in first
    assert later.index("「架空の菓子2号」に支援のご案内があります") < later.index("「架空の書きかけ」の申請を続けて")
    travel_to(AT + timedelta(days=15))
    first, later = first_and_later(client_of(cast.sato).get("/apply/").content.decode())
    assert "「架空の菓子2号」に支援のご案内があります" in first
    assert later.index("申請を続けて") < later.index("「架空の菓子3号」の結果をご覧ください")


def test_index_names_the_advisers_word_and_open_tasks_before_a_draft(cast, firm, now, client_of):
    scene = procedure.released_scene(cast, firm)
    plan, client = scene.near.plan, client_of(cast.sato)
    challenge.agree(plan, by=cast.sato, at=AT)
    challenge.appoint_adviser(plan, cast.yamamoto, by=cast.suzuki, at=AT)
    challenge.say(plan, "はじめまして。", by=cast.yamamoto, at=AT)
    other = procedure.open_round(cast, procedure.programme("other"))
    procedure.draft(other, firm, cast.sato, answers={"name": "架空の書きかけ"})
    _first, later = first_and_later(client.get("/apply/").content.decode())
    assert later.index("専門家からメッセージがあります") < later.index("申請を続けて")
    challenge.say(plan, "よろしくお願いします。", by=cast.sato, at=AT)
    challenge.add_task(plan, gap_key=plan.gaps[0]["key"], title="産地を変える", by=cast.yamamoto, at=AT)
    challenge.start(plan, by=cast.yamamoto, at=AT)
    _first, later = first_and_later(client.get("/apply/").content.decode())
    assert later.index("「架空の菓子2号」の改善を進めましょう") < later.index("申請を続けて")


def test_index_shows_nothing_of_another_firm(cast, draft, client_of):
    people.business(cast.stranger, name="よその店")
    page = client_of(cast.stranger).get("/apply/").content.decode()
    assert "ゼリー" not in page
    assert "まだ申請はありません" in page


def test_p_embargo_decided_reads_under_review_everywhere(cast, firm, now, client_of):
    scene = procedure.decided_scene(cast, firm)
    client = client_of(cast.sato)
    pages = [client.get("/apply/").content.decode()]
    for row in scene.all:
        pages.append(client.get(f"/apply/a/{row.code}/").content.decode())
        assert client.get(f"/apply/a/{row.code}/letter.pdf").status_code == 404
        assert client.get(f"/apply/a/{row.code}/certificate.pdf").status_code == 404
        assert client.get(f"/apply/a/{row.code}/plan/").status_code == 404
    for page in pages:
        assert "審査中" in page
        for secret in ("結果が出ました", "至りませんでした", "認証されました", "より</li>", "内部メモ", "採点", "判定"):
            assert secret not in page


def test_desk_leads_each_person_to_their_own(cast, firm, client_of):
    assert client_of(cast.sato).get("/desk/")["Location"] == "/apply/"
    assert client_of(cast.takahashi).get("/desk/")["Location"] == "/review/"
    assert client_of(cast.yamamoto).get("/desk/")["Location"] == "/advise/"
    assert client_of(cast.suzuki).get("/desk/")["Location"] == "/cms/"
    people.join(firm, cast.takahashi)
    page = client_of(cast.takahashi).get("/desk/")
    assert page.status_code == 200
    assert "/apply/" in page.content.decode()
