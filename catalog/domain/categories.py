"""Categories of products and delivery temperatures: slug, words, and the 文様 drawn while there is no photograph."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """`pattern` is a name of catalog.patterns; `food` decides whether allergens are shown."""

    slug: str
    label: str
    label_en: str
    pattern: str
    food: bool = True


CATEGORIES = (
    Category("sweets", "菓子", "Sweets", "shippo"),
    Category("bread", "パン", "Bread", "kanoko"),
    Category("alcohol", "酒類", "Sake, wine and spirits", "seigaiha"),
    Category("drink", "飲料", "Drinks", "tatewaku"),
    Category("seasoning", "調味料", "Seasonings", "kikko"),
    Category("noodles", "麺類", "Noodles", "shima"),
    Category("prepared", "惣菜・加工食品", "Prepared food", "ichimatsu"),
    Category("meals", "弁当・料理", "Meals", "ichimatsu"),
    Category("meat", "食肉加工品", "Meat products", "yagasuri"),
    Category("livestock", "畜産物", "Livestock products", "yagasuri"),
    Category("dairy", "乳製品", "Dairy", "seigaiha"),
    Category("seafood", "水産加工品", "Seafood products", "uroko"),
    Category("fishery", "水産物", "Fish and shellfish", "uroko"),
    Category("fruit-products", "果物加工品", "Fruit products", "kanoko"),
    Category("soy", "大豆加工品", "Soy products", "kikko"),
    Category("pickles", "漬物", "Pickles", "kagome"),
    Category("produce", "農産物", "Fruit and vegetables", "kagome"),
    Category("grain", "米・穀類", "Rice and grains", "inazuma"),
    Category("other-food", "その他食品", "Other food", "shippo"),
    Category("flowers", "花き", "Flowers", "asanoha", food=False),
    Category("turf", "芝", "Turf", "tatewaku", food=False),
    Category("craft", "工芸品", "Crafts", "asanoha", food=False),
    Category("industrial", "工業製品", "Industrial products", "higaki", food=False),
    Category("fashion", "ファッション", "Fashion", "yagasuri", food=False),
    Category("goods", "雑貨", "Household goods", "ichimatsu", food=False),
    Category("cosmetics", "化粧品・日用品", "Cosmetics and daily goods", "tatewaku", food=False),
    Category("service", "サービス", "Services", "higaki", food=False),
    Category("other", "その他", "Other", "shippo", food=False),
)
BY_SLUG = {category.slug: category for category in CATEGORIES}
BY_LABEL = {category.label: category for category in CATEGORIES}
OTHER = BY_SLUG["other"]

TEMPERATURES = {"ambient": "常温", "chilled": "冷蔵", "frozen": "冷凍", "none": "配送なし"}


def category(slug: str) -> Category:
    """The category of a slug; その他 for one that is not known."""
    return BY_SLUG.get(slug, OTHER)
