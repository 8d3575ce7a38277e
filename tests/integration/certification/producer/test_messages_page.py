"""The thread on the firm's page and on the office's: sent, refused with its words kept, read, counted, hidden."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certification.models import ApplicationMessage, MessageMark
from certification.services import messages, panel
from tests.factories import procedure
from tests.factories.cast import AT

WORDS = "ラベルの写真を差し替えたいのですが、どうすればよいですか。"


def page_of(sent):
    return f"/apply/a/{sent.code}/"


def desk_of(sent):
    return f"/cms/applications/{sent.code}/"


def ask(sent, cast, *, office=False, words=WORDS):
    by = cast.suzuki if office else cast.sato
    return messages.say(sent, words, office=office, by=by, at=AT)


def test_a_message_goes_to_the_office_and_its_answer_comes_back(cast, sent, client_of):
    firm, office = client_of(cast.sato), client_of(cast.suzuki)
    answer = firm.post(page_of(sent) + "messages/", {"text": WORDS, "key": "abcdef123456"})
    assert answer["Location"].endswith("#messages")
    assert "未読 1件" in office.get(desk_of(sent)).content.decode()
    office.post(desk_of(sent) + "messages/", {"text": "補正をお願いします。", "key": "abcdef123457"})
    shown = firm.get(page_of(sent)).content.decode()
    assert WORDS in shown
    assert "補正をお願いします。" in shown
    assert "新しいメッセージ 1件" in shown
    assert "鈴木" not in shown  # the office is the office, whoever wrote


def test_p3_the_same_form_twice_is_one_message(cast, sent, client_of):
    for _ in range(2):
        client_of(cast.sato).post(page_of(sent) + "messages/", {"text": WORDS, "key": "abcdef123456"})
    assert ApplicationMessage.objects.count() == 1


def test_a_refused_message_keeps_its_words(cast, sent, client_of):
    for who, where in ((cast.sato, page_of(sent)), (cast.suzuki, desk_of(sent))):
        answer = client_of(who).post(where + "messages/", {"text": "あ" * 4001})
        assert answer.status_code == 422
        body = answer.content.decode()
        assert "あ" * 4001 in body
        assert "4000字まで" in body
    assert client_of(cast.sato).post(page_of(sent) + "messages/", {"text": " "}).status_code == 422


def test_a_bad_file_is_told_and_nothing_is_sent(cast, sent, client_of):
    bad = SimpleUploadedFile("label.txt", b"no picture", content_type="text/plain")
    answer = client_of(cast.sato).post(page_of(sent) + "messages/", {"text": WORDS, "files": bad})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert not ApplicationMessage.objects.exists()


def test_files_are_for_the_firm_and_the_office_only(cast, sent, client_of, reader):
    client_of(cast.sato).post(page_of(sent) + "messages/", {"text": WORDS, "files": procedure.picture("new.jpg")})
    stored = ApplicationMessage.objects.get().files.get().stored
    address = f"/apply/files/{stored.token}/"
    for who, status in (
        (cast.sato, 200), (reader, 200), (cast.suzuki, 200), (cast.kobayashi, 200),
        (cast.stranger, 404), (cast.takahashi, 404), (cast.yamamoto, 404), (cast.kato, 404),
    ):  # fmt: skip
        answer = client_of(who).get(address)
        assert answer.status_code == status, who
        if answer.streaming:
            b"".join(answer)


def test_read_is_pressed_never_by_opening(cast, sent, client_of):
    said = ask(sent, cast, office=True)
    client = client_of(cast.sato)
    client.get(page_of(sent))
    assert not MessageMark.objects.filter(office=False).exists()
    client.post(page_of(sent) + "messages/read/", {"up_to": said.pk})
    assert "新しいメッセージ" not in client.get(page_of(sent)).content.decode()


def test_a_later_message_is_not_read_with_the_page_before(cast, sent, client_of):
    said = ask(sent, cast, office=True)
    ask(sent, cast, office=True, words="もう一つ")
    client_of(cast.sato).post(page_of(sent) + "messages/read/", {"up_to": said.pk})
    assert "新しいメッセージ 1件" in client_of(cast.sato).get(page_of(sent)).content.decode()


def test_the_desk_counts_and_leads_there(cast, sent, client_of):
    ask(sent, cast, office=True)
    desk = client_of(cast.sato).get("/apply/").content.decode()
    assert "新しいメッセージ 1件" in desk
    assert "事務局からメッセージがあります" in desk
    assert f"{page_of(sent)}#messages" in desk


def test_the_offices_next_steps_count_and_lead_there(cast, sent, client_of):
    ask(sent, cast)
    home = client_of(cast.suzuki).get("/cms/").content.decode()
    assert "申請者からの連絡を読む" in home
    listed = client_of(cast.suzuki).get("/cms/applications/?flag=unread").content.decode()
    assert sent.receipt_number in listed
    client_of(cast.suzuki).post(desk_of(sent) + "messages/read/", {"up_to": ApplicationMessage.objects.get().pk})
    assert "申請者からの連絡を読む" not in client_of(cast.suzuki).get("/cms/").content.decode()


def test_a_reader_reads_and_does_not_write(cast, sent, reader, client_of):
    ask(sent, cast, office=True, words="お知らせです")
    body = client_of(reader).get(page_of(sent)).content.decode()
    assert "お知らせです" in body
    assert 'name="text"' not in body
    assert client_of(reader).post(page_of(sent) + "messages/", {"text": WORDS}).status_code == 403


def test_strangers_and_reviewers_find_nothing(cast, sent, client_of):
    for who in (cast.stranger, cast.takahashi, cast.yamamoto):
        for part in ("messages/", "messages/read/"):
            assert client_of(who).post(page_of(sent) + part, {"text": WORDS}).status_code == 404
    assert client_of(cast.sato).post("/apply/a/unknown/messages/", {"text": WORDS}).status_code == 404
    assert client_of(cast.sato).get(page_of(sent) + "messages/").status_code == 405


def test_r4_reviewers_never_see_a_message(cast, firm, call, client_of):
    rows = [procedure.submitted(call, firm, cast.sato)]
    procedure.accept(rows[0], cast)
    procedure.in_review(call, rows, cast)
    panel.declare(rows[0], kind="none", by=cast.takahashi, at=AT)
    ask(rows[0], cast)
    client = client_of(cast.takahashi)
    for address in ("/review/", f"/review/a/{rows[0].code}/"):
        assert WORDS not in client.get(address).content.decode()


def test_a_draft_says_when_messages_begin(cast, draft, client_of):
    assert "申請を提出した後です" in client_of(cast.sato).get(page_of(draft)).content.decode()
    client_of(cast.sato).post(page_of(draft) + "messages/", {"text": WORDS})
    assert not ApplicationMessage.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_the_same_number_of_queries(cast, firm, call, client_of, exact_queries, count):
    for n in range(count):
        row = procedure.submitted(call, firm, cast.sato, answers={"name": f"架空の菓子{n}号"})
        ask(row, cast, office=True)
    client = client_of(cast.sato)
    client.get("/apply/")
    with exact_queries(DESK):
        client.get("/apply/")


DESK = 12
