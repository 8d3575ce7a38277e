"""The questions every programme asks of a product, before its own.

What a value must look like stands in form_values.py, what must be answered in eligibility.py.
"""

from decimal import Decimal

from catalog.domain.allergens import ITEMS, STATES
from catalog.domain.categories import CATEGORIES, TEMPERATURES
from certification.domain.rules import Field

ALLERGENS = "allergens"  # the one table whose rows are fixed and whose values are あり・なし・未確認
KINDS = (("food", "食品"), ("goods", "食品以外の商品"), ("service", "サービス（役務）"))
YES_NO = (("yes", "はい"), ("no", "いいえ"))
SHOP_COLUMNS = (("name", "店の名前"), ("address", "住所"), ("url", "ウェブサイト（あれば）"))
ALLERGEN_STATES = tuple(STATES.items())

SECTIONS = {
    "basics": "商品・サービス",
    "making": "作られる場所と原材料",
    "delivery": "保存と配送",
    "shops": "販売している店",
    "photos": "写真",
    "furusato": "ふるさと納税",
    "programme": "この制度の質問",
}

# Asked of food only, and then required.
FOOD_REQUIRED = frozenset({"ingredients", ALLERGENS, "storage", "label_image"})
FOOD_ONLY = FOOD_REQUIRED

COMMON_FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "商品・サービスの名前",
        help="お客さまに見せている正式な名前を、ラベルのとおりに書いてください。",
        max_length=100,
        blind=False,
        section="basics",
    ),
    Field(
        "name_kana",
        "名前の読み方（カナ）",
        help="ひらがなでもカタカナでも入力できます。カタカナにそろえて保存します。",
        max_length=100,
        blind=False,
        section="basics",
    ),
    Field("kind", "種類", kind="choice", options=KINDS, blind=False, section="basics"),
    Field(
        "category",
        "分類",
        kind="choice",
        help="いちばん近いものを1つ選んでください。",
        options=tuple((category.slug, category.label) for category in CATEGORIES),
        blind=False,
        section="basics",
    ),
    Field(
        "description",
        "紹介文",
        kind="long_text",
        help="特徴、こだわり、生まれたいきさつを書いてください。審査を公正にするため、事業者名や人の名前は書かないでください。800字まで。",
        max_length=800,
        blind=False,
        section="basics",
    ),
    Field(
        "price_yen",
        "販売価格（税込み）",
        kind="money",
        help="数字だけでも「1,200円」でも入力できます。大きさや種類がいくつかあるときは、代表のものを書いてください。",
        minimum=Decimal(0),
        maximum=Decimal(99_999_999),
        unit="円",
        blind=False,
        section="basics",
    ),
    Field(
        "contents",
        "内容量・規格",
        help="例：10個入り、200ml、1回60分。",
        max_length=200,
        blind=False,
        section="basics",
    ),
    Field(
        "made_at",
        "作られる場所",
        help="製造・加工・開発をしている場所の住所です。ふるさと納税の確認にも使います。",
        max_length=200,
        section="making",
    ),
    Field(
        "ingredients",
        "原材料と産地",
        kind="long_text",
        help="ラベルの順に、地元の原材料は産地も書いてください。例：みかん（市内産）、砂糖、寒天。",
        required=False,
        max_length=1000,
        blind=False,
        section="making",
    ),
    Field(
        ALLERGENS,
        "アレルギー物質",
        kind="table",
        help="品目ごとに「あり」「なし」「未確認」を選んでください。分からないものは「未確認」のままにしてください。",
        required=False,
        options=tuple((item.slug, item.label) for item in ITEMS),
        blind=False,
        section="making",
    ),
    Field(
        "storage",
        "保存方法と期限",
        help="例：直射日光を避けて常温で保存、製造から90日。",
        required=False,
        max_length=200,
        blind=False,
        section="delivery",
    ),
    Field(
        "temperature",
        "配送の温度",
        kind="choice",
        options=tuple(TEMPERATURES.items()),
        blind=False,
        section="delivery",
    ),
    Field(
        "shops",
        "販売している店",
        kind="table",
        help="市内で買える店から書いてください。書いた店は、公表の前にもう一度確認します。",
        required=False,
        options=SHOP_COLUMNS,
        section="shops",
    ),
    Field(
        "photos",
        "写真",
        kind="photo",
        help="1枚から8枚。JPEG・PNG・HEIC・WebP、1枚15MBまで。商品が大きく写ったものを1枚目にしてください。",
        minimum=Decimal(1),
        maximum=Decimal(8),
        blind=False,
        section="photos",
    ),
    Field(
        "label_image",
        "食品表示（裏ラベル）の画像",
        kind="photo",
        help="原材料名、期限、保存方法、製造者が読めるように撮ってください。",
        required=False,
        minimum=Decimal(1),
        maximum=Decimal(4),
        section="photos",
    ),
    Field(
        "furusato_interest",
        "ふるさと納税の返礼品に関心がありますか",
        kind="choice",
        help="答えは審査に関わりません。はいの場合、市から出品の案内をします。",
        options=YES_NO,
        section="furusato",
    ),
)
COMMON_KEYS = frozenset(field.key for field in COMMON_FIELDS)


def with_common(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """The common fields, then the programme's own; fields that already hold them are returned as they are."""
    return (*COMMON_FIELDS, *(field for field in fields if field.key not in COMMON_KEYS))
