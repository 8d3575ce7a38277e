"""What a producer reads: always through the firms the person belongs to, so that a stranger finds nothing."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from certification.domain.states import ENDED, FINAL, Status
from certification.models import (
    Application,
    Attachment,
    Certificate,
    ChallengePlan,
    Correction,
    Letter,
    MessageFile,
    NoticeFile,
    Programme,
    Round,
    Transition,
)
from certification.selectors import plan_work
from core.models import Business, Invitation, Membership, StoredFile, User

# Moves the firm may read about; those under embargo (採点締切, 判定) are left out.
TOLD = tuple(
    status.value
    for status in (
        Status.SUBMITTED,
        Status.RETURNED,
        Status.ACCEPTED,
        Status.IN_REVIEW,
        Status.RELEASED,
        Status.WITHDRAWN,
        Status.REFUSED,
    )
)


def memberships(user: User) -> QuerySet[Membership]:
    """The person's seats, with their firms."""
    return Membership.objects.filter(user=user).select_related("business").order_by("pk")


def businesses(user: User) -> QuerySet[Business]:
    """The firms the person belongs to."""
    return Business.objects.filter(memberships__user=user).order_by("pk")


def members(business: Business) -> QuerySet[Membership]:
    """The people of a firm."""
    return Membership.objects.filter(business=business).select_related("user").order_by("pk")


def pending_invitations(business: Business, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations of a firm that can still be taken up."""
    rows = Invitation.objects.filter(business=business, accepted_at=None, cancelled_at=None, expires_at__gt=at)
    return rows.order_by("pk")


def invitations_for(user: User, *, at: datetime) -> QuerySet[Invitation]:
    """Open invitations sent to the person's address."""
    rows = Invitation.objects.filter(email__iexact=user.email, accepted_at=None, cancelled_at=None, expires_at__gt=at)
    return rows.select_related("business").order_by("pk")


def invitation(token: str) -> Invitation | None:
    """An invitation by its secret; the secret itself is the permission."""
    return Invitation.objects.filter(token=token).select_related("business", "invited_by").first()


def applications(user: User) -> QuerySet[Application]:
    """The applications of the person's firms, newest first, with what a card needs."""
    return (
        Application.objects.filter(business__memberships__user=user)
        .select_related("round__programme", "business", "plan", "certificate")
        .prefetch_related(
            Prefetch("corrections", Correction.objects.filter(answered_at=None), to_attr="open_corrections"),
            Prefetch("transitions", Transition.objects.filter(target__in=TOLD).order_by("pk"), to_attr="told"),
            Prefetch("letters", Letter.objects.order_by("pk")),
            "plan__tasks",
            "plan__messages",
        )
        .order_by("-pk")
    )


def documents(user: User) -> QuerySet[Application]:
    """The same applications for a single page or paper."""
    return (
        Application.objects.filter(business__memberships__user=user)
        .select_related("round__programme", "business", "saved_by", "previous__plan", "plan__adviser", "certificate")
        .order_by("-pk")
    )


def code_taken(code: str, *, other_than: Business) -> bool:
    """Does the code already name an application of another firm?"""
    return Application.objects.filter(code=code).exclude(business=other_than).exists()


def told_transitions(application: Application) -> QuerySet[Transition]:
    """The moves the firm may read about, oldest first."""
    return Transition.objects.filter(application=application, target__in=TOLD).order_by("pk")


def open_correction(application: Application) -> Correction | None:
    """The correction the office waits for."""
    return Correction.objects.filter(application=application, answered_at=None).first()


def attachments(application: Application) -> QuerySet[Attachment]:
    """The files in place now."""
    return Attachment.objects.filter(application=application, removed_at=None).select_related("stored").order_by("pk")


def same_file(application: Application, stored: StoredFile, keys: Iterable[str]) -> Attachment | None:
    """A file in place at one of these fields whose bytes are the same."""
    return attachments(application).filter(field_key__in=list(keys), stored__sha256=stored.sha256).first()


def removed_attachments(application: Application, *, since: datetime) -> QuerySet[Attachment]:
    """Files taken away lately, which can be put back."""
    rows = Attachment.objects.filter(application=application, removed_at__gte=since)
    return rows.select_related("stored").order_by("-removed_at", "-pk")


def version_files(ids: Iterable[int]) -> dict[int, StoredFile]:
    """Stored files of a version handed in, by id."""
    return StoredFile.objects.in_bulk(list(ids))


def result_letter(application: Application) -> Letter | None:
    """The letter of a released application; None before the release, whatever exists."""
    if application.state is not Status.RELEASED:
        return None
    return Letter.objects.filter(application=application).select_related("pdf").order_by("-pk").first()


def letters(application: Application) -> list[Letter]:
    """Every letter of a released application, newest first; none before the release, whatever exists."""
    if application.state is not Status.RELEASED:
        return []
    return list(Letter.objects.filter(application=application).select_related("pdf").order_by("-pk"))


def open_rounds(*, at: datetime) -> QuerySet[Round]:
    """Calls that take applications now, the nearest deadline first, rolling intake last."""
    window = Q(closes_at__isnull=True) | Q(closes_at__gt=at)
    rows: QuerySet[Round] = Round.objects.filter(
        window, opened_at__isnull=False, opens_at__lte=at, programme__is_active=True
    )
    return rows.select_related("programme").order_by("closes_at", "pk")


def coming_rounds(*, at: datetime) -> QuerySet[Round]:
    """Calls that open later."""
    rows: QuerySet[Round] = Round.objects.filter(opened_at__isnull=False, opens_at__gt=at, programme__is_active=True)
    return rows.select_related("programme").order_by("opens_at", "pk")


def programmes() -> QuerySet[Programme]:
    """The schemes in use."""
    found: QuerySet[Programme] = Programme.objects.filter(is_active=True).order_by("pk")
    return found


def plans(user: User) -> QuerySet[ChallengePlan]:
    """The challenge plans of the person's firms, after release."""
    return ChallengePlan.objects.filter(
        application__business__memberships__user=user, application__status=Status.RELEASED.value
    ).select_related("application__round__programme", "application__business", "adviser", "reapplication")


def has_open_work(user: User) -> bool:
    """Does a firm of the person have an application under way?"""
    finished = [status.value for status in FINAL]
    return Application.objects.filter(business__memberships__user=user).exclude(status__in=finished).exists()


def file_uses(token: str) -> list[Attachment]:
    """Every place where a private file stands in an application; the caller asks for permission for each."""
    rows = Attachment.objects.filter(stored__token=token, stored__erased_at=None)
    return list(rows.select_related("stored", "application__round", "application__business").order_by("pk"))


def own_file(user: User, token: str) -> StoredFile | None:
    """A private file of the person's firms: attachment, evidence; after release letter and valid certificate."""
    mine = Application.objects.filter(business__memberships__user=user)
    released = mine.filter(status=Status.RELEASED.value)
    good = Certificate.objects.exclude(status__in=[status.value for status in ENDED])
    held = (
        Q(pk__in=Attachment.objects.filter(application__in=mine).values("stored"))
        | Q(pk__in=Letter.objects.filter(application__in=released, pdf__isnull=False).values("pdf"))
        | Q(pk__in=MessageFile.objects.filter(message__application__in=mine).values("stored"))
        | Q(pk__in=NoticeFile.objects.filter(notice__certificate__application__in=mine).values("stored"))
        | Q(pk__in=good.filter(application__in=released, pdf__isnull=False).values("pdf"))
    )
    found = StoredFile.objects.filter(held, token=token, erased_at=None).first()
    return found or plan_work.file_of(ChallengePlan.objects.filter(application__in=mine), token)


def office_paper(token: str) -> StoredFile | None:
    """A private file that came with a message or a notice: the firm's and the office's, nobody else's."""
    sent = Q(pk__in=MessageFile.objects.values("stored")) | Q(pk__in=NoticeFile.objects.values("stored"))
    return StoredFile.objects.filter(sent, token=token, erased_at=None).first()


def plan_file(user: User, token: str, *, office: bool) -> StoredFile | None:
    """A file of the work in a challenge plan: for the office in any, for an adviser in those they carry now."""
    plans = ChallengePlan.objects.all() if office else ChallengePlan.objects.filter(adviser=user)
    return plan_work.file_of(plans, token)
