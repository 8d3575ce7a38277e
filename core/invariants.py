"""What must hold for people, firms, files and mail; `manage.py check_invariants` reads it."""

from collections.abc import Iterator

from core.models import Business, OutboxMessage, StoredFile


def breaches() -> Iterator[str]:
    """One sentence for each breach."""
    for business in Business.objects.exclude(memberships__role="owner"):
        yield f"Business {business.pk}: has no owner."
    for row in OutboxMessage.objects.filter(state="sent", sent_subject=""):
        yield f"Outbox {row.key}: sent without a subject."
    for stored in StoredFile.objects.order_by("pk").iterator():
        if not stored.file.storage.exists(str(stored.file.name)):
            yield f"File {stored.pk}: its bytes are missing."
