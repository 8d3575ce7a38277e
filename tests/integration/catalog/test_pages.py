"""Public pages: they work, they are 404 for what is not there, bad parameters are said, queries do not grow."""

import json
from datetime import date

import pytest

from catalog.services import publishing
from tests.factories.cast import AT
from tests.integration.catalog.conftest import entry


def text(response) -> str:
    return response.content.decode()


def test_search_finds_and_counts(published, client):
    published()
    published(
        2,
        name="架空の緑茶",
        name_kana="かくうのりょくちゃ",
        category="drink",
        price_yen=1200,
        description="架空の茶園の緑茶。",
    )
    page = text(client.get("/products/", {"q": "蜜柑"}))
    strict, _near, near = page.partition("近い商品")
    assert "架空の蜜柑ジャム1" in strict
    assert "架空の緑茶" not in strict
    assert "架空の緑茶" in near
    page = text(client.get("/products/", {"category": "drink"}))
    assert "架空の緑茶" in page
    assert "架空の蜜柑ジャム1" not in page


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("?page=abc", "page は1以上の数で指定してください。"),
        ("?page=99999999", "page は"),
        ("?sort=magic", "並べ方「magic」はありません。"),
        ("?category=jewels", "分類「jewels」はありません。"),
        ("?price=cheap", "価格「cheap」は読めません。"),
        ("?price=5000-100", "価格の下限（5,000円）が上限（100円）より大きくなっています。"),
        ("?year=H30", "年度「H30」は読めません。"),
        ("?status=golden", "認証・認定の状況「golden」はありません。"),
        ("?q=" + "あ" * 500, "検索の言葉は200文字までです。"),
    ],
)
def test_search_says_what_is_wrong_with_a_parameter(published, client, address, sentence):
    published()
    response = client.get(f"/products/{address}")
    assert response.status_code == 200
    assert sentence in text(response)
    api = client.get(f"/api/v1/products/{address}")
    assert api.status_code == 400
    assert sentence in json.loads(api.content)["detail"]


@pytest.mark.parametrize(
    "q", ["%00", "%ED%A0%80", "AND OR NOT", "((((", '"', "%F0%A0%AE%B7", "' OR 1=1 --", "<script>alert(1)</script>"]
)
def test_search_survives_hostile_words(published, client, q):
    published()
    response = client.get(f"/products/?q={q}")
    assert response.status_code == 200
    assert "<script>alert" not in text(response)


@pytest.mark.parametrize("count", [1, 3])
def test_search_asks_the_same_number_of_queries(published, people, client, exact_queries, count):
    publishing.publish_many([entry(number) for number in range(2, count + 1)], by=people.suzuki, at=AT)
    published(1)
    client.get("/products/")
    with exact_queries(SEARCH_QUERIES):
        client.get("/products/")


@pytest.mark.parametrize("count", [2, 4])
def test_product_asks_the_same_number_of_queries(published, people, client, exact_queries, count):
    publishing.publish_many([entry(number) for number in range(2, count + 1)], by=people.suzuki, at=AT)
    product = published(100)
    client.get(f"/products/{product.slug}/")
    with exact_queries(PRODUCT_QUERIES):
        client.get(f"/products/{product.slug}/")


SEARCH_QUERIES = 7
PRODUCT_QUERIES = 10


def test_htmx_gets_the_results_only(published, client):
    published()
    part = text(client.get("/products/", headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<section id="results"')
    assert "hx-swap-oob" in part
    assert "<html" not in part


def test_product_page_holds_everything(published, listed, client):
    product = published()
    listing = listed(product)
    page = text(client.get(f"/products/{product.slug}/"))
    for words in (
        "架空の蜜柑ジャム1",
        "かくうのみかんじゃむ",
        "架空工房",
        "見本ブランド",
        "DEMO-2026-001",
        "架空商店",
        "未確認",
    ):
        assert words in page
    assert "架空の事業者によるデモ" in page
    assert f"/go/{listing.pk}/" in page
    assert "portal.example.jp" not in page
    data = json.loads(page.split('application/ld+json">')[1].split("</script>")[0])
    assert data["hasCertification"][0]["certificationIdentification"] == "DEMO-2026-001"


def test_json_ld_cannot_leave_its_element(published, client):
    product = published(description="</script><script>alert(1)</script>")
    page = text(client.get(f"/products/{product.slug}/"))
    assert "</script><script>alert" not in page


def test_withdrawn_product_leads_to_its_verification(published, client):
    product = published()
    publishing.set_certificate_status("DEMO-2026-001", "revoked", valid_until=None, by=None, at=AT)
    assert client.get(f"/products/{product.slug}/")["Location"] == "/v/DEMO-2026-001/"
    assert "取消" in text(client.get("/v/DEMO-2026-001/"))


@pytest.mark.parametrize(
    ("status", "until", "answer"),
    [
        ("valid", date(2030, 3, 31), "有効"),
        ("valid", date(2020, 3, 31), "期限満了"),
        ("revoked", None, "取消"),
        ("surrendered", None, "辞退"),
        ("unknown", None, "記録のみ"),
    ],
)
def test_verify_gives_one_answer(published, client, status, until, answer):
    published(status=status, valid_until=until)
    for number in ("DEMO-2026-001", "demo-2026-001", "ＤＥＭＯ－２０２６－００１"):
        response = client.get(f"/v/{number}/")
        assert response.status_code == 200
        assert f'<h1 class="verify__word">{answer}</h1>' in text(response)


def test_verify_of_an_unknown_number_is_404_and_helps(db, client):
    response = client.get("/v/NOPE-1/")
    assert response.status_code == 404
    assert "該当なし" in text(response)
    assert "NOPE-1" in text(response)
    assert 'name="number"' in text(response)
    assert client.get("/v/", {"number": "ｔｃ－１"})["Location"] == "/v/TC-1/"
    assert client.get("/v/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/products/nope/",
        "/producers/nope/",
        "/go/999/",
        f"/go/{10**30}/",
        "/patterns/nope.svg",
        "/api/v1/products/nope/",
    ],
)
def test_unknown_is_404(db, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/products/", "/products/suggest/", "/producers/", "/v/X/", "/opendata/products.csv", "/feed/", "/sitemap.xml"],
)
def test_wrong_method_is_405(db, client, address):
    assert client.post(address).status_code == 405


def test_producers_and_machines(published, client):
    product = published(name="=架空の式")
    assert "架空工房" in text(client.get("/producers/"))
    assert "=架空の式" in text(client.get(f"/producers/{product.producer.slug}/"))
    csv = b"".join(client.get("/opendata/products.csv").streaming_content).decode()
    assert csv.startswith("\ufeffcode,")
    assert "'=架空の式" in csv
    assert "=架空の式" in text(client.get("/feed/"))
    assert f"/products/{product.slug}/" in text(client.get("/sitemap.xml"))
    assert "<svg" in text(client.get("/patterns/P-1.svg"))
    assert "架空" in text(client.get("/products/suggest/", {"q": "架空"}))
    body = json.loads(client.get("/api/v1/products/").content)
    assert sorted(body) == ["count", "facets", "page", "page_size", "relaxed", "results"]
    assert body["results"][0]["producer"] == {"name": "架空工房", "slug": product.producer.slug}
    assert json.loads(client.get("/api/v1/products/P-1/").content)["allergens"]["milk"] == "yes"
