"""A product page of ours and, on the same site, a plain Wagtail page with the same words."""

import re
from html import unescape
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from wagtail.models import Site

from benchmarks import places
from benchmarks.peers.plain.models import PlainPage
from benchmarks.sides import serve
from catalog.models import Product


def seed() -> dict[str, str]:
    """The public records; a plain page with the words of one product's page. Returns both addresses."""
    call_command("load_products", str(places.ROOT / "catalog/data/products.csv"), verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(PlainPage)
    product = Product.objects.filter(page__live=True).order_by("pk").first()
    assert product is not None
    address = f"/products/{product.slug}/"
    html = Client().get(address).content.decode()
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    words = [unescape(text).strip() for text in re.findall(r">([^<>]+)<", main[0] if main else html)]
    body = "".join(f"<p>{text}</p>" for text in words if text)
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=PlainPage(title=product.name, slug="plain", body=body))
    return {"ours": address, "peer": "/plain/"}


def look(url: str) -> dict[str, Any]:
    """Queries of a request that found nothing kept, and of the next."""
    client = Client()
    client.get(url)
    cache.clear()
    cold = serve.facts(client, url, "<p")
    return {**serve.facts(client, url, "<p"), "cold_queries": cold["queries"]}


OPERATIONS = {"seed": seed, "look": look}
