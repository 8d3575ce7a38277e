"""What the office reads of rounds and applications: counts, whose turn it is, the lists of its desk.

Nothing here shows a draft: the office sees an application from its first submission on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from certification.domain.rules import Rules
from certification.domain.states import Status
from certification.models import (
    Application,
    ApplicationVersion,
    Certificate,
    ChallengePlan,
    Confirmation,
    Decision,
    Letter,
    PanelMember,
    Programme,
    Round,
)
from certification.selectors import messages, notices
from core.domain.fiscal_year import FiscalYear
from core.models import AuditEvent, OutboxMessage, StoredFile, User

IN_PROCEDURE = (Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.IN_REVIEW, Status.SCORED, Status.DECIDED)
SECRET = (Status.SCORED.value, Status.DECIDED.value)  # results under embargo


def applications() -> QuerySet[Application]:
    """Every application ever handed in, with its firm and round."""
    rows = Application.objects.filter(receipt_number__isnull=False)
    return rows.select_related("business", "round__programme", "renews")


def rounds() -> QuerySet[Round]:
    """Rounds with how many applications were handed in (`handed_in`) and are still in the procedure (`waiting`)."""
    handed_in = Q(applications__receipt_number__isnull=False)
    waiting = Q(applications__status__in=[status.value for status in IN_PROCEDURE])
    rows: QuerySet[Round] = Round.objects.select_related("programme").annotate(
        handed_in=Count("applications", filter=handed_in), waiting=Count("applications", filter=waiting)
    )
    return rows


def status_counts(round_: Round) -> dict[Status, int]:
    """How many applications of a round stand where; drafts counted too, as a number only."""
    rows = (
        Application.objects.filter(round=round_)
        .filter(Q(receipt_number__isnull=False) | Q(status=Status.DRAFT.value))
        .values_list("status")
        .annotate(n=Count("pk"))
        .order_by("status")
    )
    found = {Status(status): count for status, count in rows}
    return {status: found.get(status, 0) for status in Status}


def phase(round_: Round, at: datetime) -> str:
    """The round's own place in the calendar: planned, announced, open, closed."""
    if round_.opened_at is None:
        return "planned"
    if at < round_.opens_at:
        return "announced"
    return "open" if round_.is_open(at) else "closed"


@dataclass(frozen=True, slots=True)
class Decided:
    """How far the decisions of a round are. `unproposed`: scored, no proposal; `unconfirmed`: proposals waiting."""

    unproposed: int
    unconfirmed: int
    confirmed: int


def decided(round_: Round) -> Decided:
    """Counts of the round's decisions before release; one query."""
    newest = Decision.objects.filter(application=OuterRef("pk"))
    rows = Application.objects.filter(round=round_, status__in=SECRET).annotate(proposed=Exists(newest))
    found = rows.aggregate(
        unproposed=Count("pk", filter=Q(status=Status.SCORED.value, proposed=False)),
        unconfirmed=Count("pk", filter=Q(status=Status.SCORED.value, proposed=True)),
        confirmed=Count("pk", filter=Q(status=Status.DECIDED.value)),
    )
    return Decided(**found)


def holds_secrets(round_: Round) -> bool:
    """Does the round hold a result that is not released yet?"""
    return Application.objects.filter(round=round_, status__in=SECRET).exists()


def panel_of(round_: Round) -> list[PanelMember]:
    """The appointed reviewers, in order of appointment."""
    return list(PanelMember.objects.filter(round=round_).select_related("user").order_by("pk"))


def candidates(round_: Round) -> QuerySet[User]:
    """People with the reviewer's role who are not on the round's panel yet."""
    seated = PanelMember.objects.filter(round=round_).values("user")
    return User.objects.filter(groups__name="reviewer", is_active=True).exclude(pk__in=seated).order_by("email")


def advisers() -> QuerySet[User]:
    """People with the adviser's role."""
    return User.objects.filter(groups__name="adviser", is_active=True).order_by("email")


def names(user_ids: set[int]) -> dict[int, str]:
    """{user id: name}; one query."""
    return {user.pk: user.display_name for user in User.objects.filter(pk__in=user_ids).order_by("pk")}


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What an application says: a version handed in, never what the applicant is typing during a correction."""

    version: ApplicationVersion
    files: Mapping[str, list[StoredFile]]


def handed_in(application: Application, number: int | None = None) -> HandedIn | None:
    """The newest (or the numbered) version with its files; None when there is no such version."""
    versions = application.versions.select_related("made_by")
    version = (versions.filter(number=number) if number else versions.order_by("-number")).first()
    if version is None:
        return None
    ids = [pk for ids in version.files.values() for pk in ids]
    stored = StoredFile.objects.in_bulk(ids)
    return HandedIn(version, {key: [stored[pk] for pk in ids if pk in stored] for key, ids in version.files.items()})


def earlier_attempts(application: Application) -> list[Application]:
    """Other applications of the same firm to the same programme, newest first, with their results once released."""
    rows = applications().filter(business=application.business_id, round__programme=application.round.programme_id)
    return list(rows.exclude(pk=application.pk).select_related("release__decision").order_by("-pk"))


def history(subject_type: str, subject_id: int) -> list[AuditEvent]:
    """What happened to one thing, newest first."""
    rows = AuditEvent.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return list(rows.select_related("by").order_by("-pk"))


def decision_versions(application: Application) -> list[Decision]:
    """Every version of the decision, newest first, with who proposed and who confirmed."""
    rows = application.decisions.select_related("proposed_by", "confirmation__confirmed_by")
    return list(rows.order_by("-version"))


def proposals(round_: Round) -> list[Decision]:
    """The newest proposals of a round that nobody has confirmed, in order of receipt."""
    newer = Decision.objects.filter(application=OuterRef("application"), version__gt=OuterRef("version"))
    confirmed = Confirmation.objects.filter(decision=OuterRef("pk"))
    rows = Decision.objects.filter(application__round=round_, application__status=Status.SCORED.value)
    rows = rows.filter(~Exists(newer), ~Exists(confirmed)).select_related("application__business", "proposed_by")
    return list(rows.order_by("application__receipt_number"))


@dataclass(frozen=True, slots=True)
class AfterRelease:
    """What a release made and how far the worker is with it."""

    letters: int
    letters_set: int
    certificates: int
    certificates_set: int
    published: int
    plans: int
    mails: Mapping[str, int]


def after_release(round_: Round) -> AfterRelease:
    """Counts for the release page; four queries."""
    letters = Letter.objects.filter(application__round=round_).aggregate(n=Count("pk"), done=Count("pdf"))
    papers = Certificate.objects.filter(application__round=round_).aggregate(
        n=Count("pk"), done=Count("pdf"), published=Count("published_at")
    )
    plans = ChallengePlan.objects.filter(application__round=round_).count()
    ids = [str(pk) for pk in Application.objects.filter(round=round_).values_list("pk", flat=True)]
    states = (
        OutboxMessage.objects.filter(kind="result", subject_type=Application._meta.label_lower, subject_id__in=ids)
        .values_list("state")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    return AfterRelease(
        letters["n"], letters["done"], papers["n"], papers["done"], papers["published"], plans, dict(states)
    )


@dataclass(frozen=True, slots=True)
class Task:
    """One line of "つぎにすること": a code the view gives words and an address to, how many, and where."""

    code: str
    count: int
    round: Round | None = None


def tasks(*, secretariat: bool, approver: bool) -> list[Task]:
    """What waits for these roles now, round by round in the order of the procedure; at most nine queries."""
    found: list[Task] = []
    for round_, counts in _work_by_round().items():
        if secretariat:
            found += [Task(code, counts[code], round_) for code in SECRETARIAT_TASKS if counts.get(code)]
        if approver and counts.get("to_confirm"):
            found.append(Task("to_confirm", counts["to_confirm"], round_))
    if secretariat:
        loose = {
            "messages": messages.waiting_for_office().count(),
            "notices": notices.waiting(),
            "plans": ChallengePlan.objects.filter(status="agreed", adviser=None).count(),
            "failed_mail": OutboxMessage.objects.filter(state="failed").count(),
            "planned": Round.objects.filter(opened_at=None).count(),
            "defaults": Programme.objects.filter(is_active=True).exclude(defaults_to_confirm={}).count(),
        }
        found += [Task(code, count) for code, count in loose.items() if count]
    return found


SECRETARIAT_TASKS = ("to_screen", "to_start", "to_close", "to_propose", "to_release")
UNDECIDED = ("to_start", "to_close", "to_propose", "to_confirm")
_TASK_OF = {
    Status.SUBMITTED.value: "to_screen",
    Status.ACCEPTED.value: "to_start",
    Status.IN_REVIEW.value: "to_close",
    Status.SCORED.value: "to_propose",
    Status.DECIDED.value: "to_release",
}


def _work_by_round() -> dict[Round, dict[str, int]]:
    rows = (
        Application.objects.filter(status__in=list(_TASK_OF)).values_list("round", "status").annotate(n=Count("pk"))
    ).order_by("round", "status")
    work: dict[int, dict[str, int]] = {}
    for round_pk, status, count in rows:
        work.setdefault(round_pk, {})[_TASK_OF[status]] = count
    proposed = (
        Decision.objects.filter(application__status=Status.SCORED.value)
        .values_list("application__round")
        .annotate(n=Count("application", distinct=True))
        .order_by("application__round")
    )
    for round_pk, count in proposed:
        work[round_pk]["to_confirm"] = count
        work[round_pk]["to_propose"] -= count
    found = list(Round.objects.filter(pk__in=work).select_related("programme").order_by("pk"))
    for round_ in found:
        if round_.closes_at is not None and any(work[round_.pk].get(code) for code in UNDECIDED):
            work[round_.pk].pop("to_release", None)  # a round with a window is released as a whole
    return {round_: work[round_.pk] for round_ in found}


def handed_in_by_year(years: Iterable[FiscalYear]) -> dict[FiscalYear, int]:
    """{fiscal year: applications handed in}, over all programmes."""
    wanted = list(years)
    rows = (
        Application.objects.filter(
            receipt_number__isnull=False, round__fiscal_year__in=[year.start_year for year in wanted]
        )
        .values_list("round__fiscal_year")
        .annotate(n=Count("pk"))
        .order_by("round__fiscal_year")
    )
    found = dict(rows)
    return {year: found.get(year.start_year, 0) for year in wanted}


def rules_or_none(round_: Round) -> Rules | None:
    """The frozen rules, or None before the round opens."""
    return round_.frozen if round_.rules is not None else None
