"""Choosing an adviser by fit and load, conflicts, profiles, handing over, and who may open a plan's files after it."""

import pytest
from django.urls import reverse

from certification.models import AdviserProfile, SupportTopic
from certification.selectors import support as settings
from certification.services import applications, challenge, plan_work, support
from core.domain.reason import Refused
from core.models import OutboxMessage
from tests.factories import procedure
from tests.factories.cast import AT, join, person
from tests.factories.plans import GAP

PLAN_QUERIES = 27
PROFILE = {"affiliation": "", "capacity": 3, "active": True, "note": ""}


@pytest.fixture
def office(client_of, support):
    return client_of(support.cast.suzuki)


def adviser(name, *expertise, by, **more):
    made = person(name, last=name, groups=("adviser",))
    support.save_profile(made, {**PROFILE, "expertise": expertise, **more}, by=by, at=AT)
    return made


def status(client, address):
    """What a file answers, read to its end."""
    answer = client.get(address)
    assert not answer.streaming or answer.getvalue()
    return answer.status_code


def test_plan_page_names_advisers_by_fit_and_load_with_the_reason(office, support):
    by = support.cast.suzuki
    adviser("design", "design", by=by)
    fits = adviser("coordinator", "coordinator", by=by)
    adviser("resting", "coordinator", by=by, active=False)
    html = office.get(reverse("plans:detail", args=[support.plan.pk])).content.decode()
    listed = html[html.index("合う順") :]
    places = [listed.index(name) for name in ("coordinator", "design", "resting")]
    assert places == sorted(places)
    assert "産業コーディネーターの専門が、「地域らしさ」に合います" in listed
    assert "いま 0件／3件まで" in listed
    assert "いま新しい計画を受けていません" in listed
    office.post(reverse("plans:detail", args=[support.plan.pk]), {"adviser": fits.pk})
    assert support.reload().adviser == fits
    assert [term.adviser for term in support.plan.terms.order_by("pk")] == [support.cast.yamamoto, fits]


def test_somebody_of_the_same_firm_can_never_be_asked(office, support):
    own = adviser("own", "coordinator", by=support.cast.suzuki)
    join(support.firm, own, "reader")
    html = office.get(reverse("plans:detail", args=[support.plan.pk])).content.decode()
    assert "申請した事業者の一員のため、頼めません" in html
    assert office.post(reverse("plans:detail", args=[support.plan.pk]), {"adviser": own.pk}).status_code == 422
    with pytest.raises(Refused, match="この事業者の一員のため"):
        challenge.appoint_adviser(support.plan, own, by=support.cast.suzuki, at=AT)


def test_reviewer_of_the_next_panel_is_asked_only_knowingly(office, support):
    again = procedure.open_round(support.cast, support.scene.round.programme, name="第2回")
    both = adviser("both", "coordinator", by=support.cast.suzuki)
    again.panel.create(user=both, appointed_at=AT, appointed_by=support.cast.suzuki)
    here = reverse("plans:detail", args=[support.plan.pk])
    assert "次の審査委員です" in office.get(here).content.decode()
    wrong = office.post(here, {"adviser": both.pk})
    assert wrong.status_code == 422
    assert "ここに印を付けてください" in wrong.content.decode()
    office.post(here, {"adviser": both.pk, "knows_panel": "on"})
    assert support.reload().adviser == both


def test_profile_is_kept_by_the_office_with_its_faults_named(office, support):
    here = reverse("plans:adviser", args=[support.cast.yamamoto.pk])
    assert office.post(here, {"expertise": ["nothing"], "capacity": "-1"}).status_code == 422
    office.post(here, {"expertise": ["web", "label"], "capacity": "2", "affiliation": "架空の商工会", "active": "on"})
    row = AdviserProfile.objects.get()
    assert (row.expertise, row.capacity, row.active, row.affiliation) == (["web", "label"], 2, True, "架空の商工会")
    html = office.get(reverse("plans:advisers")).content.decode()
    assert "ウェブ解析士・食品表示" in html
    assert "1／2" in html


def test_topics_are_defaults_until_the_office_makes_them_its_own(office, support):
    page = reverse("plans:support")
    assert "いまの分野は仮のものです" in office.get(page).content.decode()
    office.post(reverse("plans:own_topics"))
    office.post(reverse("plans:own_topics"))
    assert SupportTopic.objects.count() == len(settings.default_topics())
    assert [each.tasks for each in settings.topics()] == [each.tasks for each in settings.default_topics()]
    topic = SupportTopic.objects.first()
    forms = {"tasks-TOTAL_FORMS": "2", "tasks-INITIAL_FORMS": "0", "tasks-0-title": "聞き取り", "tasks-0-days": "20"}
    here = reverse("plans:topic", args=[topic.pk])
    values = {"name": "地元", "words": "origin\n産地", "expertise": ["web"], "fields_text": "made_at"}
    wrong = office.post(here, {**values, **forms, "tasks-1-detail": "本文だけ"})
    assert wrong.status_code == 422
    assert "本文だけ" in wrong.content.decode()
    office.post(here, {**values, **forms})
    first = settings.topics()[0]
    assert (first.name, first.words, [task.title for task in first.tasks]) == ("地元", ("origin", "産地"), ["聞き取り"])


def test_days_are_refused_when_the_reminder_would_come_before_the_offer(office, support):
    wrong = office.post(reverse("plans:support"), {"offer_days": "10", "remind_days": "10"})
    assert wrong.status_code == 422
    assert "短くしてください" in wrong.content.decode()


def test_handing_over_needs_words_tells_both_and_takes_the_files_away_from_the_former(client_of, support):
    former, after = support.cast.yamamoto, adviser("next", "coordinator", by=support.cast.suzuki)
    stored = applications.take_upload(procedure.picture("前.jpg"), "photo", by=support.cast.sato, at=AT)
    plan_work.add_photo(
        support.plan, gap_key=GAP, caption="ラベル", before=stored, after=None, by=support.cast.sato, at=AT
    )
    file, here = reverse("advise:file", args=[stored.token]), reverse("advise:hand_over", args=[support.plan.pk])
    old, new = client_of(former), client_of(after)
    assert (status(old, file), status(new, file)) == (200, 404)
    wrong = old.post(here, {"hand-adviser": after.pk, "hand-note": " "})
    assert wrong.status_code == 422
    OutboxMessage.objects.all().delete()
    old.post(here, {"hand-adviser": after.pk, "hand-note": "表示の案まで進みました。"})
    assert support.reload().adviser == after
    assert (status(old, file), status(new, file)) == (404, 200)
    assert old.get(reverse("advise:plan", args=[support.plan.pk])).status_code == 404
    assert "表示の案まで進みました。" in new.get(reverse("advise:plan", args=[support.plan.pk])).content.decode()
    assert sorted(OutboxMessage.objects.values_list("kind", "to")) == [
        ("adviser_appointed", after.email),
        ("plan_adviser", support.cast.sato.email),
    ]


def test_only_the_present_adviser_hands_over_and_never_to_the_firm(client_of, support):
    own = adviser("own", by=support.cast.suzuki)
    join(support.firm, own, "reader")
    answer = client_of(support.cast.yamamoto).post(
        reverse("advise:hand_over", args=[support.plan.pk]), {"hand-adviser": own.pk, "hand-note": "x"}
    )
    assert answer.status_code == 422
    other = client_of(adviser("other", by=support.cast.suzuki))
    assert other.post(reverse("advise:hand_over", args=[support.plan.pk]), {}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_choosing_costs_the_same_with_one_and_three_more_advisers(office, support, exact_queries, count):
    for number in range(count):
        adviser(f"a{number}", "web", by=support.cast.suzuki)
    here = reverse("plans:detail", args=[support.plan.pk])
    office.get(here)
    with exact_queries(PLAN_QUERIES):
        office.get(here)
