"""Messages: two sides, mails without the words, marks, nobody else."""

import pytest
from django.db import DatabaseError, transaction

from certification.permissions import Denied
from certification.selectors import messages as selectors
from certification.services import messages
from core import mail
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT

SECRET = "原材料の産地を直したいのですが"


def say(application, by, words=SECRET, *, office=False, **more):
    return messages.say(application, words, office=office, by=by, at=AT, **more)


def mails(kind):
    return {row.to: "\n".join(mail.render(row)) for row in OutboxMessage.objects.filter(kind=kind)}


def test_the_office_is_told_without_the_words(cast, sent):
    say(sent, cast.sato)
    told = mails("message_office")
    assert set(told) == {"suzuki@example.org"}
    assert SECRET not in told["suzuki@example.org"]
    assert sent.receipt_number in told["suzuki@example.org"]


def test_owners_and_editors_are_told_by_the_office_readers_not(cast, firm, sent, reader):
    people.join(firm, people.person("editor2"), "editor")
    say(sent, cast.suzuki, office=True)
    told = mails("message_firm")
    assert set(told) == {"sato@example.org", "editor2@example.org"}
    assert all(SECRET not in text for text in told.values())


def test_pressed_twice_is_one_message_and_one_mail(cast, sent):
    assert say(sent, cast.sato, key="abcdef123456") == say(sent, cast.sato, key="abcdef123456")
    assert OutboxMessage.objects.filter(kind="message_office").count() == 1


def test_readers_strangers_reviewers_and_auditors_write_nothing(cast, sent, reader):
    for who in (reader, cast.stranger, cast.takahashi, cast.yamamoto, cast.suzuki):
        with pytest.raises(Denied):
            say(sent, who)
    for who in (reader, cast.sato, cast.kimura, cast.kobayashi, cast.takahashi):
        with pytest.raises(Denied):
            say(sent, who, office=True)


def test_a_draft_takes_no_message(cast, draft):
    with pytest.raises(Denied, match="提出した後"):
        say(draft, cast.sato)


def test_empty_and_too_long_are_refused(cast, sent):
    with pytest.raises(Refused, match="書いてください"):
        say(sent, cast.sato, " \n ")
    with pytest.raises(Refused, match="4000字まで"):
        say(sent, cast.sato, "あ" * 4001)


def test_unread_counts_by_person_for_the_firm_and_together_for_the_office(cast, firm, sent, reader):
    first = say(sent, cast.suzuki, office=True)
    say(sent, cast.suzuki, office=True)
    ids = [sent.pk]
    assert selectors.unread_of(cast.sato, ids) == {sent.pk: 2}
    messages.mark(sent, first, office=False, by=cast.sato, at=AT)
    assert selectors.unread_of(cast.sato, ids) == {sent.pk: 1}
    assert selectors.unread_of(reader, ids) == {sent.pk: 2}
    last = say(sent, cast.sato)
    assert selectors.unread_of(cast.sato, ids) == {}
    assert selectors.unread_of_office(ids) == {sent.pk: 1}
    assert list(selectors.waiting_for_office()) == [sent]
    messages.mark(sent, last, office=True, by=cast.kobayashi, at=AT)
    messages.mark(sent, first, office=True, by=cast.kobayashi, at=AT)
    assert selectors.unread_of_office(ids) == {}


def test_the_database_keeps_what_was_said(cast, sent):
    made = say(sent, cast.sato)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(made).objects.filter(pk=made.pk).update(text="別の言葉")


def test_mails_are_the_same_in_the_three_hidden_states(cast, firm):
    """Neither a message nor its mail tells where under embargo an application stands."""
    texts = set()
    for scene in (procedure.scored_scene(cast, firm),):
        for row in (scene.good, scene.near):
            say(row, cast.suzuki, "お待ちください", office=True)
    for text in mails("message_firm").values():
        texts.add(text.split("受付番号")[0])
        for word in ("採点", "判定", "決定", "審査"):
            assert word not in text
    assert len(texts) == 1
