"""The office's pages of keeping: the auditor's log, destruction by two people, a citizen's request."""

import pytest

from certification.models import Disposal
from certification.services import exports, retention
from core.models import AuditEvent, DataExport, Destruction, User
from core.services import businesses
from tests.factories import procedure
from tests.factories.cast import AT
from tests.integration.certification.keeping.test_retention import LATER, scene

__all__ = ["scene"]


def text(answer):
    return answer.content.decode()


@pytest.fixture
def auditor(client_of, cast):
    return client_of(cast.kobayashi)


# ---------------------------------------------------------------- audit


def test_auditor_alone_reads_the_log(client_of, cast, firm):
    for person, status in ((cast.kobayashi, 200), (cast.suzuki, 403), (cast.kimura, 403), (cast.kato, 403)):
        assert client_of(person).get("/cms/audit/").status_code == status
    assert 'href="/cms/audit/"' not in text(client_of(cast.suzuki).get("/cms/"))


def test_log_names_things_and_shows_old_and_new(auditor, cast, firm, draft, now):
    businesses.change(firm, {"phone": "0291112222"}, by=cast.sato, at=AT)
    made = procedure.submitted(draft.round, firm, cast.sato, answers={"name": "架空の二品目"})
    page = text(auditor.get("/cms/audit/"))
    assert f"{made.receipt_number} 架空の二品目" in page
    assert "phone：0290000000 → 0291112222" in page
    assert draft.product_name not in page  # a draft belongs to its firm
    thing = text(auditor.get(f"/cms/audit/object/core.business/{firm.pk}/"))
    assert "<del>0290000000</del> → <ins>0291112222</ins>" in thing
    person = text(auditor.get(f"/cms/audit/person/{cast.sato.pk}/"))
    assert "事業者を変更した" in person
    assert auditor.get("/cms/audit/object/core.business/99999/").status_code == 404
    assert auditor.get("/cms/audit/person/99999/").status_code == 404


def test_log_is_filtered_by_person_thing_verb_and_day(auditor, cast, firm, now):
    businesses.change(firm, {"phone": "0291112222"}, by=cast.sato, at=AT)
    procedure.open_round(cast)
    for query in (f"by={cast.sato.pk}", f"subject_type=core.business&subject_id={firm.pk}", "verb=business.changed"):
        assert "0291112222" in text(auditor.get(f"/cms/audit/?{query}")), query
    for query in (f"by={cast.suzuki.pk}", "subject_id=99999", "verb=round.opened", "at_from=2030-01-01"):
        assert "0291112222" not in text(auditor.get(f"/cms/audit/?{query}")), query


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_log_is_exported_and_nothing_in_it_runs(auditor, cast, firm, now, kind):
    businesses.change(firm, {"name": "=SUM(A1)商店"}, by=cast.sato, at=AT)
    data = b"".join(auditor.get(f"/cms/audit/?export={kind}").streaming_content)
    if kind == "csv":
        assert "'=SUM(A1)商店" in data.decode()
        assert ",=SUM" not in data.decode()
    assert data


@pytest.mark.parametrize("many", [1, 3])
def test_log_asks_the_same_number_of_queries(auditor, cast, firm, now, exact_queries, many):
    AuditEvent.objects.all().count()
    for n in range(many):
        businesses.change(firm, {"phone": f"029000000{n + 1}"}, by=cast.sato, at=AT)
    auditor.get("/cms/audit/")
    with exact_queries(10):
        auditor.get("/cms/audit/results/?verb=business.changed")
    with exact_queries(16):
        auditor.get(f"/cms/audit/object/core.business/{firm.pk}/")


def test_result_under_embargo_stays_closed_to_the_auditor(auditor, cast, firm, now):
    scene = procedure.decided_scene(cast, firm)
    for address in (
        "/cms/audit/?verb=decision.proposed",
        f"/cms/audit/object/certification.application/{scene.good.pk}/",
    ):
        page = text(auditor.get(address))
        assert "公表前のため表示しません" in page
        assert "certified" not in page.split("<main")[-1].replace("verb=", "")


# ---------------------------------------------------------------- destruction


def test_due_list_proposal_approval_and_log_through_the_pages(scene, cast, client_of, travel_to):
    travel_to(LATER)
    office, approver = client_of(cast.suzuki), client_of(cast.kimura)
    page = text(office.get("/cms/retention/"))
    assert scene.poor.receipt_number in page
    assert scene.good.receipt_number not in page
    nothing = office.post("/cms/retention/", {"note": "令和22年度の廃棄"})
    assert nothing.status_code == 422
    assert "令和22年度の廃棄" in text(nothing)
    answer = office.post("/cms/retention/", {"key": f"application:{scene.poor.pk}", "note": "令和22年度の廃棄"})
    made = Disposal.objects.get()
    assert answer["Location"] == f"/cms/retention/{made.pk}/"
    assert "廃棄を承認する" not in text(office.get(f"/cms/retention/{made.pk}/"))
    assert office.post(f"/cms/retention/{made.pk}/approve/").status_code == 403
    assert "1件の廃棄を承認する" in text(approver.get(f"/cms/retention/{made.pk}/"))
    approver.post(f"/cms/retention/{made.pk}/approve/")
    approver.post(f"/cms/retention/{made.pk}/approve/")
    retention.carry_out(made.pk, at=LATER)
    log = client_of(cast.kobayashi).get("/cms/retention/log/")
    assert scene.poor.receipt_number in text(log)
    sheet = b"".join(client_of(cast.kobayashi).get("/cms/retention/log/?export=csv").streaming_content).decode()
    assert "保存期間の満了" in sheet
    assert "鈴木 一郎" in sheet
    assert scene.poor.receipt_number not in text(office.get("/cms/retention/")).split("office-plain")[0]


def test_proposal_turned_down_destroys_nothing(scene, cast, client_of, travel_to):
    travel_to(LATER)
    made = retention.propose([f"application:{scene.poor.pk}"], by=cast.suzuki, at=LATER)
    client_of(cast.kimura).post(f"/cms/retention/{made.pk}/turn-down/", {"reason": "確認中"})
    made.refresh_from_db()
    assert made.turned_down_by == cast.kimura
    assert not Destruction.objects.exists()


@pytest.mark.parametrize("many", [1, 3])
def test_due_list_asks_the_same_number_of_queries(cast, firm, now, client_of, travel_to, exact_queries, many):
    scene = procedure.released_scene(cast, firm)
    rows = scene.all[:many]
    for row in scene.all[many:]:
        type(row).objects.filter(pk=row.pk).update(destroyed_at=AT)
    assert rows
    travel_to(LATER)
    office = client_of(cast.suzuki)
    office.get("/cms/retention/")
    with exact_queries(16):
        office.get("/cms/retention/")


# ---------------------------------------------------------------- a citizen's request


def test_person_is_found_copied_and_erased_on_request(cast, firm, client_of, now):
    office = client_of(cast.suzuki)
    assert "他社 太郎" not in text(office.get("/cms/privacy/"))
    assert "他社 太郎" in text(office.get("/cms/privacy/?q=stranger"))
    address = f"/cms/privacy/{cast.stranger.pk}/"
    office.post(f"{address}copy/")
    row = DataExport.objects.get(person=cast.stranger, asked_by=cast.suzuki)
    exports.make(row.pk, at=AT, verbs={})
    assert f"/apply/me/export/{row.token}/" in text(office.get(address))
    download = office.get(f"/apply/me/export/{row.token}/")
    assert b"".join(download.streaming_content)[:2] == b"PK"
    assert client_of(cast.stranger).get(f"/apply/me/export/{row.token}/").status_code == 404
    missing = office.post(address, {"note": ""})
    assert missing.status_code == 422
    assert office.post(address, {"note": "11月21日窓口、運転免許証", "sure": "on"}).status_code == 302
    assert User.objects.get(pk=cast.stranger.pk).display_name == "退会した利用者"
    assert Destruction.objects.get(subject_type="core.user").reason == "11月21日窓口、運転免許証"
    assert "退会済み" in text(office.get(address))
    assert "他社" not in text(office.get("/cms/privacy/?q=他社")).split("office-plain")[-1].split("value=")[0]


def test_person_with_live_work_is_not_erased_and_the_office_reads_why(cast, firm, call, client_of, now):
    procedure.submitted(call, firm, cast.sato)
    office = client_of(cast.suzuki)
    answer = office.post(f"/cms/privacy/{cast.sato.pk}/", {"note": "窓口", "sure": "on"})
    assert answer.status_code == 422
    assert "審査中の申請があり" in text(answer)
    for person in (cast.kimura, cast.kobayashi, cast.kato):
        assert client_of(person).get("/cms/privacy/").status_code == 403
