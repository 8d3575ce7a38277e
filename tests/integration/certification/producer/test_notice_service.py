"""Notices: filed, returned, filed again, accepted; what the catalog shows follows the day they name."""

from datetime import date, timedelta

import pytest

from catalog.models import Product, ProductCertificate
from certification.domain.notices import NoticeKind, NoticeState
from certification.domain.states import CertificateStatus
from certification.permissions import Denied
from certification.services import applications, notices
from core import mail
from core.domain.reason import Refused
from core.models import AuditEvent, OutboxMessage
from tests.factories import procedure
from tests.factories.certificates import DUE

TODAY = DUE.date()


def change(held, by, **more):
    given = {"typed": {"price_yen": "1,500円"}, "from_on": TODAY, "reason": "材料の値上がりのため", **more}
    return notices.file(held.certificate, NoticeKind.CHANGE, **given, by=by, at=DUE)


def end(held, by, **more):
    given = {"typed": {}, "from_on": TODAY, "reason": "製造を終えるため", **more}
    return notices.file(held.certificate, NoticeKind.DISCONTINUATION, **given, by=by, at=DUE)


def mails(kind):
    return ["\n".join(mail.render(row)) for row in OutboxMessage.objects.filter(kind=kind).order_by("pk")]


def test_filed_once_with_old_and_new_and_told_to_the_office(cast, held):
    first = change(held, cast.sato, key="abcdef123456")
    assert change(held, cast.sato, key="abcdef123456") == first
    assert (first.before, first.after) == ({"price_yen": 1200}, {"price_yen": 1500})
    assert first.transitions.get().filed["after"] == {"price_yen": 1500}
    (told,) = mails("notice_filed")
    assert "変更届" in told
    assert "1500" not in told


def test_a_second_open_one_of_the_kind_is_refused(cast, held):
    change(held, cast.sato)
    with pytest.raises(Refused, match="終わってから"):
        change(held, cast.sato)
    end(held, cast.sato)


def test_every_problem_at_once(cast, held):
    with pytest.raises(Refused) as caught:
        change(held, cast.sato, typed={"price_yen": "高い"}, from_on=None, reason="")
    assert [reason.field for reason in caught.value.reasons] == ["price_yen", "from_on", "reason"]


def test_a_question_that_was_judged_cannot_be_changed(cast, held):
    with pytest.raises(Refused, match="変わる項目"):
        change(held, cast.sato, typed={"story": "別の話"})


def test_accepted_today_shows_in_the_catalog_today(cast, held):
    notice = change(held, cast.sato, typed={"price_yen": "1500", "name": "架空の新しいゼリー"})
    notices.accept(notice, by=cast.suzuki, at=DUE)
    product = Product.objects.get()
    assert (product.price_yen, product.name) == (1500, "架空の新しいゼリー")
    held.application.refresh_from_db()
    assert held.application.answers["price_yen"] == 1200
    assert held.application.versions.get().answers["price_yen"] == 1200
    (told,) = mails("notice_accepted")
    assert "変更届を受け付けました" in told


def test_accepted_ahead_takes_effect_on_its_day_once(cast, held):
    day = TODAY + timedelta(days=10)
    notice = change(held, cast.sato, from_on=day)
    notices.accept(notice, by=cast.suzuki, at=DUE)
    assert Product.objects.get().price_yen == 1200
    assert notices.apply_due(today=day - timedelta(days=1), at=DUE + timedelta(days=9)) == 0
    assert notices.apply_due(today=day, at=DUE + timedelta(days=10)) == 1
    assert notices.apply_due(today=day, at=DUE + timedelta(days=10)) == 0
    assert Product.objects.get().price_yen == 1500


def test_accepted_discontinuation_ends_the_certificate(cast, held):
    notices.accept(end(held, cast.sato), by=cast.suzuki, at=DUE)
    held.certificate.refresh_from_db()
    assert held.certificate.state is CertificateStatus.SURRENDERED
    assert ProductCertificate.objects.get().status == "surrendered"


def test_discontinuation_ahead_ends_it_on_its_day_by_the_calendar(cast, held):
    day = TODAY + timedelta(days=30)
    notices.accept(end(held, cast.sato, from_on=day), by=cast.suzuki, at=DUE)
    held.certificate.refresh_from_db()
    assert held.certificate.state is CertificateStatus.RENEWAL_DUE
    notices.apply_due(today=day, at=DUE + timedelta(days=30))
    held.certificate.refresh_from_db()
    assert held.certificate.state is CertificateStatus.SURRENDERED
    assert held.certificate.transitions.get(target="surrendered").by is None


def test_returned_with_a_reason_mended_and_filed_again_keeps_both(cast, held):
    notice = change(held, cast.sato)
    with pytest.raises(Refused, match="理由を書いて"):
        notices.send_back(notice, reason=" ", by=cast.suzuki, at=DUE)
    notices.send_back(notice, reason="値札の写真を付けてください。", by=cast.suzuki, at=DUE)
    (told,) = mails("notice_returned")
    assert "値札の写真を付けてください。" in told
    paper = applications.take_upload(procedure.picture("tag.jpg"), "document", by=cast.sato, at=DUE)
    notices.refile(
        notice, typed={"price_yen": "1400"}, from_on=TODAY, reason="値上げ", files=[paper], by=cast.sato, at=DUE
    )
    assert notice.place is NoticeState.FILED
    filed = [row.filed["after"] for row in notice.transitions.order_by("pk") if row.filed]
    assert filed == [{"price_yen": 1500}, {"price_yen": 1400}]


def test_withdrawn_twice_is_once_and_never_after_acceptance(cast, held):
    notice = change(held, cast.sato)
    notices.withdraw(notice, by=cast.sato, at=DUE)
    notices.withdraw(notice, by=cast.sato, at=DUE)
    assert notice.transitions.count() == 2
    again = change(held, cast.sato)
    notices.accept(again, by=cast.suzuki, at=DUE)
    with pytest.raises(Refused):
        notices.withdraw(again, by=cast.sato, at=DUE)


def test_only_the_firm_files_and_only_the_office_answers(cast, held, reader):
    for who in (reader, cast.stranger, cast.suzuki):
        with pytest.raises(Denied):
            change(held, who)
    notice = change(held, cast.sato)
    for who in (cast.sato, cast.kimura, cast.kobayashi):
        with pytest.raises(Denied):
            notices.accept(notice, by=who, at=DUE)
        with pytest.raises(Denied):
            notices.send_back(notice, reason="理由", by=who, at=DUE)


def test_every_step_is_in_the_log(cast, held):
    notice = change(held, cast.sato)
    notices.send_back(notice, reason="理由", by=cast.suzuki, at=DUE)
    verbs = AuditEvent.objects.filter(subject_type="certification.certificatenotice").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["notice.filed", "notice.moved"]


def test_the_later_day_holds_of_two_accepted_changes(cast, held):
    first = change(held, cast.sato, from_on=date(2029, 10, 20))
    notices.accept(first, by=cast.suzuki, at=DUE)
    second = change(held, cast.sato, typed={"price_yen": "1300"}, from_on=date(2029, 10, 1))
    notices.accept(second, by=cast.suzuki, at=DUE)
    assert Product.objects.get().price_yen == 1500
