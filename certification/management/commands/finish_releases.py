"""The repair for a worker that was not there after a release."""

from typing import Any

from django.core.management.base import BaseCommand

from certification.services import certificates, documents, office_letters
from core import clock


class Command(BaseCommand):
    help = "Carry released certificates into the catalog and set missing PDFs; safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        """Safe to repeat."""
        at = clock.now()
        published = certificates.publish_pending(by=None, at=at)
        papers = documents.set_pending(at=at) + office_letters.set_pending(at=at)
        self.stdout.write(f"{published} pages, {papers} papers.")
