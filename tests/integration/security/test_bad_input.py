"""Hostile values to every form: never a crash, a sentence for what is refused, nothing half-written, texts kept."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from core.models import StoredFile
from tests.integration.security import hostile
from tests.integration.security.stage import Stage

FORM = "application/x-www-form-urlencoded"
LONGEST_ADDRESS = 4_000  # gunicorn's own limit is 4,094
ANSWERS = {200, 302, 303, 400, 404, 409, 422, 429}
REFUSED = (200, 409, 422)
DRAFTS = {"sheet_current": {"certification.sheet"}}  # a draft is kept although something in it is refused
KEPT_VALUES = ("base",)  # the version a page was opened at: hostile in one form, as the page gave it in its twin

# (whose browser, page with the form, where it is sent if elsewhere, names the page does not show).
# {name} stands for the code or number of a row of the stage.
FORMS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "business": ("owner", "/apply/business/new/", "", ()),
    "business_edit": ("owner", "/apply/business/{firm}/edit/", "", ()),
    "invite": ("owner", "/apply/business/{firm}/", "/apply/business/{firm}/invite/", ()),
    "start": ("owner", "/apply/check/", "/apply/start/", ("business", "round", "key", "kind")),
    "basics": ("owner", "/apply/a/{draft}/basics/", "", ()),
    "making": ("owner", "/apply/a/{draft}/making/", "", ()),
    "delivery": ("owner", "/apply/a/{draft}/delivery/", "", ()),
    "shops": ("owner", "/apply/a/{draft}/shops/", "", ()),
    "photos": ("owner", "/apply/a/{draft}/photos/", "", ("do",)),
    "furusato": ("owner", "/apply/a/{draft}/furusato/", "", ()),
    "programme": ("owner", "/apply/a/{draft}/programme/", "", ()),
    "review": ("owner", "/apply/a/{draft}/review/", "", ()),
    "plan_say": ("owner", "/apply/a/{near}/plan/", "/apply/a/{near}/plan/messages/", ("text",)),
    "plan_task": ("owner", "/apply/a/{near}/plan/", "/apply/a/{near}/plan/tasks/{task}/finish/", ("note",)),
    "plan_reapply": ("owner", "/apply/a/{near}/plan/", "/apply/a/{near}/plan/reapply/", ("round",)),
    "declare": ("assigned", "/review/{rival_reading}/declare/", "", ("confirmed",)),
    "sheet": ("assigned", "/review/{reading}/", "", ("base",)),
    "sheet_current": ("assigned", "/review/{reading}/", "", ()),
    "sheet_submit": ("assigned", "/review/{reading}/", "/review/{reading}/submit/", ("base",)),
    "advise_task": ("adviser", "/advise/{plan}/", "/advise/{plan}/tasks/", ()),
    "advise_done": ("adviser", "/advise/{plan}/", "/advise/{plan}/tasks/{task}/", ("done-{task}-note",)),
    "advise_say": ("adviser", "/advise/{plan}/", "/advise/{plan}/messages/", ()),
    "advise_move": ("adviser", "/advise/{plan}/", "/advise/{plan}/move/", ("to",)),
    "check": ("secretariat", "/cms/applications/{submitted}/", "/cms/applications/{submitted}/check/", ()),
    "correction": ("secretariat", "/cms/applications/{submitted}/correction/", "", ()),
    "refuse": ("secretariat", "/cms/applications/{submitted}/refuse/", "", ()),
    "round_add": ("secretariat", "/cms/rounds/new/", "", ()),
    "round_edit": ("secretariat", "/cms/rounds/edit/{call}/", "", ()),
    "panel": ("secretariat", "/cms/rounds/{reading_round}/panel/", "", ()),
    "assignment": ("secretariat", "/cms/rounds/{reading_round}/assignment/", "", ("cell", "row", "pair")),
    "conflict": ("secretariat", "/cms/rounds/{reading_round}/conflicts/{reading}/", "", ()),
    "decision": ("secretariat", "/cms/rounds/{sealed}/board/{secret}/", "", ()),
    "propose_all": ("secretariat", "/cms/rounds/{sealed}/board/", "/cms/rounds/{sealed}/propose/", ("row",)),
    "confirm": ("approver", "/cms/rounds/{sealed}/confirm/", "", ("decision",)),
    "release": ("secretariat", "/cms/rounds/{sealed}/release/", "", ("decision",)),
    "adviser": ("secretariat", "/cms/plans/{plan}/", "", ()),
    "close_plan": ("secretariat", "/cms/plans/{plan}/close/", "", ()),
    "surrender": ("secretariat", "/cms/certificates/{certificate}/surrender/", "", ()),
    "revoke": ("approver", "/cms/certificates/{certificate}/revoke/", "", ()),
    "programme_add": ("secretariat", "/cms/programmes/new/", "", ()),
    "programme_edit": ("secretariat", "/cms/programmes/edit/{programme}/", "", ()),
    "programme_confirm": ("secretariat", "/cms/programmes/{programme}/confirm/", "", ("key", "name")),
    "listing_add": ("secretariat", "/cms/listings/new/", "", ()),
    "listing_edit": ("secretariat", "/cms/listings/edit/{listing}/", "", ()),
    "login": ("anonymous", "/accounts/login/", "", ()),
    "signup": ("anonymous", "/accounts/signup/", "", ()),
    "reset": ("anonymous", "/accounts/password/reset/", "", ()),
    "password": ("owner", "/accounts/password/change/", "", ()),
}
# (whose browser, address, parameters)
QUESTIONS = {
    "search": (
        "anonymous",
        "/products/",
        "q programme category price page page_size sort include_expired status maker year",
    ),
    "suggest": ("anonymous", "/products/suggest/", "q"),
    "api": ("anonymous", "/api/v1/products/", "q programme category price page page_size sort include_expired status"),
    "verify": ("anonymous", "/v/", "number q"),
    "csv": ("anonymous", "/opendata/products.csv", "q page"),
    "producers": ("anonymous", "/producers/", "q area page p"),
    "precheck": ("owner", "/apply/check/", "food kind made go where"),
    "postcode": ("owner", "/apply/postcode/", "q"),
    "review_list": ("assigned", "/review/", "state"),
    "applications": ("secretariat", "/cms/applications/", "q programme round status ordering p export"),
    "audit": ("auditor", "/cms/audit/", "q verb subject_type at_from at_to p ordering"),
    "outbox": ("secretariat", "/cms/outbox/", "q state kind p ordering"),
    "certificates": ("secretariat", "/cms/certificates/", "q programme status valid_until_from p ordering"),
    "versions": ("secretariat", "/cms/applications/{submitted}/versions/", "old new"),
    "board": ("secretariat", "/cms/rounds/{sealed}/board/", "p export"),
    "confirm_pick": ("approver", "/cms/rounds/{sealed}/confirm/", "pick preview"),
    "listings": ("secretariat", "/cms/listings/", "q status portal clause p ordering"),
}


@pytest.fixture(autouse=True)
def _the_worst_is_still_an_answer(stage: Stage, browsers: dict[str, Client]) -> None:
    for browser in browsers.values():
        browser.raise_request_exception = False


def fill(text: str, stage: Stage) -> str:
    plan = stage.plan()
    words: dict[str, Any] = {name: row.code for name, row in stage.apps.items()}
    words |= {"firm": stage.firm.code, "plan": plan.pk, "task": plan.tasks.get().pk, "listing": stage.listing.pk}
    words |= {"reading_round": stage.rounds["reading"].pk, "sealed": stage.rounds["sealed"].pk}
    words |= {"call": stage.rounds["call"].pk, "programme": stage.rounds["call"].programme_id}
    return text.format(**words, certificate=stage.certificate().pk)


def bodies(names: list[str]) -> Iterator[tuple[str, str]]:
    """All fields hostile at once; then keys missing, keys repeated, a body that is no form."""
    for kind, value in hostile.VALUES.items():
        yield kind, hostile.body(names, value)
    yield "nothing", ""
    yield "half", hostile.body(names[::2], hostile.TEXTS["half_kana"])
    yield "twice", hostile.body(names, hostile.TEXTS["half_kana"], times=2)
    yield "brackets", "&".join(f"{name}%5B%5D=1" for name in names)


@pytest.mark.parametrize("form", sorted(FORMS))
def test_form_survives_whatever_is_sent(form: str, stage: Stage, browsers: dict[str, Client]) -> None:
    role, page, target, more = FORMS[form]
    browser = browsers[role]
    shown = browser.get(fill(page, stage))
    assert shown.status_code in (200, 302)
    names = hostile.fields(shown.content.decode()) + [fill(name, stage) for name in more]
    kept = ""
    if form.endswith("_current"):
        names = [name for name in names if name not in KEPT_VALUES]
        kept = hostile.body(["base"], hostile.value(shown.content.decode(), "base")) + "&"
    assert names
    before, faults = hostile.rows(), []
    for kind, data in bodies(names):
        caches["default"].clear()  # the limits of sending have tests of their own
        with transaction.atomic():
            answer = browser.generic("POST", fill(target or page, stage), (kept + data).encode(), FORM)
            faults += [f"{kind}: {fault}" for fault in judge(answer, before, DRAFTS.get(form, set()))]
            transaction.set_rollback(True)
    assert faults == []


def judge(answer: Any, before: dict[str, int], drafts: set[str]) -> Iterator[str]:
    """What is wrong with an answer to a hostile POST."""
    if answer.status_code not in ANSWERS:
        yield f"{answer.status_code} {getattr(answer, 'exc_info', '') or ''}"
    elif answer.status_code in REFUSED:
        text = answer.content.decode()
        if not hostile.SAYS_NO.search(text):
            yield "refused without a sentence"
        if changed := {
            name: count for name, count in hostile.rows().items() if name not in drafts and count != before[name]
        }:
            yield f"refused, and yet written: {changed}"


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_question_survives_whatever_is_asked(question: str, stage: Stage, browsers: dict[str, Client]) -> None:
    role, address, names = QUESTIONS[question]
    faults = []
    for kind, data in bodies(names.split()):
        answer = browsers[role].get(f"{fill(address, stage)}?{data[:LONGEST_ADDRESS]}")
        if answer.status_code not in ANSWERS | {414}:
            faults.append((kind, answer.status_code))
    assert faults == []


KEPT_FORMS = {
    "business": "name", "business_edit": "street", "invite": "email", "advise_task": "task-title", "refuse": "",
    "correction": "message", "conflict": "reason", "decision": "public_reason", "declare": "reason",
    "round_add": "name",
    "programme_add": "name", "listing_add": "title", "signup": "last_name",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(set(KEPT_FORMS) - {"refuse"}))
def test_typed_text_stays_in_a_refused_form(form: str, stage: Stage, browsers: dict[str, Client]) -> None:
    role, page, target, _more = FORMS[form]
    browser = browsers[role]
    names = hostile.fields(browser.get(fill(page, stage)).content.decode())
    assert KEPT_FORMS[form] in names
    for value in (hostile.TEXTS["half_kana"], hostile.TEXTS["markup"], hostile.TEXTS["long"]):
        with transaction.atomic():
            answer = browser.generic("POST", fill(target or page, stage), hostile.body(names, value).encode(), FORM)
            transaction.set_rollback(True)
        text = answer.content.decode()
        assert answer.status_code in (200, 422)
        assert hostile.KEPT in text
        assert "<script>alert(1)" not in text


@pytest.mark.parametrize("kind", sorted(hostile.files()))
def test_file_that_is_not_what_it_says_is_refused_with_a_sentence(
    kind: str, stage: Stage, browsers: dict[str, Client]
) -> None:
    upload = hostile.files()[kind]
    before = hostile.rows()
    address = fill("/apply/a/{draft}/photos/", stage)
    names = hostile.fields(browsers["owner"].get(address).content.decode())
    key = next(each for each in names if each.endswith("photos-files"))
    answer = browsers["owner"].post(address, {"do": "upload:photos", key: upload})
    assert answer.status_code == 422
    assert upload.name in answer.content.decode()
    assert hostile.rows() == before


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.jpg", "..\\..\\boot.jpg", "a\x00b.jpg", "\u202egpj.exe.jpg", "x" * 300 + ".jpg"]
)
def test_file_keeps_no_path_and_nothing_invisible_in_its_name(
    name: str, stage: Stage, browsers: dict[str, Client]
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    address = fill("/apply/a/{draft}/photos/", stage)
    names = hostile.fields(browsers["owner"].get(address).content.decode())
    key = next(each for each in names if each.endswith("photos-files"))
    upload = SimpleUploadedFile("x.jpg", picture.getvalue(), "image/jpeg")
    upload._name = name
    answer = browsers["owner"].post(address, {"do": "upload:photos", key: upload})
    assert answer.status_code in (302, 303)
    stored = StoredFile.objects.latest("pk")
    assert not set("/\\\x00\u202e") & set(stored.original_name)
    assert ".." not in stored.file.name
    assert len(stored.original_name) <= 120
