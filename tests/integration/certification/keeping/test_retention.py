"""Retention: what is due, two people, what goes and what stays, history that opens for a logged destruction only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, models, transaction

from certification import invariants
from certification.models import Application, ApplicationVersion, Decision, DisposalItem, Letter, Sheet, Transition
from certification.permissions import Denied
from certification.selectors import retention as selectors
from certification.services import applications, certificates, erasure, retention
from core import invariants as ground
from core.domain.reason import Refused
from core.models import AuditEvent, Destruction, OutboxMessage, StoredFile
from tests.factories import procedure
from tests.factories.cast import AT

LATER = datetime(2040, 4, 2, 1, 0, tzinfo=UTC)  # everything of 2026 is over


def over(scene):
    """Certificate expired, plan closed: nothing of the scene runs any more."""
    from certification.services import challenge  # noqa: PLC0415

    challenge.close(scene.near.plan, by=scene.cast.suzuki, at=AT, reason="終わり")
    certificates.expire_due(today=LATER.date(), at=LATER - timedelta(days=3000))
    scene.refresh()


@pytest.fixture
def scene(cast, firm, now):
    return procedure.released_scene(cast, firm)


def everything_about(application):
    """Every text in the database, but the log of destructions."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ("core", "certification") and model is not Destruction and model._meta.managed:
            found += [str(row) for row in model._default_manager.values()]
    return " ".join(found)


def test_nothing_that_runs_is_ever_due(scene):
    assert [row.label for row in selectors.due(LATER.date()) if row.kind == "application"] == [
        scene.poor.receipt_number
    ]


def test_case_is_due_when_certificate_plan_and_term_are_over(scene):
    over(scene)
    due = {row.label for row in selectors.due(LATER.date()) if row.kind == "application"}
    assert due == {scene.good.receipt_number, scene.near.receipt_number, scene.poor.receipt_number}
    assert not [row for row in selectors.due(date(2032, 3, 31)) if row.label == scene.poor.receipt_number]
    assert [row for row in selectors.due(date(2032, 4, 1)) if row.label == scene.poor.receipt_number]


def test_kept_for_ever_is_never_due(scene):
    scene.round.rules = {**scene.round.rules, "retention_years": 0}
    scene.round.save()
    assert not [row for row in selectors.due(LATER.date()) if row.kind == "application"]


def test_draft_and_mails_have_terms_of_their_own(cast, firm, draft, now):
    applications.start(draft.round, firm, by=cast.sato, at=AT)
    applications.submit(draft, by=cast.sato, at=AT)
    call_command("send_outbox")
    assert {row.kind for row in selectors.due(date(2028, 3, 31))} == set()
    assert {row.kind for row in selectors.due(date(2028, 4, 1))} == {"draft"}
    assert {row.kind for row in selectors.due(date(2030, 4, 1))} == {"draft", "mails"}


def test_two_people_destroy_and_the_skeleton_stays(scene, cast):
    over(scene)
    call_command("finish_releases")
    good, near = scene.good, scene.near
    total = Application.objects.count(), Transition.objects.count(), Sheet.objects.count(), Decision.objects.count()
    keys = [row.key for row in selectors.due(LATER.date())]
    made = retention.propose(keys, by=cast.suzuki, at=LATER, note="令和22年度")
    with pytest.raises(Denied):
        retention.approve(made, by=cast.suzuki, at=LATER)
    assert retention.carry_out(made.pk, at=LATER) == 0
    retention.approve(made, by=cast.kimura, at=LATER)
    assert retention.carry_out(made.pk, at=LATER) == len(keys)
    assert retention.carry_out(made.pk, at=LATER) == 0
    good.refresh_from_db()
    assert good.destroyed_at == LATER
    assert good.answers == {}
    words = everything_about(good)
    for gone in (
        "皮ごと煮た福来みかん",
        "三代続くみかん畑",
        "内部メモ",
        "originについて",
        "photos.jpg",
        "架空の菓子2号",
    ):
        assert gone not in words, gone
    assert "架空の菓子1号" in words  # certified: its name is public
    assert ApplicationVersion.objects.filter(application=good).get().answers == {}
    assert Letter.objects.get(application=near).values["receipt_number"] == near.receipt_number
    assert Letter.objects.get(application=near).values["business"] == ""
    assert Sheet.objects.filter(application=good).first().marks["taste"]["value"] == "5"
    assert (
        Application.objects.count(),
        Transition.objects.count(),
        Sheet.objects.count(),
        Decision.objects.count(),
    ) == total
    assert not StoredFile.objects.filter(attachments__application=good, erased_at=None).exists()
    rows = Destruction.objects.filter(subject_type="certification.application")
    assert rows.count() == 3
    assert {(row.proposed_by, row.approved_by, row.retention_class) for row in rows} == {
        (cast.suzuki, cast.kimura, "5年保存")
    }
    assert [*invariants.breaches(), *ground.breaches()] == []
    call_command("finish_releases")
    assert not StoredFile.objects.filter(uploaded_at__gt=LATER).exists()


def test_desks_open_on_what_was_destroyed(scene, cast, client_of, travel_to):
    over(scene)
    call_command("finish_releases")
    made = retention.propose([row.key for row in selectors.due(LATER.date())], by=cast.suzuki, at=LATER)
    retention.approve(made, by=cast.kimura, at=LATER)
    retention.carry_out(made.pk, at=LATER)
    photo = scene.good.attachments.first().stored
    client = client_of(cast.sato)
    for row in scene.all:
        assert client.get(f"/apply/a/{row.code}/").status_code == 200
        assert client.get(f"/apply/a/{row.code}/versions/1/").status_code == 200
    assert client.get(f"/apply/files/{photo.token}/").status_code == 404
    assert client.get("/apply/").status_code == 200
    assert client_of(cast.suzuki).get(f"/cms/applications/{scene.good.code}/").status_code == 200


def test_thing_no_longer_due_is_left_alone_with_the_reason(scene, cast, monkeypatch):
    keys = [row.key for row in selectors.due(LATER.date()) if row.kind == "application"]
    made = retention.propose(keys, by=cast.suzuki, at=LATER)
    retention.approve(made, by=cast.kimura, at=LATER)
    scene.round.rules = {**scene.round.rules, "retention_years": 0}
    scene.round.save()
    assert retention.carry_out(made.pk, at=LATER) == 0
    assert "廃棄しませんでした" in DisposalItem.objects.get().held
    scene.poor.refresh_from_db()
    assert scene.poor.destroyed_at is None


def test_proposal_takes_only_what_is_due_and_once(scene, cast):
    with pytest.raises(Refused, match="選んでください"):
        retention.propose([], by=cast.suzuki, at=LATER)
    with pytest.raises(Refused, match="保存期間が終わっていない"):
        retention.propose([f"application:{scene.good.pk}"], by=cast.suzuki, at=LATER)
    with pytest.raises(Denied):
        retention.propose([], by=cast.kimura, at=LATER)
    keys = [f"application:{scene.poor.pk}"]
    first = retention.propose(keys, by=cast.suzuki, at=LATER)
    with pytest.raises(Refused, match="ほかの伺い"):
        retention.propose(keys, by=cast.suzuki, at=LATER)
    retention.turn_down(first, by=cast.kimura, at=LATER, reason="確認中")
    with pytest.raises(Refused, match="もう承認または差し戻し"):
        retention.approve(first, by=cast.kimura, at=LATER)
    retention.propose(keys, by=cast.suzuki, at=LATER)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (ApplicationVersion, {"answers": {}}),
        (Letter, {"values": {}}),
        (Decision, {"public_reason": "x"}),
        (Sheet, {"internal": ""}),
        (Transition, {"reason": "x"}),
    ],
)
def test_history_refuses_until_the_destruction_is_logged_and_other_columns_for_ever(scene, cast, model, change):
    rows = model.objects.filter(application=scene.poor)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**change)
    Destruction.objects.create(
        subject_type="certification.application", subject_id=str(scene.poor.pk), label="x", retention_class="x",
        reason="x", proposed_at=AT, proposed_by=cast.suzuki, destroyed_at=AT,
    )  # fmt: skip
    assert rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(application=scene.good)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(application=scene.near).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_interrupted_destruction_is_finished_by_the_worker(scene, cast, travel_to):
    made = retention.propose([f"application:{scene.poor.pk}"], by=cast.suzuki, at=LATER)
    retention.approve(made, by=cast.kimura, at=LATER)
    travel_to(LATER)
    call_command("clear_expired", verbosity=0)
    scene.poor.refresh_from_db()
    made.refresh_from_db()
    assert scene.poor.destroyed_at
    assert made.finished_at


def reachable():
    """Application and every model that points to one, however far."""
    found, todo = set(), [Application]
    while todo:
        model = todo.pop()
        if model in found:
            continue
        found.add(model)
        related = [row.related_model for row in model._meta.related_objects]
        todo += [each for each in related if each._meta.app_label == "certification" and each is not Application]
    return found


def test_every_text_of_an_application_goes_or_stays_for_a_reason():
    gone = {(model, name) for model, _path, columns in erasure.CONTENT for name in columns}
    gone |= {(Decision, name) for name in ("override_reason", "public_reason", "derivation")}
    own = {"answers", "touched", "gap_answers", "product_name"}
    unclear = []
    for model in reachable():
        for field in model._meta.local_concrete_fields:
            free = isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices
            if not free or (model, field.name) in gone or (model is Application and field.name in own):
                continue
            name = f"{model.__name__}.{field.name}"
            deleted = model.__name__ == "FieldEdit"
            state = field.name in ("source", "target")
            if not (deleted or state or name in erasure.KEPT):
                unclear.append(name)
    assert sorted(unclear) == []


def test_every_file_of_an_application_is_found():
    named = {(model, column) for model, _path, column in erasure.FILES}
    held = {
        (model, field.name)
        for model in reachable()
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model is StoredFile
    }
    assert held - named == set()


def test_mails_lose_address_and_contents_but_not_their_row(cast, firm, draft, now):
    applications.submit(draft, by=cast.sato, at=AT)
    call_command("send_outbox")
    keys = [row.key for row in selectors.due(LATER.date()) if row.kind == "mails"]
    made = retention.propose(keys, by=cast.suzuki, at=LATER)
    retention.approve(made, by=cast.kimura, at=LATER)
    retention.carry_out(made.pk, at=LATER)
    row = OutboxMessage.objects.get(kind="receipt")
    assert (row.to, row.context, row.state) == ("nobody@deleted.invalid", {}, "sent")
    assert AuditEvent.objects.filter(verb="disposal.approved").exists()
