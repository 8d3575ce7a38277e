"""Background work of the procedure: load by id, call one service."""

from django_tasks import task

from certification.services import certificates, documents, exports, office_letters, retention
from certification.viewsets import words
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


@task()
def set_office_letters() -> int:
    """The PDFs of refusals and revocations. Safe to repeat."""
    return office_letters.set_pending(at=clock.now())


@task()
def make_export(pk: int) -> bool:
    """One copy of somebody's own data."""
    return exports.make(pk, at=clock.now(), verbs=words.VERBS)


@task()
def carry_out_disposal(pk: int) -> int:
    """Destroy what an approved proposal names. Safe to repeat."""
    return retention.carry_out(pk, at=clock.now())
