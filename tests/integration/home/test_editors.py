"""What an editor may do to pages, and what nobody does to a page by hand."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from catalog.models import ProductIndexPage, ProductPage
from catalog.services import publishing
from home.bootstrap import ensure_site
from home.models import ContentPage, NewsIndexPage, NewsPage
from tests.factories import cast as people
from tests.factories.cast import AT
from tests.integration.catalog.test_publishing import entry

pytestmark = pytest.mark.django_db
SUBSCRIBES = pytest.mark.writes_on_get("Wagtail notes who opened an editor, to tell them of comments")


@pytest.fixture
def cast():
    made = people.cast()
    ensure_site()
    return made


@pytest.fixture
def product_page(cast):
    publishing.publish(entry(1), by=cast.suzuki, at=AT)
    return ProductPage.objects.get()


@SUBSCRIBES
def test_editor_finds_the_pages_and_writes_one(cast, client_of):
    client = client_of(cast.kato)
    page = ContentPage.objects.filter(slug="about").order_by("pk").first()
    assert client.get(reverse("wagtailadmin_explore_root")).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    tester = page.permissions_for_user(cast.kato)
    assert tester.can_publish()
    assert tester.can_unpublish()


def test_editor_may_begin_a_piece_of_news(cast, client_of):
    index = NewsIndexPage.objects.order_by("pk").first()
    add = reverse("wagtailadmin_pages:add", args=["home", NewsPage._meta.model_name, index.pk])
    assert client_of(cast.kato).get(add).status_code == 200


def test_editor_adds_pictures_and_documents(cast, client_of):
    client = client_of(cast.kato)
    assert client.get(reverse("wagtailimages:add_multiple")).status_code == 200
    assert client.get(reverse("wagtaildocs:add_multiple")).status_code == 200


def test_other_staff_have_no_pages(cast, client_of):
    page = ContentPage.objects.filter(slug="about").order_by("pk").first()
    for person in (cast.suzuki, cast.kimura, cast.kobayashi):
        answer = client_of(person).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert answer.status_code in (302, 403)
        assert not page.permissions_for_user(person).can_edit()


@pytest.mark.parametrize("model", [ProductPage, ProductIndexPage])
def test_nobody_takes_a_standing_page_away(model, product_page, cast):
    page = model.objects.get()
    cast.kato.is_superuser = True
    tester = page.permissions_for_user(cast.kato)
    assert tester.can_edit()
    assert not any(
        (tester.can_delete(), tester.can_unpublish(), tester.can_move(), tester.can_copy(), tester.can_copy_to(page),
         tester.can_set_view_restrictions())
    )  # fmt: skip


def test_front_page_cannot_be_taken_down_through_its_address(cast, client_of):
    home = ensure_site()
    client_of(cast.kato).post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]))
    client_of(cast.kato).post(reverse("wagtailadmin_pages:delete", args=[home.pk]))
    assert Page.objects.get(pk=home.pk).live


@SUBSCRIBES
def test_editor_polishes_a_story_but_not_the_name(product_page, cast, client_of):
    text = client_of(cast.kato).get(reverse("wagtailadmin_pages:edit", args=[product_page.pk])).content.decode()
    assert 'name="title"' not in text
    assert 'name="slug"' not in text
    assert 'name="go_live_at"' not in text
    assert "story" in text


def test_page_of_a_revoked_certificate_is_not_published_by_hand(product_page, cast, client_of):
    publishing.set_certificate_status(entry(1).certificate.number, "revoked", valid_until=None, by=cast.suzuki, at=AT)
    product_page.refresh_from_db()
    assert not product_page.permissions_for_user(cast.kato).can_publish()
    client_of(cast.kato).post(
        reverse("wagtailadmin_pages:edit", args=[product_page.pk]),
        {"action-publish": "1", "story-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
         "seo_title": "", "search_description": ""},
    )  # fmt: skip
    product_page.refresh_from_db()
    assert not product_page.live
