"""P4: the deadline of one applicant extended, used, taken back; the text of a late draft kept."""

from datetime import timedelta

import pytest

from certification.domain.states import Status
from certification.models import Extension
from certification.permissions import Denied
from certification.services import applications, extensions, rounds
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories import cast as people
from tests.factories import procedure
from tests.factories.cast import AT

HOUR = timedelta(hours=1)


@pytest.fixture
def draft(call, firm, cast):
    """A complete draft, and the deadline has passed."""
    made = procedure.draft(call, firm, cast.sato)
    procedure.end_window(call)
    made.round.refresh_from_db()
    return made


def give(draft, cast, *, until=AT + 48 * HOUR, reason="停電のため", at=AT):
    return extensions.extend(draft, until=until, reason=reason, by=cast.suzuki, at=at)


def test_p4_late_draft_keeps_its_text_and_goes_on_saving(draft, cast, client_of):
    with pytest.raises(Refused, match="締切を過ぎたため"):
        applications.submit(draft, by=cast.sato, at=AT)
    saved = applications.save(draft, {"story": "締切の後に書いた文"}, base=draft.revision, by=cast.sato, at=AT + HOUR)
    assert saved.reasons == ()
    words = client_of(cast.sato).get(f"/apply/a/{draft.code}/programme/").content.decode()
    assert "締切の後に書いた文" in words
    assert "締切後の下書き" in words
    assert "事務局に締切の延長を相談してください" in words


def test_p4_staff_extend_one_applicant_and_that_draft_submits_in_its_last_second(draft, cast, client_of):
    people.join(draft.business, cast.watanabe, "editor")
    people.join(draft.business, cast.yamamoto, "reader")
    give(draft, cast)
    mails = OutboxMessage.objects.filter(kind="extension")
    assert sorted(mails.values_list("to", flat=True)) == ["sato@example.org", "watanabe@example.org"]
    other = procedure.Application.objects.exclude(pk=draft.pk)
    assert not other.filter(late_allowed_until__isnull=False).exists()
    with pytest.raises(Refused, match="締切を過ぎた"):
        applications.submit(draft, by=cast.sato, at=AT + 48 * HOUR)
    assert applications.submit(draft, by=cast.sato, at=AT + 48 * HOUR - timedelta(seconds=1))
    draft.refresh_from_db()
    assert draft.state is Status.SUBMITTED
    assert AuditEvent.objects.get(verb="application.extended").facts["reason"] == "停電のため"


def test_extension_pressed_twice_is_one(draft, cast):
    assert give(draft, cast) == give(draft, cast)
    assert Extension.objects.count() == OutboxMessage.objects.filter(kind="extension").count() == 1


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"until": AT}, "いまより後"),
        ({"until": AT - HOUR}, "いまより後"),
        ({"reason": "  "}, "理由を書いて"),
    ],
)
def test_extension_that_is_past_or_without_a_reason_is_refused(draft, cast, values, word):
    with pytest.raises(Refused, match=word):
        give(draft, cast, **values)
    assert not Extension.objects.exists()


def test_extension_before_the_deadline_of_the_round_is_refused(call, firm, cast):
    made = procedure.draft(call, firm, cast.sato)
    with pytest.raises(Refused, match="この募集の締切"):
        give(made, cast, until=call.closes_at)


def test_extension_needs_a_draft_a_window_and_scoring_still_open(draft, call, firm, cast):
    with pytest.raises(Denied):
        extensions.extend(draft, until=AT + HOUR, reason="x", by=cast.sato, at=AT)
    rolling = procedure.open_round(cast, procedure.programme("rolling"), closes_at=None)
    loose = procedure.draft(rolling, firm, cast.sato)
    with pytest.raises(Refused, match="随時受付"):
        give(loose, cast)
    rounds.close_scoring(call, by=cast.suzuki, at=AT)
    draft.round.refresh_from_db()
    with pytest.raises(Refused, match="採点は締め切られている"):
        give(draft, cast)


def test_extension_taken_back_while_it_runs_leaves_the_one_before(draft, cast):
    first = give(draft, cast, until=AT + 24 * HOUR)
    second = give(draft, cast, until=AT + 48 * HOUR)
    extensions.cancel(second, by=cast.suzuki, at=AT + HOUR)
    extensions.cancel(second, by=cast.suzuki, at=AT + HOUR)
    draft.refresh_from_db()
    assert draft.late_allowed_until == first.until
    assert OutboxMessage.objects.filter(kind="extension_cancelled").count() == 1
    with pytest.raises(Refused, match="もう終わっている"):
        extensions.cancel(first, by=cast.suzuki, at=AT + 24 * HOUR)
    applications.submit(draft, by=cast.sato, at=AT + HOUR)
    with pytest.raises(Refused, match="もう提出されている"):
        extensions.cancel(first, by=cast.suzuki, at=AT + 2 * HOUR)


def test_office_extends_without_reading_the_draft(draft, cast, client_of, travel_to):
    travel_to(AT)
    office = client_of(cast.suzuki)
    here = f"/cms/rounds/{draft.round_id}/extensions/"
    words = office.get(here).content.decode()
    assert draft.business.name in words
    assert procedure.ANSWERS["name"] not in words
    one = f"{here}{draft.code}/"
    assert "締切を延長する" in office.get(one).content.decode()
    wrong = office.post(one, {"until": "2026-11-20", "until_time": "", "reason": "打った理由"})
    assert wrong.status_code == 422
    assert "いまより後の日時" in wrong.content.decode()
    assert "打った理由" in wrong.content.decode()
    assert office.post(one, {"until": "2026-11-25", "until_time": "", "reason": "停電"}).url == here
    made = Extension.objects.get()
    assert made.until.isoformat() == "2026-11-25T14:59:59+00:00"
    desk = client_of(cast.sato)
    for page in (f"/apply/a/{draft.code}/", f"/apply/a/{draft.code}/basics/", f"/apply/a/{draft.code}/review/"):
        assert (
            "あなたの申請は2026年11月25日（水）23:59:59（日本時間）まで提出できます" in desk.get(page).content.decode()
        )
    cancel = f"{here}{made.pk}/cancel/"
    assert "延長を取り消す" in office.get(cancel).content.decode()
    assert office.post(cancel).url == here
    assert client_of(cast.kimura).post(cancel).status_code == 403
    assert client_of(cast.kobayashi).get(here).status_code == 200
    assert client_of(cast.kobayashi).get(one).status_code == 403


def test_drafts_are_listed_in_the_same_queries_for_one_and_three(draft, cast, client_of, exact_queries):
    office = client_of(cast.suzuki)
    here = f"/cms/rounds/{draft.round_id}/extensions/"
    office.get(here)
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as one:
        office.get(here)
    procedure.Round.objects.filter(pk=draft.round_id).update(closes_at=AT + HOUR)
    draft.round.refresh_from_db()
    for _n in range(2):
        applications.start(draft.round, draft.business, by=cast.sato, at=AT)
    procedure.Round.objects.filter(pk=draft.round_id).update(closes_at=AT)
    with exact_queries(len(one)):
        office.get(here)
