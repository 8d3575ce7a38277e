"""The Wagtail pages of products: made many at a time, since a release or an import brings hundreds.

Treebeard would ask ten questions a page; here a batch takes a handful, whatever its size.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from wagtail.models import Page, Site

from catalog.models import Product, ProductIndexPage, ProductPage


def index_page() -> ProductIndexPage:
    """The page below which products live; made under the site's home page the first time."""
    page: ProductIndexPage | None = ProductIndexPage.objects.order_by("path").first()
    if page is None:
        home = Site.objects.select_related("root_page").get(is_default_site=True).root_page
        page = ProductIndexPage(title="認証品をさがす", slug="products")
        home.add_child(instance=page)
    return page


def add_missing(products: Sequence[Product], *, at: datetime) -> int:
    """Give each product that has none its page; returns how many. Nine queries at most."""
    with_page = set(ProductPage.objects.filter(product__in=products).order_by().values_list("product_id", flat=True))
    wanted = [product for product in products if product.pk not in with_page]
    if not wanted:
        return 0
    parent = Page.objects.select_for_update(of=("self",)).get(pk=index_page().pk)
    last = parent.get_children().order_by("-path").values_list("path", flat=True).first()
    taken = Page._str2int(last[-Page.steplen :]) if last else 0
    kind = ContentType.objects.get_for_model(ProductPage)
    created = Page.objects.bulk_create(
        _page(product, parent, Page._get_path(parent.path, parent.depth + 1, taken + place), kind, at)
        for place, product in enumerate(wanted, start=1)
    )
    children = [
        ProductPage(page_ptr_id=page.pk, product=product) for page, product in zip(created, wanted, strict=True)
    ]
    # Django refuses bulk_create on a model with a parent table; the parent rows exist, so this inserts the child's own.
    manager = ProductPage._base_manager
    manager._insert(children, fields=ProductPage._meta.local_concrete_fields, using=parent._state.db)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(wanted))
    return len(wanted)


def _page(product: Product, parent: Page, path: str, kind: ContentType, at: datetime) -> Page:
    return Page(
        path=path,
        depth=parent.depth + 1,
        numchild=0,
        title=product.name,
        draft_title=product.name,
        slug=product.slug,
        url_path=f"{parent.url_path}{product.slug}/",
        content_type=kind,
        locale_id=parent.locale_id,
        live=True,
        has_unpublished_changes=False,
        first_published_at=at,
        last_published_at=at,
        latest_revision_created_at=None,
    )


def set_live(products: Iterable[Product], *, live: bool, at: datetime) -> None:
    """Publish or take down the pages of products; their content stays."""
    pages = Page.objects.filter(pk__in=ProductPage.objects.filter(product__in=products).order_by().values("pk"))
    if live:
        pages.filter(live=False).update(live=True, last_published_at=at, expired=False)
    else:
        pages.filter(live=True).update(live=False, expired=True)


def retitle(products: Iterable[Product]) -> None:
    """Follow a changed name; one query per page whose title differs."""
    for page in (
        ProductPage.objects.filter(product__in=products).exclude(title=F("product__name")).select_related("product")
    ):
        Page.objects.filter(pk=page.pk).update(title=page.product.name, draft_title=page.product.name)
