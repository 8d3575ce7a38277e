"""Every kind of question: draft, reopened, handed in, identical; seen by everyone who reads it."""

import re

import pytest

from certification.domain import form_values
from certification.models import Application, FormField, Programme
from certification.selectors import reviewer_material
from certification.services import applications, documents, screening
from core import postcodes
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.integration.certification.applicant.forms import fields, open_page
from tests.integration.certification.programme.forms import QUESTIONS

TYPED = {
    "f-word_text": "ﾐﾎﾝ①のひとこと",
    "f-story": "一行目\n二行目　全角の空白",
    "f-way": "手作業",
    "f-season": ["春", "秋"],
    "f-weight_g": "１，２００ｇ",
    "f-sales": "¥1,234,567円",
    "f-since_year": "令和8", "f-since_month": "４", "f-since_day": "1",
    "f-pledge": "on",
    "f-workshop-postcode": "〒３０５－００３３", "f-workshop-prefecture": "茨城県",
    "f-workshop-city": "つくば市", "f-workshop-street": "東新井１－２－３",
}  # fmt: skip
KEPT = {
    "word_text": "ﾐﾎﾝ①のひとこと",
    "story": "一行目\n二行目　全角の空白",
    "way": "手作業",
    "season": ["春", "秋"],
    "weight_g": "1200",
    "sales": 1234567,
    "since": "2026-04-01",
    "pledge": "yes",
    "workshop": {"postcode": "3050033", "prefecture": "茨城県", "city": "つくば市", "street": "東新井１－２－３"},
}
SHOWN = ("1200g", "1,234,567円", "2026年4月1日", "春、秋", "同意する", "〒305-0033 茨城県つくば市東新井１－２－３",
         "名前：佐藤／役割：味の監修")  # fmt: skip


def every_kind() -> Programme:
    """The usual programme with a question of each kind, none hidden from reviewers."""
    made = procedure.programme()
    made.form_fields.all().delete()
    for place, row in enumerate(QUESTIONS):
        values = {"safe_for_blind": True, **row}
        values["safe_for_blind"] = bool(values["safe_for_blind"])
        FormField.objects.create(programme=made, sort_order=place, **values)
    return made


@pytest.fixture
def draft(cast: Cast, firm: Business, now) -> Application:
    """Complete but for the programme's own questions."""
    round_ = procedure.open_round(cast, every_kind())
    made = applications.start(round_, firm, by=cast.sato, at=AT)
    values = {**procedure.ANSWERS, "statement.sold": "yes"}
    applications.save(made, values, base=made.revision, by=cast.sato, at=AT)
    for key in ("photos", "label_image", "workshop_photo", "licence"):
        stored = applications.take_upload(procedure.picture(f"{key}.jpg"), "photo", by=cast.sato, at=AT)
        applications.attach(made, key, stored, by=cast.sato, at=AT)
    made.refresh_from_db()
    return made


def column(draft: Application, name: str) -> str:
    return next(key for key, label in draft.round.frozen.form_field("makers").options if label == name)


def typed(draft: Application) -> dict[str, object]:
    return {
        **TYPED,
        f"f-makers-0-{column(draft, '名前')}": "佐藤",
        f"f-makers-0-{column(draft, '役割')}": "味の監修",
        f"f-makers-1-{column(draft, '名前')}": "鈴木",
    }


def test_p2_every_kind_is_the_same_from_draft_to_submission(cast, draft, client_of) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    page = open_page(client, url)
    assert set(page["shown"]) == {row["key"] for row in QUESTIONS if row["kind"] not in ("file", "photo")}

    assert client.post(url, {**page, **typed(draft), "do": "save"}).status_code == 302
    draft.refresh_from_db()
    makers = [
        {column(draft, "名前"): "佐藤", column(draft, "役割"): "味の監修"},
        {column(draft, "名前"): "鈴木", column(draft, "役割"): ""},
    ]
    kept = {**KEPT, "makers": makers}
    assert {key: draft.answers[key] for key in kept} == kept

    before = draft.revision
    again = {**open_page(client, url), "f-season": ticked(client.get(url).content.decode(), "f-season")}
    assert client.post(url, {**again, "do": "save"}).status_code == 302  # reopened, saved as it is
    draft.refresh_from_db()
    assert (draft.revision, {key: draft.answers[key] for key in kept}) == (before, kept)

    assert applications.problems(draft) == ()
    applications.submit(draft, by=cast.sato, at=AT)
    version = draft.versions.get()
    assert {key: version.answers[key] for key in kept} == kept
    assert {key: len(version.files[key]) for key in ("workshop_photo", "licence")} == {
        "workshop_photo": 1,
        "licence": 1,
    }


def ticked(page: str, name: str) -> list[str]:
    """The boxes of one question that the page shows ticked."""
    boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', box)[1] for box in boxes if " checked" in box]


def filled(draft: Application, cast: Cast, client_of) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    assert client.post(url, {**open_page(client, url), **typed(draft), "do": "save"}).status_code == 302
    draft.refresh_from_db()


def test_every_kind_is_read_by_producer_office_reviewer_and_on_paper(cast, draft, client_of) -> None:
    filled(draft, cast, client_of)
    review = client_of(cast.sato).get(f"/apply/a/{draft.code}/review/").content.decode()
    applications.submit(draft, by=cast.sato, at=AT)
    office = client_of(cast.suzuki).get(f"/cms/applications/{draft.code}/").content.decode()
    receipt = str(documents.receipt_values(draft, draft.versions.get()))
    rules = draft.round.frozen
    procedure.accept(draft, cast, at=AT)
    procedure.in_review(draft.round, [draft], cast, at=AT)
    facts = str(reviewer_material.material(draft, rules).sections)

    for words in SHOWN:
        assert words in review, words
        assert words in office, words
        assert words in receipt, words
        if "東新井" not in words:  # the firm's own street: covered in a blind round, also in an address marked as safe
            assert words in facts, words


def test_correction_opens_a_table_and_an_address_with_the_old_text_beside(cast, draft, client_of) -> None:
    filled(draft, cast, client_of)
    applications.submit(draft, by=cast.sato, at=AT)
    asked = {"workshop": "番地を確かめてください。", "makers": "役割を書いてください。"}
    screening.request_correction(draft, asked, by=cast.suzuki, at=AT)
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    page = client.get(url).content.decode()
    assert "〒305-0033 茨城県つくば市東新井" in page
    posted = fields(page)
    assert set(posted["shown"]) == set(asked)

    posted["f-workshop-street"] = "東新井9-9-9"
    client.post(url, {**posted, "do": "save"})

    draft.refresh_from_db()
    assert draft.answers["workshop"]["street"] == "東新井9-9-9"


@pytest.mark.parametrize(
    ("key", "name", "hostile", "sentence"),
    [
        ("word_text", "f-word_text", "あ" * 21, "20字まで"),
        ("weight_g", "f-weight_g", "0", "1g以上"),
        ("weight_g", "f-weight_g", "9" * 30, "数字で入力"),
        ("sales", "f-sales", "100.5", "1円単位"),
        ("way", "f-way", "魔法", "示された中から"),
        ("since", "f-since_year", "8", "2026 か 令和8"),
        ("workshop", "f-workshop-postcode", "305", "郵便番号は7桁"),
        ("workshop", "f-workshop-prefecture", "江戸", "都道府県を、示された中から"),
    ],
)
def test_p2_hostile_answer_is_kept_with_one_sentence(cast, draft, client_of, key, name, hostile, sentence) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)

    client.post(url, {**open_page(client, url), **typed(draft), name: hostile, "do": "save"})

    page = client.get(f"{url}?check=1").content.decode()
    assert sentence in page
    draft.refresh_from_db()
    shown = form_values.display(draft.round.frozen.form_field(key), draft.answers[key])
    assert hostile.removeprefix("9" * 25) in str(draft.answers[key]) or hostile in shown
    with pytest.raises(applications.NotReady):
        applications.submit(draft, by=cast.sato, at=AT)


def test_nul_and_rows_beyond_the_most_do_no_harm(cast, draft, client_of) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    name = column(draft, "名前")
    rows = {f"f-makers-{n}-{name}": f"人{n}\x00" for n in range(7)}

    assert client.post(url, {**open_page(client, url), **rows, "f-story": "あ\x00い", "do": "save"}).status_code == 302

    draft.refresh_from_db()
    assert draft.answers["story"] == "あい"
    assert len(draft.answers["makers"]) == 7  # nothing typed is dropped; the page says that there are two too many
    assert "「つくり手」は5行までです。いま7行あります。" in client.get(url).content.decode()


def test_rows_are_added_without_javascript(cast, draft, client_of) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    name = column(draft, "名前")
    assert f'name="f-makers-1-{name}"' in client.get(url).content.decode()
    page = {**open_page(client, url), f"f-makers-0-{name}": "一", f"f-makers-1-{name}": "二", "do": "more:makers"}

    assert client.post(url, page)["Location"] == f"{url}#id_f-makers-0-{name}"

    words = client.get(url).content.decode()
    assert f'name="f-makers-3-{name}"' in words
    assert "名前（必須）" in words


def test_limits_are_told_before_an_error(cast, draft, client_of) -> None:
    page = client_of(cast.sato).get(f"/apply/a/{draft.code}/programme/").content.decode()

    assert "100字まで。" in page
    assert 'data-limit="100"' in page
    assert "単位：g。 1以上。 5,000以下。" in page
    assert "単位：円。 100,000,000以下。" in page


def test_town_is_filled_in_without_javascript(cast, draft, client_of) -> None:
    url = f"/apply/a/{draft.code}/programme/"
    client = client_of(cast.sato)
    town = postcodes.lookup("3058555")
    assert town is not None
    page = {**open_page(client, url), "f-workshop-postcode": "305-8555", "do": "address:workshop"}

    assert client.post(url, page)["Location"] == f"{url}#id_f-workshop-postcode"

    draft.refresh_from_db()
    assert draft.answers["workshop"]["prefecture"] == town.prefecture
    assert draft.answers["workshop"]["city"] == town.city
    assert f'value="{town.prefecture}" selected' in client.get(url).content.decode()
    page = {**open_page(client, url), "f-workshop-postcode": "0000000", "do": "address:workshop"}
    assert "この郵便番号の住所が見つかりません" in client.post(url, page, follow=True).content.decode()
