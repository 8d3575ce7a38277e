"""English below /en/: what visitors read, apart from names and records; compiled messages that fit their source."""

import ast
import gettext
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from catalog.models import Product
from catalog.services import publishing
from home.bootstrap import ensure_site
from search import api
from tests.factories.cast import AT, cast
from tests.integration.catalog.conftest import entry

MESSAGES = Path(__file__).parents[3] / "locale" / "en" / "LC_MESSAGES"
JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff]")
# Words that stay Japanese: the seals of a programme and of the city, the other language's own name, a term in brackets.
ALLOWED = ("認証", "認定", "日本語", "つ", "（ふるさと納税）", "(ふるさと納税)", "チャレンジ支援")
# Names and words of the records the test publishes.
DATA = ("架空", "見本ブランド", "北地区", "カクウコウボウ", "かくうのみかんじゃむ")


class Words(HTMLParser):
    """Text and spoken attributes of a page, without scripts and what is marked as Japanese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.silent or tag in ("script", "style") or (values.get("lang") == "ja" and tag != "html"):
            if tag not in ("meta", "link", "input", "img", "br", "hr", "source", "path", "use"):
                self.silent.append(tag)
            return
        self.found += [values[name] or "" for name in ("aria-label", "alt", "title", "content") if values.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.found.append(data.strip())


def japanese(page: str) -> list[str]:
    """The Japanese words of a page that are neither allowed nor data."""
    words = Words()
    words.feed(page)
    left = []
    for text in words.found:
        rest = text
        for each in ALLOWED:
            rest = rest.replace(each, "")
        if JAPANESE.search(rest) and not any(each in text for each in DATA):
            left.append(text)
    return left


@pytest.fixture
def site(db: None) -> None:
    ensure_site()
    people = cast()
    publishing.publish(entry(1), by=people.suzuki, at=AT)
    publishing.publish(entry(2, name="架空の緑茶", category="drink", temperature="ambient"), by=people.suzuki, at=AT)
    api.rebuild()


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/products/",
        "/en/products/?page=abc&price=x&sort=y&category=none",
        "/en/products/?category=drink&allergen_free=wheat&price=1000-3000",
        "/en/products/?q=zzzzzzzz",
        "/en/products/{product}/",
        "/en/v/",
        "/en/v/DEMO-2026-001/",
        "/en/v/NO-SUCH/",
        "/en/producers/",
        "/en/producers/{maker}/",
        "/en/news/",
        "/en/accounts/login/",
        "/en/accounts/signup/",
        "/en/accounts/password/reset/",
        "/en/nowhere/",
    ],
)
def test_english_page_has_no_japanese_words_but_names(site, client, address):
    product = Product.objects.select_related("producer").order_by("pk")[0]
    address = address.format(product=product.slug, maker=product.producer.slug)
    page = client.get(address, follow=True).content.decode()
    assert '<html lang="en"' in page
    assert japanese(page) == []


def messages(text: str) -> list[dict[str, str]]:
    """The entries of a .po file, as {keyword: words}; the header and what is out of use left out."""
    entries: list[dict[str, str]] = []
    for block in text.split("\n\n"):
        entry: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if line.startswith("#, ") and "fuzzy" in line:
                entry["fuzzy"] = "yes"
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                key, _, line = line.partition(" ")
            entry[key] = entry.get(key, "") + ast.literal_eval(line)
        if entry.get("msgid"):
            entries.append(entry)
    return entries


def source() -> list[dict[str, str]]:
    return messages((MESSAGES / "django.po").read_text(encoding="utf-8"))


def test_compiled_messages_are_up_to_date():
    with (MESSAGES / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = []
    for each in source():
        if "msgid_plural" in each:
            read = [compiled.ngettext(each["msgid"], each["msgid_plural"], number) for number in (1, 2)]
            wanted = [each["msgstr[0]"] or each["msgid"], each["msgstr[1]"] or each["msgid_plural"]]
        else:
            read, wanted = [compiled.gettext(each["msgid"])], [each["msgstr"] or each["msgid"]]
        if read != wanted:
            stale.append(each["msgid"])
    assert stale == [], "run `make messages` and commit locale/en"


def test_messages_keep_their_placeholders_and_are_certain():
    holes = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
    for each in source():
        assert "fuzzy" not in each, each
        for key, words in each.items():
            if key.startswith("msgstr") and words:
                assert set(holes.findall(words)) == set(holes.findall(each["msgid"])), each


@pytest.mark.parametrize("address", ["/en/products/{product}/", "/en/producers/{maker}/"])
def test_english_breadcrumbs_lead_to_the_english_front_page(site, client, address):
    product = Product.objects.select_related("producer").order_by("pk")[0]
    page = client.get(address.format(product=product.slug, maker=product.producer.slug)).content.decode()
    crumbs = page.partition('class="breadcrumbs')[2].partition("</nav>")[0]
    assert 'href="/en/"' in crumbs
    assert 'href="/"' not in crumbs
