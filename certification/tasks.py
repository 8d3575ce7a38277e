"""Background work of the procedure: load by id, call one service."""

from django_tasks import task

from certification.services import certificates, documents
from core import clock


@task()
def finish_release(round_pk: int) -> dict[str, int]:
    """What a release leaves to the worker: catalog pages and PDFs. Safe to repeat."""
    at = clock.now()
    return {
        "round": round_pk,
        "published": certificates.publish_pending(by=None, at=at),
        "papers": documents.set_pending(at=at),
    }
