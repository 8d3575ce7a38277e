"""`check_listings`: ask every listed donation page whether it is still there."""

import urllib.error
import urllib.request
from typing import Any

from django.core.management.base import BaseCommand

from catalog.models import DonationListing
from catalog.services import link_check
from core import clock

TIMEOUT_SECONDS = 10


def fetch(address: str) -> tuple[int, str]:
    """HTTP status and final address; 0 without an answer."""
    request = urllib.request.Request(address, headers={"User-Agent": "catalog-link-check"})  # noqa: S310 -- http(s) by the model
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 -- as above
            return answer.status, answer.url
    except urllib.error.HTTPError as error:
        return error.code, address
    except (OSError, ValueError):
        return 0, address


class Command(BaseCommand):
    help = "掲載中のふるさと納税のリンクを確かめます。なくなったページの掲載は休止にします。"

    def handle(self, *args: Any, **options: Any) -> None:
        listings = list(DonationListing.objects.filter(status="listed").order_by("pk"))
        problems = link_check.check(listings, fetch, at=clock.now())
        for pk, problem in problems.items():
            self.stdout.write(f"{pk}: {problem}")
        self.stdout.write(f"{len(listings)}件を確かめ、{len(problems)}件に問題がありました。")
