"""Two names, one product? Hand-made pairs, with how many of them are told right, both ways."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.domain.duplicates import Named, Pool, compare, sound

FIRM = "架空の店"
# (one, its reading, other, its reading): one product of one firm, written differently.
SAME = (
    ("福来ぽんず", "フクレポンズ", "福来ポン酢", "フクレポンズ"),
    ("福来ぽんず", "", "福来ポン酢", ""),
    ("福来ポンズ", "", "福来ぽん酢", ""),
    ("ふくれぽんず", "", "福来ポン酢", "ふくれぽんず"),
    ("福来みかんゼリー", "", "福来 みかん ゼリー", ""),
    ("福来みかんゼリー", "", "福来みかんゼリー 6個入り", ""),
    ("福来みかんゼリー", "", "福来みかんゼリー（6個入）", ""),
    ("福来みかんジャム", "", "【送料無料】福来みかんジャム 150g", ""),
    ("福来みかんジャム", "", "福来みかんジャム　1,200円（税込）", ""),
    ("ﾌﾞﾙｰﾍﾞﾘｰｼﾞｬﾑ", "", "ブルーベリージャム", ""),
    ("ブルーベリージャム", "", "ブルーベリ・ジャム", ""),
    ("つくば地ビール", "", "筑波地ビール", ""),
    ("手作り味噌", "", "手づくりみそ", ""),
    ("手作り味噌", "テヅクリミソ", "手造り味噌", "テヅクリミソ"),
    ("米麴の甘酒", "", "米麹のあまざけ", ""),
    ("芝の丸大豆醬油", "", "芝の丸大豆醤油", ""),
    ("丸大豆しょうゆ", "", "丸大豆醤油", ""),
    ("丸大豆しょうゆ", "マルダイズショウユ", "丸大豆正油", "マルダイズショーユ"),
    ("ヴァイツェン", "", "バイツェン", ""),
    ("ヴァニラアイス", "", "バニラアイス", ""),
    ("コーヒー羊羹", "", "珈琲ようかん", ""),
    ("KASUMI Tea", "", "ｋａｓｕｍｉ　ＴＥＡ", ""),
    ("紫峰の滴", "シホウノシズク", "紫峰のしずく", "シホウノシズク"),
    ("落花生せんべい", "", "らっかせい煎餅", ""),
    ("特製いちごジャム", "", "いちごジャム", ""),
    ("いちごジャム ギフトセット", "", "いちごジャム", ""),
    ("苺のフィナンシェ", "イチゴノフィナンシェ", "いちごのフィナンシエ", "イチゴノフィナンシエ"),
    ("ウィスキーボンボン", "", "ウイスキーボンボン", ""),
    ("芋焼酎 筑波", "", "筑波 芋焼酎", ""),
    ("はちみつレモン", "", "蜂蜜檸檬", ""),
    ("藍染めハンカチ", "アイゾメハンカチ", "藍染ハンカチ", "アイゾメハンカチ"),
    ("ロボット教室 つむぎ", "", "つむぎ　ロボット教室", ""),
    ("さつまいもチップス", "", "サツマ芋チップス", ""),
    ("北条米スイーツ（ロール）", "", "北条米スイーツ", ""),
    ("クレームブリュレ", "クレームブリュレ", "クレームブリュレー", "クレームブリュレー"),
    ("フルーツグラノーラ", "フルーツグラノーラ", "フルーツグラノラー", "フルーツグラノラー"),
    ("パウンドケーキ", "パウンドケーキ", "パンウドケーキ", "パンウドケーキ"),
    ("筑波山麓しいたけ", "ツクバサンロクシイタケ", "つくば山麓椎茸", "ツクバサンロクシイタケ"),
    ("自家製のごまドレッシング", "", "ごまドレッシング", ""),
    ("家庭用 大豆コーヒー 200ml×3本", "", "大豆コーヒー", ""),
)
# Two products of one firm: telling them as one would cost the office time and the firm its nerves.
DIFFERENT = (
    ("福来みかんゼリー", "", "福来みかんジャム", ""),
    ("福来みかんジャム", "", "福来みかんシロップ", ""),
    ("いちごジャム", "", "ブルーベリージャム", ""),
    ("いちごジャム", "", "いちごソース", ""),
    ("架空の菓子1号", "", "架空の菓子2号", ""),
    ("架空の菓子一号", "", "架空の菓子二号", ""),
    ("つむぎクッキー（抹茶）", "", "つむぎクッキー（プレーン）", ""),
    ("つむぎクッキー 抹茶", "", "つむぎクッキー 紅茶", ""),
    ("柿酢", "カキス", "柿酢ドリンク", "カキスドリンク"),
    ("梅酒", "ウメシュ", "桃酒", "モモシュ"),
    ("米焼酎", "コメショウチュウ", "芋焼酎", "イモショウチュウ"),
    ("米焼酎", "", "麦焼酎", ""),
    ("甘酒", "アマザケ", "甘酒プリン", "アマザケプリン"),
    ("白味噌", "シロミソ", "赤味噌", "アカミソ"),
    ("藍染めハンカチ", "", "藍染めストール", ""),
    ("木のおもちゃ", "", "木のお皿", ""),
    ("バニラアイス", "", "チョコアイス", ""),
    ("ごまドレッシング", "", "ゆずドレッシング", ""),
    ("しょうがドレッシング", "", "しょうゆドレッシング", ""),
    ("玄米茶", "ゲンマイチャ", "玄米餅", "ゲンマイモチ"),
    ("そば粉", "ソバコ", "そば茶", "ソバチャ"),
    ("ロボット教室", "", "ロボットレンタル", ""),
    ("みかんジャム", "ミカンジャム", "きんかんジャム", "キンカンジャム"),
    ("いちごジャム", "イチゴジャム", "いちじくジャム", "イチジクジャム"),
    ("ももゼリー", "モモゼリー", "もものゼリー寄せ", "モモノゼリーヨセ"),
    ("りんごジュース", "リンゴジュース", "りんごケーキ", "リンゴケーキ"),
    ("栗羊羹", "クリヨウカン", "芋羊羹", "イモヨウカン"),
    ("栗まんじゅう", "", "酒まんじゅう", ""),
    ("純米酒", "ジュンマイシュ", "純米吟醸酒", "ジュンマイギンジョウシュ"),
    ("霞の塩", "カスミノシオ", "紫峰の塩", "シホウノシオ"),
    ("つくばの風クッキー", "", "つくばの星クッキー", ""),
    ("ブレンドコーヒー深煎り", "ブレンドコーヒーフカイリ", "ブレンドコーヒー浅煎り", "ブレンドコーヒーアサイリ"),
    ("粒あん大福", "ツブアンダイフク", "白あん大福", "シロアンダイフク"),
    ("しそ巻き", "", "のり巻き", ""),
    ("鉄の灯り", "", "竹の灯り", ""),
    ("夏のギフト", "", "冬のギフト", ""),
    ("朝摘みいちご", "", "朝摘みブルーベリー", ""),
    ("ピーナッツバター無糖", "ピーナッツバタームトウ", "ピーナッツバター加糖", "ピーナッツバターカトウ"),
    ("米粉パン", "コメコパン", "米粉パンケーキ", "コメコパンケーキ"),
    ("ブルーベリー酢", "ブルーベリース", "ブルーベリー酒", "ブルーベリーシュ"),
)


def told(pairs):
    return [compare(Named(a, x, FIRM), Named(b, y, FIRM)).is_shown for a, x, b, y in pairs]


def test_precision_and_recall_over_the_hand_made_pairs():
    right, wrong = told(SAME), told(DIFFERENT)
    missed = [SAME[n] for n, shown in enumerate(right) if not shown]
    false = [DIFFERENT[n] for n, shown in enumerate(wrong) if shown]
    recall = sum(right) / len(SAME)
    precision = sum(right) / (sum(right) + sum(wrong))
    assert recall >= 0.95, missed
    assert precision >= 0.95, false


@pytest.mark.parametrize(("one", "x", "other", "y"), [*SAME[:12], *DIFFERENT[:12]])
def test_order_of_the_two_makes_no_difference(one, x, other, y):
    assert compare(Named(one, x, FIRM), Named(other, y, FIRM)) == compare(Named(other, y, FIRM), Named(one, x, FIRM))


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_answered(one, other):
    found = compare(Named(one, "", "a"), Named(other, "", "a"))
    assert 0 <= found.score <= 100
    assert found == compare(Named(other, "", "a"), Named(one, "", "a"))


def test_reasons_say_why_and_whose():
    found = compare(Named("福来ぽんず", "", FIRM), Named("福来ポン酢", "", "別の店"))
    assert found.reasons == ("書き方だけが違います（漢字とかな、送りがな）。", "事業者は違います。")
    assert found.is_shown


def test_like_names_of_two_firms_ask_for_more():
    near = Named("特製いちごジャム", "", "一号店"), Named("いちごジャム", "", "二号店")
    assert not compare(*near).is_shown
    assert not compare(Named("味噌", "", "一号店"), Named("みそ", "", "二号店")).is_shown  # everybody's word
    assert compare(
        Named("紫峰の滴", "シホウノシズク", "一号店"), Named("紫峰のしずく", "シホウノシズク", "二号店")
    ).is_shown


def test_long_vowels_sound_alike():
    assert sound("ショウユ") == sound("ショーユ")
    assert sound("シイタケ") == sound("シータケ")
    assert sound("オネエサン") == sound("オネーサン")


def test_likest_come_first():
    others = [
        ("a", Named("特製福来みかんジャム", "", FIRM)),
        ("b", Named("福来みかんジャム", "", FIRM)),
        ("c", Named("机", "", FIRM)),
    ]
    assert [key for key, _ in Pool(others).alike(Named("福来みかんジャム 150g", "", FIRM))] == ["b", "a"]


def table() -> list[list[str]]:
    page = Path(__file__).parents[4] / "docs" / "rules" / "duplicates.md"
    lines = page.read_text(encoding="utf-8").split("<!-- example: duplicates -->\n")[1].splitlines()
    body = [line for line in lines[2:] if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in body]


@pytest.mark.parametrize("row", table())
def test_worked_table_is_what_the_code_does(row):
    one, other, same, score, asked = row
    found = compare(Named(one, "", FIRM), Named(other, "", FIRM if same == "yes" else "別の店"))
    assert (found.score, found.is_shown) == (int(score), asked == "yes")
