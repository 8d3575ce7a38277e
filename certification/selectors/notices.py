"""Reading notices about certificates, for the firm that filed them and for the office."""

from django.db.models import Prefetch, QuerySet

from certification.domain import common_fields
from certification.domain import notices as rules_of
from certification.domain.notices import OPEN_NOTICES, NoticeKind
from certification.domain.rules import Field
from certification.models import Certificate, CertificateNotice, NoticeFile
from core.models import User

OPEN_VALUES = tuple(sorted(state.value for state in OPEN_NOTICES))


def notices() -> QuerySet[CertificateNotice]:
    """Every notice with what its list prints."""
    return CertificateNotice.objects.select_related(
        "certificate__application__business", "certificate__application__round__programme", "filed_by"
    )


def of_firm(user: User) -> QuerySet[CertificateNotice]:
    """The notices of the person's firms."""
    placed = NoticeFile.objects.filter(removed_at=None).select_related("stored").order_by("pk")
    return (
        notices()
        .filter(certificate__application__business__memberships__user=user)
        .prefetch_related(Prefetch("files", placed, to_attr="placed"))
        .order_by("-pk")
    )


def certificates(user: User) -> QuerySet[Certificate]:
    """The certificates of the person's firms whose result is known, newest first."""
    return (
        Certificate.objects.filter(application__business__memberships__user=user, application__status="released")
        .select_related("application__business", "application__round__programme", "application__renews", "pdf")
        .order_by("-pk")
    )


def open_one(certificate: Certificate, kind: NoticeKind) -> CertificateNotice | None:
    """The notice of this kind the office has not answered for good."""
    rows = CertificateNotice.objects.filter(certificate=certificate, kind=kind.value, state__in=OPEN_VALUES)
    found: CertificateNotice | None = rows.first()
    return found


def waiting() -> int:
    """How many notices wait for the office."""
    return CertificateNotice.objects.filter(state="filed").count()


def fields_of(certificate: Certificate) -> tuple[Field, ...]:
    """The fields of this certificate's form that a change notice may name."""
    application = certificate.application
    food = application.answer("kind") in ("", "food")
    return rules_of.changeable(application.round.frozen, food=food, food_only=common_fields.FOOD_ONLY)


def files(notice: CertificateNotice) -> list[NoticeFile]:
    """The papers that go with it now."""
    return list(notice.files.filter(removed_at=None).select_related("stored").order_by("pk"))
