"""The whole way, walked by people through real pages: with JavaScript, and once more without it."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from core import clock
from tests.browser.whole_way import later_steps, steps
from tests.factories import cast as people


@pytest.fixture
def way(new_page, site, tmp_path, run_tasks):
    call_command("ensure_site")
    call_command("rebuild_search")
    return steps.Way(new_page, people.cast(), site, tmp_path, run_tasks)


def walk(way: steps.Way) -> None:
    """All ten steps."""
    steps.sign_up(way)
    steps.make_programme(way)
    steps.call(way, closes=clock.now() + timedelta(days=3))
    for product in (steps.PRODUCT, steps.NEAR):
        steps.apply(way, product)
    later_steps.screen(way)
    later_steps.seat_and_start(way)
    for reviewer in ("takahashi", "tanaka", "watanabe"):
        later_steps.review(way, reviewer)
    later_steps.decide(way)
    later_steps.release(way)
    later_steps.agree(way)
    later_steps.improve(way)
    later_steps.offer(way)
    later_steps.search(way)
    call_command("check_invariants")


@pytest.mark.django_db(transaction=True)
def test_whole_way_with_javascript(way):
    walk(way)


@pytest.mark.django_db(transaction=True)
def test_whole_way_without_javascript(way):
    way.javascript = False
    walk(way)
