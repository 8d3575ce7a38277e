"""What must hold for people, firms, files and mail; `manage.py check_invariants` reads it."""

from collections.abc import Iterator

from django.db.models import Q

from core.models import Business, DataExport, OutboxMessage, StoredFile, User


def breaches() -> Iterator[str]:
    """One sentence for each breach."""
    for business in Business.objects.filter(closed_at=None).exclude(memberships__role="owner"):
        yield f"Business {business.pk}: has no owner."
    for row in OutboxMessage.objects.filter(state="sent", sent_subject="", erased_at=None):
        yield f"Outbox {row.key}: sent without a subject."
    for stored in StoredFile.objects.filter(erased_at=None).order_by("pk").iterator():
        if not stored.file.storage.exists(str(stored.file.name)):
            yield f"File {stored.pk}: its bytes are missing."
    for person in User.objects.filter(deleted_at__isnull=False).filter(
        Q(is_active=True) | ~Q(email__endswith="@deleted.invalid") | Q(memberships__isnull=False)
    ):
        yield f"Person {person.pk}: deleted, but not gone."
    for export in DataExport.objects.filter(removed_at__isnull=False, stored__isnull=False):
        yield f"Export {export.pk}: over, but its file is still kept."
