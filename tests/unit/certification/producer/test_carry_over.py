"""What a new form takes over from an earlier application, and what it says of the rest."""

from certification.domain import carry_over
from certification.domain.rules import Field, Rules, Statement

OLD = Rules(
    "demo", "見本制度", "認証", (), (),
    (Statement("sold", "市内で販売しています。", "写真"), Statement("licence", "許可があります。")),
    (
        Field("name", "名前"), Field("gone", "なくなった質問"), Field("size", "大きさ"),
        Field("kind", "種類", kind="choice", options=(("food", "食品"), ("tool", "道具"))),
        Field("promise", "約束", kind="agree"), Field("photos", "写真", kind="photo"),
        Field("plan", "図面", kind="file"),
    ),
)  # fmt: skip
NEW = Rules(
    "other", "別の制度", "認定", (), (), (Statement("sold", "市内で販売しています。", "写真"),),
    (
        Field("name", "名前"), Field("size", "大きさ", kind="number"),
        Field("kind", "種類", kind="choice", options=(("food", "食品"),)),
        Field("promise", "約束", kind="agree"), Field("photos", "写真", kind="photo"), Field("extra", "新しい質問"),
    ),
)  # fmt: skip
ANSWERS = {
    "name": "ゼリー", "gone": "x", "size": "大", "kind": "tool", "promise": "yes", "statement.sold": "yes",
    "statement.licence": "yes",
}  # fmt: skip


def taken(**more):
    given = {
        "answers": ANSWERS, "files": {"photos", "plan", "statement.sold"}, "present": {}, "present_files": (), **more,
    }  # fmt: skip
    return carry_over.take(OLD, NEW, **given)


def test_what_has_a_place_goes_along_and_the_rest_is_named():
    found = taken()
    assert dict(found.values) == {"name": "ゼリー"}
    assert found.file_keys == ("photos", "statement.sold")
    assert [(row.label, row.why) for row in found.left] == [
        ("なくなった質問", carry_over.GONE),
        ("大きさ", carry_over.OTHER_KIND),
        ("種類", carry_over.OPTION_GONE),
        ("約束", carry_over.STATED_ANEW),
        ("図面", carry_over.GONE),
        ("市内で販売しています。", carry_over.STATED_ANEW),
        ("許可があります。", carry_over.GONE),
    ]


def test_nothing_typed_is_replaced():
    found = taken(present={"name": "もう書いた"}, present_files={"photos"})
    assert "name" not in found.values
    assert "photos" not in found.file_keys
    assert (found.left[0].label, found.left[0].why) == ("名前", carry_over.FILLED)


def test_answers_about_gaps_stay_behind():
    assert taken(gap_answers=True).left[-1].why == carry_over.GAP_ANSWERS
