"""Writing made equal: width, case, old character forms, dashes, kana; runs and grams of what remains.

Pure text functions, the same for documents and queries. Word analysis is in `search.analyser`.
"""

import re
import unicodedata
from functools import lru_cache

QUERY_LENGTH = 200  # characters of a query that count
TOKEN_LENGTH = 100  # an engine cuts very long tokens in its own way: cut them first

# 旧字体 and name variants → the usual form (brackets of 常用漢字表, and forms met in personal and place names).
_PAIRS = (
    "亞亜惡悪壓圧圍囲爲為醫医壹壱稻稲飮飲隱隠營営榮栄衞衛驛駅圓円鹽塩緣縁艷艶應応歐欧毆殴櫻桜奧奥橫横溫温穩穏假仮價価畫画會会"
    "囘回懷懐壞壊繪絵擴拡殼殻覺覚學学嶽岳樂楽勸勧卷巻寬寛歡歓罐缶觀観陷陥關関顏顔歸帰氣気龜亀僞偽戲戯犧犠舊旧據拠擧挙峽峡挾挟"
    "狹狭曉暁區区驅駆勳勲薰薫徑径惠恵揭掲攜携溪渓經経繼継莖茎螢蛍輕軽鷄鶏藝芸擊撃缺欠儉倹劍剣圈圏檢検權権獻献縣県險険顯顕驗験"
    "嚴厳效効廣広恆恒鑛鉱號号國国黑黒濟済碎砕齋斎劑剤冴冴雜雑參参慘惨棧桟蠶蚕贊賛殘残絲糸齒歯兒児辭辞濕湿實実舍舎寫写釋釈壽寿"
    "收収從従澁渋獸獣縱縦肅粛處処緖緒敍叙奬奨將将牀床涉渉燒焼祥祥稱称證証乘乗剩剰壤壌孃嬢條条淨浄疊畳穰穣讓譲釀醸囑嘱觸触寢寝"
    "愼慎晉晋眞真神神盡尽圖図粹粋醉酔隨随髓髄數数樞枢聲声靜静齊斎攝摂竊窃專専戰戦淺浅潛潜纖繊踐践錢銭禪禅雙双壯壮搜捜插挿爭争"
    "總総聰聡莊荘裝装騷騒藏蔵臟臓屬属續続墮堕體体對対帶帯滯滞臺台瀧滝擇択澤沢單単擔担膽胆團団彈弾斷断癡痴遲遅晝昼蟲虫鑄鋳廳庁"
    "徵徴聽聴鎭鎮遞逓鐵鉄轉転點点傳伝黨党盜盗燈灯當当鬪闘德徳獨独讀読屆届繩縄貳弐惱悩腦脳霸覇廢廃拜拝賣売麥麦發発髮髪拔抜"
    "蠻蛮祕秘濱浜甁瓶拂払佛仏邊辺邉辺辨弁瓣弁辯弁變変寶宝豐豊襃褒沒没飜翻槇槙萬万滿満默黙彌弥藥薬譯訳豫予餘余與与譽誉搖揺樣様"
    "謠謡遙遥來来頼頼覽覧欄欄龍竜兩両獵猟鄰隣壘塁淚涙勵励禮礼隸隷靈霊齡齢戀恋爐炉勞労樓楼錄録亙亘灣湾髙高﨑崎嵜崎埼埼醬醤麴麹"
    "麵麺槪概靑青淸清晴晴增増寧寧層層巢巣曾曽橋橋步歩每毎海海渴渇瀨瀬祇祇祐祐福福穗穂童童精精都都隆隆館館羽羽德徳黃黄綠緑"
    "桧檜蕋蕊籐藤藪薮麪麺邨村冨富嶋島嶌島峯峰舘館栁柳籠籠頰頬餅餅葛葛辻辻鄕郷產産"
)
_OLD = {ord(old): new for old, new in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if old != new}
_SAI = re.compile("斉(?=藤|木|田|内)")  # 斉藤 齊藤 斎藤 齋藤 are one name; 一斉 is another word
_INVISIBLE = re.compile("[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufe00-\\ufe0f\\ufeff]")
_DASH = re.compile("(?<=[ぁ-ゖァ-ヺー])[‐‑‒–—―−\\-~〜]+")
_LONG = re.compile("ー{2,}")
_KANJI = "々〇㐀-鿿豈-﫿𠀀-𯿿"
_KE = re.compile(f"(?<=[{_KANJI}])[ケヵカ](?=[{_KANJI}])")
_GA = re.compile(f"(?<=[{_KANJI}])が(?=[{_KANJI}])")
_VU = (("ゔぁ", "ば"), ("ゔぃ", "び"), ("ゔぇ", "べ"), ("ゔぉ", "ぼ"), ("ゔ", "ぶ"))
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_TO_KATAKANA = {code + 0: code + 0x60 for code in range(ord("ぁ"), ord("ゖ"))}
_PIECE = re.compile("[\x21-\x7e]+|[^\x00-\x7f]+")
_HIRAGANA = re.compile("[ぁ-ゖー]+")
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")
_ASCII = re.compile("[\x00-\x7f]+")


class _Letters(dict[int, str | int]):
    """Translation table that turns every code point which is no letter or digit into a space.

    Judged by Unicode 3.2, whose letters every engine we use knows; a newer script is no reason for two answers.
    """

    def __missing__(self, code: int) -> str | int:
        category = unicodedata.ucd_3_2_0.category(chr(code))
        self[code] = value = code if category[0] in "LN" else " "
        return value


_LETTERS = _Letters()


def clean(text: str, limit: int | None = None) -> str:
    """Drop NUL, control, direction and zero-width characters, mend surrogates; cut to `limit` characters."""
    if limit is not None:
        text = text[: limit * 4]
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = _INVISIBLE.sub("", text)
    text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text) if not text.isprintable() else text
    return text if limit is None else text[:limit]


def norm(text: str) -> str:
    """Width, case, old forms, dashes and ヶ made equal; spaces and punctuation kept."""
    text = unicodedata.normalize("NFKC", text).lower().translate(_OLD)
    text = _SAI.sub("斎", text)
    text = _LONG.sub("ー", _DASH.sub("ー", text))
    return _KE.sub("ヶ", text)


def hiragana(text: str) -> str:
    """Katakana → hiragana, ヴ row → ば row."""
    text = text.translate(_TO_HIRAGANA)
    if "ゔ" in text:
        for old, new in _VU:
            text = text.replace(old, new)
    return text


def katakana(text: str) -> str:
    """Hiragana → katakana."""
    return text.translate(_TO_KATAKANA)


def fold(text: str) -> str:
    """The form of grams and comparisons: norm, hiragana, が between kanji as ヶ."""
    return hiragana(_GA.sub("ヶ", norm(text)))


def letters(text: str) -> str:
    """Everything but letters and digits as spaces."""
    return text.translate(_LETTERS)


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """fold() of the letters and digits alone, without spaces: two writings of one thing compare equal."""
    return letters(fold(text)).replace(" ", "")


def runs(folded: str) -> list[str]:
    """Stretches of letters and digits, each either ASCII or not, cut to TOKEN_LENGTH if ASCII."""
    return [piece[:TOKEN_LENGTH] if piece.isascii() else piece for piece in _PIECE.findall(letters(folded))]


def pairs(run: str) -> list[str]:
    """Bigrams of one run: an ASCII run whole, a single character itself, else every adjacent pair."""
    if run.isascii() or len(run) == 1:
        return [run]
    return [run[i : i + 2] for i in range(len(run) - 1)]


def bigrams(folded: str) -> list[str]:
    """Bigrams of all runs in order."""
    return [pair for run in runs(folded) for pair in pairs(run)]


def unigrams(folded: str) -> list[str]:
    """ASCII runs whole, else each character, without repeats."""
    found = (piece for run in runs(folded) for piece in ((run,) if run.isascii() else run))
    return list(dict.fromkeys(found))


def is_hiragana(text: str) -> bool:
    """Nothing but hiragana and ー."""
    return bool(_HIRAGANA.fullmatch(text))


def is_kana(text: str) -> bool:
    """Nothing but kana and ー."""
    return bool(_KANA.fullmatch(text))


def is_ascii(text: str) -> bool:
    """Nothing but ASCII (and not empty)."""
    return bool(_ASCII.fullmatch(text))


def hiragana_runs(text: str) -> list[str]:
    """Stretches of two and more hiragana."""
    return [run for run in _HIRAGANA.findall(text) if len(run) > 1]
