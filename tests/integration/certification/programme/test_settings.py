"""Every setting of a programme: entered in the admin, carried into the rules of the round that opens."""

import pytest

from catalog.models import ProgrammeMark
from certification.models import Programme, Round
from certification.services import documents, programmes, rounds
from core.models import AuditEvent
from tests.factories import procedure
from tests.factories.cast import AT, Cast
from tests.harness.client import StrictClient
from tests.integration.certification.programme.forms import QUESTIONS, programme_form

NEW = "/cms/programmes/new/"


def made_in_admin(office: StrictClient, **more: object) -> Programme:
    response = office.post(NEW, programme_form(**more))
    if response.status_code != 302:
        form = response.context["form"]
        raise AssertionError((form.errors, [each.errors for each in form.formsets.values()]))
    return Programme.objects.get(slug="kakuu-brand")


def test_s7_second_programme_is_set_up_wholly_in_the_admin(office: StrictClient, cast: Cast) -> None:
    procedure.programme()
    made = made_in_admin(office, mark_file=procedure.picture("mark.png"), mark_alt="山と星の印")
    found = procedure.planned_round(made)
    assert office.post(f"/cms/rounds/{found.pk}/open/").status_code == 302
    found.refresh_from_db()
    rules = found.frozen

    assert (rules.word, rules.scope, rules.criteria_text) == ("認定", "any", "味と地域らしさを見ます。")
    assert (rules.panel_rule, rules.tie_rule) == ("median", "heaviest")
    assert (str(rules.pass_mark), str(rules.near_mark), rules.near_max_missed) == ("65.00", "55.00", 1)
    assert (rules.quorum, rules.blind, rules.reasons_shown) == (2, True, True)
    assert (rules.validity_kind, rules.validity_years) == ("years_then_fiscal_year_end", 2)
    assert (rules.number_prefix, rules.number_format) == ("KB", "{prefix}-{era}-{serial:04d}")
    assert (rules.max_per_firm, rules.fee_yen, rules.pre_check) == (2, 0, ("sold_in_city",))
    assert (rules.document_class, rules.retention_years) == ("産業振興-認定", 0)
    assert (rules.mark_token, rules.mark_alt) == (made.mark.token, "山と星の印")
    assert rules.letter_texts["certified"]["closing"] == "これからもよろしくお願いします。"
    assert rules.appeal_text == "架空の教示です。"
    taste = rules.criterion("taste")
    assert [str(step.value) for step in taste.steps] == ["5.00", "1.50", "0.00"]
    assert (str(taste.floor), taste.allow_na, taste.steps[0].anchor) == ("2.00", True, "とても")
    assert rules.statements[0].evidence_required
    assert [row.kind for row in rules.fields if row.key in {each["key"] for each in QUESTIONS}] == [
        each["kind"] for each in QUESTIONS
    ]
    assert [label for _key, label in rules.form_field("makers").options] == ["名前", "役割"]
    assert not rules.form_field("story").blind
    assert rules.form_field("workshop").blind
    assert documents.mark_of(rules).startswith("<svg")
    assert ProgrammeMark.objects.get(slug=made.slug).picture_alt == "山と星の印"


def test_questions_are_reordered(office: StrictClient, cast: Cast) -> None:
    order = {f"form_fields-{place}-ORDER": len(QUESTIONS) - place for place in range(len(QUESTIONS))}
    made = made_in_admin(office, **order)

    own = [row.key for row in programmes.rules_of(made).fields if row.key in {each["key"] for each in QUESTIONS}]
    assert own == [each["key"] for each in reversed(QUESTIONS)]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number_format", "{prefix}-{serial:03d}", "番号の形式に {year} か {era}（年度）を入れてください。"),
        (
            "number_format",
            "{prefix.x}-{year}-{serial}",
            "番号の形式に使えるのは {prefix}、{year}、{era}、{serial} です。",
        ),
        ("text_certified_opening", "{商品名}です", "「{商品名}」は差し込めません。"),
        ("text_refused_closing", "{番号}", "「{番号}」は差し込めません。"),
        ("form_fields-9-options_text", "", "表の列の名前を、1行に1つずつ入れてください。"),
        ("form_fields-2-options_text", "手作業", "選択肢を、1行に1つずつ、2つ以上入れてください。"),
        ("form_fields-4-maximum", "0", "最大は、最小以上の数にしてください。"),
        ("mark_file", "picture", "マークに何が描かれているかを、短い文で入力してください。"),
    ],
)
def test_s6_wrong_setting_is_a_sentence_and_everything_typed_is_kept(
    office: StrictClient, cast: Cast, field: str, typed: str, sentence: str
) -> None:
    value = procedure.picture("mark.jpg") if typed == "picture" else typed
    response = office.post(NEW, programme_form(**{field: value}))
    words = response.content.decode()

    assert response.status_code == 200
    assert sentence in words
    assert "架空の教示です。" in words
    assert "これからもよろしくお願いします。" in words
    assert not Programme.objects.exists()


def test_prefix_of_another_programmes_opened_round_stays_its_own(office: StrictClient, cast: Cast) -> None:
    older = procedure.programme(number_prefix="KB")
    procedure.open_round(cast, older)
    Programme.objects.filter(pk=older.pk).update(number_prefix="KX")

    response = office.post(NEW, programme_form())

    assert "番号の頭の文字「KB」は、別の制度の" in response.content.decode()
    assert not Programme.objects.filter(slug="kakuu-brand").exists()


def test_page_works_out_words_last_day_and_number(office: StrictClient, cast: Cast, now) -> None:
    made = made_in_admin(office)
    words = office.get(f"/cms/programmes/edit/{made.pk}/").content.decode()

    assert "認定品" in words
    assert 'data-words="認証" hidden' in words
    assert "2029年3月31日" in words  # two years on from 21 November 2026, to the end of that fiscal year
    assert "KB-R08-0001-" in words
    assert "中央値では、点の段階が粗いと" in words
    read_only = office.get(f"/cms/programmes/{made.pk}/rules/").content.decode()
    assert "永年" in read_only
    assert "重みの大きい審査項目の平均が高い方を上にする" in read_only


def test_limit_of_zero_reads_as_no_limit(office: StrictClient, cast: Cast) -> None:
    made = procedure.programme(max_per_firm=0)

    assert "上限なし" in office.get(f"/cms/programmes/{made.pk}/rules/").content.decode()


def test_open_round_keeps_its_rules_and_the_page_says_so(office: StrictClient, cast: Cast) -> None:
    found = procedure.open_round(cast)
    made = found.programme
    here = f"/cms/programmes/{made.pk}/rules/"
    assert "いまの設定と違う規則で進んでいます" not in office.get(here).content.decode()

    Programme.objects.filter(pk=made.pk).update(pass_mark=80)

    words = office.get(here).content.decode()
    assert "いまの設定と違う規則で進んでいます" in words
    assert f'href="/cms/rounds/{found.pk}/rules/"' in words
    assert Round.objects.get(pk=found.pk).frozen.pass_mark == 70


def test_default_of_a_field_is_marked_beside_it(office: StrictClient, cast: Cast) -> None:
    made = procedure.programme(defaults_to_confirm={"tie_rule": "公開資料に記載がありません。"})

    assert "【仮の値】公開資料に記載がありません。" in office.get(f"/cms/programmes/edit/{made.pk}/").content.decode()


def test_mark_is_replaced_and_taken_away_with_a_record(office: StrictClient, cast: Cast) -> None:
    made = made_in_admin(office, mark_file=procedure.picture("mark.png"), mark_alt="印")
    first = made.mark
    picture = office.get(f"/cms/programmes/{made.pk}/mark/")
    assert picture["Content-Type"].startswith("image/")
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")  # read to its end, which closes it

    programmes.put_mark(made, None, by=cast.suzuki, at=AT)

    assert office.get(f"/cms/programmes/{made.pk}/mark/").status_code == 404
    facts = AuditEvent.objects.filter(verb="programme.mark").order_by("pk").last().facts
    assert (facts["before"], facts["after"]) == (first.pk, None)


def test_c2_three_programmes_with_three_rules_stand_on_one_site(office: StrictClient, cast: Cast) -> None:
    made_in_admin(office)
    for path in sorted(programmes.READY.glob("*.json")):
        programmes.load_ready(path, by=cast.suzuki, at=AT)
    rules = [programmes.rules_of(row) for row in Programme.objects.order_by("pk")]

    assert [row.panel_rule for row in rules] == ["median", "mean", "trimmed_mean", "mean"]
    assert all(not rounds.why_not_open(row) for row in rules)
    assert [row.pre_check for row in rules][1:] == [("not_fresh", "sold_in_city"), ("made_in_city",), ()]
