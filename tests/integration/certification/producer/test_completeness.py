"""The completeness meter: every kind of question, evidence included, over all and by page, in both languages."""

import html
import re

import pytest

from certification.models import EligibilityStatement, FormField
from certification.services import applications
from certification.views.applicant import progress
from tests.factories import procedure
from tests.factories.cast import AT

OWN = (  # key, kind, more, an answer
    ("line", "text", {}, "一行"), ("essay", "long_text", {"max_length": 400}, "長い文"),
    ("pick", "choice", {"options_text": "甲\n乙"}, "甲"),
    ("picks", "choices", {"options_text": "甲\n乙"}, ["甲"]), ("size", "number", {}, "12"),
    ("cost", "money", {}, "1,200円"), ("since", "date", {}, {"year": "2020", "month": "4", "day": "1"}),
    ("table", "table", {"options_text": "列一\n列二"}, None),
    ("promise", "agree", {}, "yes"),
)  # fmt: skip


@pytest.fixture
def full(cast, firm, now):
    """A draft of a form with a required question of every kind and a statement that needs evidence."""
    made = procedure.programme()
    for place, (key, kind, more, _answer) in enumerate(OWN, start=1):
        FormField.objects.create(programme=made, sort_order=place, key=key, label=f"質問{key}", kind=kind, **more)
    FormField.objects.create(programme=made, sort_order=20, key="paper", label="図面", kind="file")
    EligibilityStatement.objects.create(
        programme=made,
        sort_order=1,
        key="licence",
        text="営業の許可があります。",
        evidence="許可証",
        evidence_required=True,
    )
    return procedure.draft(procedure.open_round(cast, made), firm, cast.sato)


def save(row, cast, **values):
    applications.save(row, values, base=row.revision, by=cast.sato, at=AT)


def test_each_kind_counts_until_it_is_answered(cast, full):
    before = progress.of(full)
    columns = full.round.frozen.form_field("table").options
    rows = [{column: "1" for column, _name in columns}]
    for n, (key, _kind, _more, given) in enumerate(OWN, start=1):
        answer = given or rows
        save(full, cast, **{key: answer})
        assert progress.of(full).answered == before.answered + n, key
    stored = applications.take_upload(procedure.picture("plan.jpg"), "document", by=cast.sato, at=AT)
    applications.attach(full, "paper", stored, by=cast.sato, at=AT)
    assert progress.of(full).answered == before.answered + len(OWN) + 1
    save(full, cast, **{"statement.licence": "yes"})
    missing = progress.of(full)
    assert not missing.is_complete
    assert [reason.field for reason in missing.reasons] == ["statement.licence"]  # stated, but no evidence
    paper = applications.take_upload(procedure.picture("licence.jpg"), "document", by=cast.sato, at=AT)
    applications.attach(full, "statement.licence", paper, by=cast.sato, at=AT)
    done = progress.of(full)
    assert done.is_complete
    assert (done.answered, done.total) == (before.total, before.total)
    assert applications.submit(full, by=cast.sato, at=AT)


def test_pages_and_whole_agree_and_each_gap_is_a_link(cast, full, client_of):
    found = progress.of(full)
    assert sum(part.missing for part in found.parts) == found.missing == len(OWN) + 2
    client = client_of(cast.sato)
    review = client.get(f"/apply/a/{full.code}/review/").content.decode()
    for part in found.parts:
        if part.missing:
            assert f"{part.href}?check=1" in review
    links = progress.error_links(full, found.reasons)
    assert all(link["href"] for link in links)
    for link in links:
        address, _hash, anchor = link["href"].partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode(), link


def test_autosave_answers_with_the_same_figures(cast, full, client_of):
    client = client_of(cast.sato)
    answer = client.post(
        f"/apply/a/{full.code}/programme/",
        {"shown": ["line"], "f-line": "一行", "seen": "{}", "do": "save"},
        headers={"accept": "application/json"},
    ).json()
    full.refresh_from_db()
    now = progress.of(full)
    assert (answer["answered"], answer["total"]) == (now.answered, now.total)


def test_p1_switching_language_keeps_every_field_and_the_devices_own_copy(cast, draft, client_of):
    client = client_of(cast.sato)
    for slug in ("basics", "making", "delivery", "shops", "programme"):
        pages = [client.get(f"{prefix}/apply/a/{draft.code}/{slug}/").content.decode() for prefix in ("", "/en")]
        typed = [_typed(page) for page in pages]
        assert typed[0], slug
        assert typed[0] == typed[1], slug
        stores = [re.search(r'data-store="([^"]+)"', page)[1] for page in pages]
        assert stores[0] == stores[1], slug  # what was not saved yet is offered again in the other language


def _typed(page):
    """{name: text} of what stands in the form."""
    form = page[page.index('id="section-form"') :]
    values = re.findall(r'name="(f-[^"]+)"[^>]*? value="([^"]+)"(?![^>]*type="radio")', form)
    areas = re.findall(r'<textarea name="(f-[^"]+)"[^>]*>([^<]+)', form)
    return sorted({(name, html.unescape(text)) for name, text in (*values, *areas)})
