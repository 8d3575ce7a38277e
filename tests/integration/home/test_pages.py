"""The front page, pages of text and news, the brand, error pages and the gallery."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, Site

from core import clock
from home.bootstrap import ensure_site
from home.models import Brand, ContentPage, HomePage, NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return ensure_site()


def test_ensure_site_makes_pages_in_two_languages(home):
    assert Site.objects.get().root_page_id == home.pk
    assert list(Page.objects.filter(depth=2).order_by("path").values_list("slug", flat=True)) == ["top", "top-en"]
    assert list(ContentPage.objects.child_of(home).order_by("path").values_list("slug", flat=True)) == [
        "about",
        "how-to-buy",
        "accessibility",
        "privacy",
    ]


def test_ensure_site_twice_changes_nothing(home):
    page = ContentPage.objects.child_of(home).get(slug="about")
    page.title = "書きかえた題"
    page.save()
    before = list(Page.objects.order_by("pk").values_list("pk", "title"))
    ensure_site()
    assert list(Page.objects.order_by("pk").values_list("pk", "title")) == before


def test_ensure_site_keeps_what_stood_below_the_old_root():
    old = Site.objects.get().root_page
    old.add_child(instance=NewsIndexPage(title="前からある一覧", slug="old-news"))
    home = ensure_site()
    assert NewsIndexPage.objects.child_of(home).filter(slug="old-news").exists()


def test_front_page_opens_for_a_stranger(home, client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "手をかけた品を、" in answer.content.decode()


def test_front_page_in_english_speaks_english(home, client):
    words = client.get("/en/").content.decode()
    assert '<html lang="en"' in words
    assert "Made with care" in words
    assert "Certified in Tsukuba" in words


def test_front_page_costs_the_same_with_more_news(home, client, django_assert_max_num_queries):
    index = NewsIndexPage.objects.child_of(home).get()
    client.get("/")
    for number in range(3):
        index.add_child(
            instance=NewsPage(
                title=f"知らせ{number}", slug=f"n{number}", published_on=clock.today() - timedelta(number)
            )
        )
    with django_assert_max_num_queries(25):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ["/about/", "/how-to-buy/", "/news/", "/news/site-opened/", "/en/about/"])
def test_page_opens_with_its_title_and_crumbs(home, client, address):
    answer = client.get(address)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert words.count("<h1") == 1
    assert "breadcrumbs" in words


def test_news_page_unpublished_is_not_found(home, client):
    NewsPage.objects.get().unpublish()
    assert client.get("/news/site-opened/").status_code == 404


def test_unknown_address_is_not_found_in_our_own_look(home, client):
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()


def test_gallery_is_hidden_outside_debug(client):
    assert client.get("/gallery/").status_code == 404


@pytest.mark.parametrize("address", ["/gallery/", "/gallery/400/", "/gallery/403/", "/gallery/404/", "/gallery/500/"])
def test_gallery_opens_in_debug(client, settings, address):
    settings.DEBUG = True
    assert client.get(address).status_code == 200


def test_brand_is_neutral_where_a_site_has_none(client):
    assert "ブランド認証" in client.get("/accounts/login/").content.decode()


def test_brand_with_its_own_readable_colours_is_served(home, client):
    Brand.objects.update(accent="own", own_light="#1d4f91", own_dark="#9dc1f5")
    assert "/brand.css" in client.get("/").content.decode()
    assert client.get("/brand.css").content == b":root { --own-light: #1d4f91; --own-dark: #9dc1f5; }\n"


@pytest.mark.parametrize(("light", "dark"), [("#ffb27d", "#9dc1f5"), ("#1d4f91", "#1d4f91"), ("", ""), ("red", "blue")])
def test_brand_with_unreadable_colours_is_refused(light, dark):
    brand = Brand(site=Site.objects.get(), accent="own", own_light=light, own_dark=dark)
    with pytest.raises(ValidationError) as refused:
        brand.full_clean()
    assert set(refused.value.message_dict) <= {"own_light", "own_dark"}


def test_front_page_allows_one_per_language():
    assert HomePage.max_count == 4
    assert ContentPage.parent_page_types == ["home.HomePage", "home.ContentPage"]


@pytest.mark.parametrize(
    "address", ["login", "signup", "password/reset", "password/reset/done", "confirm-email", "reauthenticate"]
)
def test_account_page_wears_the_site_frame(home, client, address):
    answer = client.get(f"/accounts/{address}/", follow=True)
    words = answer.content.decode()
    assert answer.status_code == 200
    assert "site-header" in words
    assert "placeholder" not in words


def test_login_with_a_wrong_password_says_so_in_one_summary(home, client):
    words = client.post("/accounts/login/", {"login": "nobody@example.jp", "password": "wrong"}).content.decode()
    assert 'id="error-summary"' in words


def test_signup_shows_each_error_under_its_field(home, client):
    words = client.post("/accounts/signup/", {"email": "no"}).content.decode()
    for name in ("last_name", "first_name", "email", "password1"):
        assert f'id="id_{name}_error"' in words
        assert f'href="#id_{name}"' in words


def test_page_without_an_english_twin_offers_none(home, client):
    news = NewsIndexPage.objects.get()
    assert "/en" + news.get_url() not in client.get(news.get_url()).content.decode()
    assert 'href="/en/about/"' in client.get("/about/").content.decode()


def test_crawlers_are_told_where_the_pages_are(client):
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /cms/" in text
    assert text.rstrip().endswith("/sitemap.xml")


def test_account_mail_speaks_in_the_name_of_the_site(home, client, mailoutbox):
    brand = Brand.objects.get()
    data = {"email": "new@example.org", "password1": "tsumugi-asa-no-ha", "password2": "tsumugi-asa-no-ha"}
    client.post("/accounts/signup/", {**data, "last_name": "架空", "first_name": "花"})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert [mail.subject for mail in mailoutbox] == ["メールアドレスの確認", "このアドレスは登録されていません"]
    for mail in mailoutbox:
        assert brand.site_name in mail.body
        assert "testserver です" not in mail.body
