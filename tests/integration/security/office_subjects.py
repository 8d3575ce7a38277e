"""Rows of the office registers for the matrix of addresses: a shared view, a letter of a refusal."""

from certification.models import Application, OfficeNotice, SavedView
from core.models import User
from tests.factories.cast import AT


def view() -> SavedView:
    """A view of the secretariat, shared with the office."""
    owner = User.objects.get(email="suzuki@example.org")
    values = {"query": "flag=checks", "shared": True, "changed_at": AT}
    return SavedView.objects.get_or_create(screen="applications", owner=owner, name="点検待ち", defaults=values)[0]


def notice(application: Application) -> OfficeNotice:
    """The letter of a refusal."""
    values = {
        "word": "認証", "programme": "架空ブランド", "date": "", "address": "", "business": "", "representative": "",
        "product": "", "receipt_number": "", "number_of_certificate": "", "opening": "", "reason": "", "closing": "",
        "appeal": "", "verify_url": "", "fictional": True, "kind": "refused",
    }  # fmt: skip
    defaults = {"number": "2026-1-F-001", "values": values, "made_at": AT}
    return OfficeNotice.objects.get_or_create(application=application, kind="refused", defaults=defaults)[0]
