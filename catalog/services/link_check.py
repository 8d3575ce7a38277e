"""Are the portals' pages still there? A listing whose link is dead leaves the public page until a person mends it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from catalog.models import DonationListing
from catalog.services import donation_listings

Fetch = Callable[[str], tuple[int, str]]  # address → HTTP status (0: no answer) and final address
GONE = (404, 410)


def check(listings: Iterable[DonationListing], fetch: Fetch, *, at: datetime) -> dict[int, str]:
    """Ask for each link; returns {pk: problem}.

    A missing page pauses the listing; no answer is only reported: the net may be ill.
    """
    problems: dict[int, str] = {}
    for listing in listings:
        status, final = fetch(listing.url)
        problem = _problem(status, listing.url, final)
        if status in GONE:
            DonationListing.objects.filter(pk=listing.pk).update(link_problem=problem, link_checked_at=at)
            donation_listings.pause_by_system(listing, at=at, why=problem)
        elif 200 <= status < 400:
            DonationListing.objects.filter(pk=listing.pk).update(link_problem="", link_checked_at=at)
        if problem:
            problems[listing.pk] = problem
    return problems


def _problem(status: int, asked: str, final: str) -> str:
    if status in GONE:
        return f"掲載ページがなくなっています（{status}）。"
    if status == 0 or status >= 400:
        return f"掲載ページを確かめられませんでした（{status or '応答なし'}）。"
    return "" if final == asked else f"掲載ページの住所が変わりました：{final[:150]}"
