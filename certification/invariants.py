"""What must hold over the whole procedure at any moment; `manage.py check_invariants` reads it."""

from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery

from certification.domain.panel_states import PaperState
from certification.domain.stages import SESSION
from certification.domain.states import IN_FORCE, CertificateStatus, PlanStatus, Status
from certification.models import (
    AdviserTerm,
    Application,
    Certificate,
    CertificateNotice,
    ChallengePlan,
    Confirmation,
    ConflictDeclaration,
    Decision,
    Extension,
    Hold,
    KeyedSheet,
    MinutesVersion,
    NoticeTransition,
    OfficeNotice,
    PaperResult,
    Release,
    Sheet,
    StageSheet,
    TaskDraft,
    Transition,
)


def breaches() -> Iterator[str]:
    """One sentence for each breach."""
    for rule in RULES:
        yield from rule()


def status_is_the_last_transition() -> Iterator[str]:
    """The state of an application is where its last move went."""
    last: dict[int, str] = {}
    for application, source, target in Transition.objects.order_by("pk").values_list(
        "application_id", "source", "target"
    ):
        expected = last.get(application, Status.DRAFT.value)
        if source != expected:
            yield f"Application {application}: a move starts at {source}, but the one before ended at {expected}."
        last[application] = target
    for pk, status in Application.objects.order_by("pk").values_list("pk", "status"):
        if last.get(pk, Status.DRAFT.value) != status:
            yield f"Application {pk}: stands at {status}, its moves end at {last.get(pk, Status.DRAFT.value)}."


def submitted_has_a_version() -> Iterator[str]:
    """What was handed in is kept as a version."""
    for pk in Application.objects.filter(submitted_at__isnull=False, versions=None).values_list("pk", flat=True):
        yield f"Application {pk}: handed in without a frozen version."


def released_is_confirmed_by_another() -> Iterator[str]:
    """Nothing is released that a second person has not confirmed."""
    for row in Release.objects.filter(decision__confirmation=None):
        yield f"Application {row.application_id}: released without confirmation."
    for alone in Confirmation.objects.filter(confirmed_by=F("decision__proposed_by")).select_related("decision"):
        yield f"Application {alone.decision.application_id}: proposed and confirmed by the same person."
    for pk in Application.objects.filter(status=Status.RELEASED.value, release=None).values_list("pk", flat=True):
        yield f"Application {pk}: released without a release row."
    for row in Release.objects.exclude(application__status=Status.RELEASED.value):
        yield f"Application {row.application_id}: has a release row but is not released."


def release_has_its_papers() -> Iterator[str]:
    """Each outcome brings its letter, and its certificate or its plan."""
    released = Release.objects.select_related("decision", "application")
    for row in released.filter(decision__letter=None):
        yield f"Application {row.application_id}: released without a letter."
    for row in released.filter(decision__outcome="certified", application__certificate=None):
        yield f"Application {row.application_id}: certified without a certificate."
    for row in released.filter(decision__outcome="challenge", application__plan=None):
        yield f"Application {row.application_id}: a near miss without an offer of support."
    for certificate in Certificate.objects.exclude(application__release__decision__outcome="certified"):
        yield f"Certificate {certificate.number}: its application was not certified."
    for plan in ChallengePlan.objects.exclude(application__release__decision__outcome="challenge"):
        yield f"Plan {plan.pk}: its application was not a near miss."


def decision_versions_count_up() -> Iterator[str]:
    """Versions of a decision are 1, 2, 3 … without a gap."""
    rows = Decision.objects.values("application").annotate(n=Count("pk"), top=Max("version"))
    for row in rows.order_by("application"):
        if row["n"] != row["top"]:
            yield f"Application {row['application']}: versions of its decision do not count up."


def recused_reviewers_have_no_counted_sheet() -> Iterator[str]:
    """A reviewer with a declared relation hands in no sheet afterwards."""
    recused = set(
        ConflictDeclaration.objects.exclude(kind="none").values_list("application_id", "reviewer_id", "declared_at")
    )
    submitted = {
        (application, reviewer): at
        for application, reviewer, at in Sheet.objects.filter(submitted_at__isnull=False).values_list(
            "application_id", "reviewer_id", "submitted_at"
        )
    }
    for application, reviewer, declared_at in sorted(recused):
        at = submitted.get((application, reviewer))
        if at is not None and at > declared_at:
            yield f"Application {application}: reviewer {reviewer} handed in a sheet after declaring a relation."


def papers_are_handed_in_by_two() -> Iterator[str]:
    """A paper sheet that counts was keyed by two different people, and its sheet is handed in."""
    handed_in = KeyedSheet.objects.filter(state=PaperState.HANDED_IN.value)
    for row in handed_in.filter(Q(checked_by=None) | Q(checked_by=F("keyed_by")) | Q(sheet__submitted_at=None)):
        yield f"Paper sheet {row.pk}: handed in without a second person or without its sheet."
    for row in KeyedSheet.objects.exclude(state=PaperState.HANDED_IN.value).filter(sheet__isnull=False):
        yield f"Paper sheet {row.pk}: has a sheet, but is not handed in."


def reapplied_plans_are_linked() -> Iterator[str]:
    """A plan is reapplied exactly when its new application stands."""
    linked = Q(reapplication__isnull=False)
    reapplied = Q(status=PlanStatus.REAPPLIED.value)
    for plan in ChallengePlan.objects.filter((linked & ~reapplied) | (reapplied & ~linked)):
        yield f"Plan {plan.pk}: its state and its re-application do not agree."
    for plan in ChallengePlan.objects.filter(linked).exclude(reapplication__previous=F("application")):
        yield f"Plan {plan.pk}: its re-application is not linked to the first application."


def certificates_in_force_are_in_time() -> Iterator[str]:
    """A certificate's last day is never before its first."""
    for row in Certificate.objects.filter(valid_until__lt=F("certified_on")):
        yield f"Certificate {row.number}: ends before it begins."
    for row in Certificate.objects.filter(status=CertificateStatus.RENEWED.value, transitions=None):
        yield f"Certificate {row.number}: renewed without a move."


def held_is_undecided() -> Iterator[str]:
    """What the committee left undecided is neither confirmed nor released."""
    newest = Hold.objects.filter(application=OuterRef("pk")).order_by("-pk").values("held")[:1]
    closed = (Status.DECIDED.value, Status.RELEASED.value)
    rows = Application.objects.filter(status__in=closed).annotate(on_hold=Subquery(newest)).filter(on_hold=True)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"Application {pk}: on hold, and decided all the same."


def minutes_count_up() -> Iterator[str]:
    """Versions of a round's minutes are 1, 2, 3 … without a gap."""
    rows = MinutesVersion.objects.values("round").annotate(n=Count("pk"), top=Max("number"))
    for row in rows.order_by("round"):
        if row["n"] != row["top"]:
            yield f"Round {row['round']}: versions of its minutes do not count up."


def office_letters_match_their_act() -> Iterator[str]:
    """A letter of a refusal stands for a refused application, one of a revocation for a revoked certificate."""
    refused = OfficeNotice.objects.filter(kind="refused").exclude(application__status=Status.REFUSED.value)
    for number in refused.order_by("pk").values_list("number", flat=True):
        yield f"Letter {number}: its application is not refused."
    ended = CertificateStatus.REVOKED.value
    revoked = OfficeNotice.objects.filter(kind="revoked").exclude(certificate__status=ended)
    for number in revoked.order_by("pk").values_list("number", flat=True):
        yield f"Letter {number}: its certificate is not revoked."


def renewals_follow_their_certificates() -> Iterator[str]:
    """A renewal is of the same firm and programme; a renewed certificate has the one that follows it."""
    rows = Application.objects.filter(renews__isnull=False)
    for row in rows.exclude(business=F("renews__application__business")):
        yield f"Application {row.pk}: renews a certificate of another firm."
    for row in rows.exclude(round__programme=F("renews__application__round__programme")):
        yield f"Application {row.pk}: renews a certificate of another programme."
    followed = Certificate.objects.filter(application__renews=OuterRef("pk"))
    renewed = Certificate.objects.filter(status=CertificateStatus.RENEWED.value)
    for certificate in renewed.filter(~Exists(followed)):
        yield f"Certificate {certificate.number}: renewed, but no certificate follows it."


def notices_stand_where_their_last_move_went() -> Iterator[str]:
    """The state of a notice is where its last move went; an accepted discontinuation whose day came has ended it."""
    last = dict(NoticeTransition.objects.order_by("pk").values_list("notice_id", "target"))
    for pk, state in CertificateNotice.objects.order_by("pk").values_list("pk", "state"):
        if last.get(pk) != state:
            yield f"Notice {pk}: stands at {state}, its moves end at {last.get(pk)}."
    in_force = [state.value for state in IN_FORCE]
    applied = CertificateNotice.objects.filter(kind="discontinuation", applied_at__isnull=False)
    for row in applied.filter(certificate__status__in=in_force):
        yield f"Notice {row.pk}: its day has come, but the certificate is in force."


def paper_stage_stands_in_the_sheet() -> Iterator[str]:
    """What was handed in for paper is what the sheet holds; what stayed on paper has no mark of the session."""
    for kept in StageSheet.objects.select_related("sheet__application__round").order_by("pk"):
        sheet = kept.sheet
        if any(sheet.marks.get(key) != row for key, row in kept.marks.items()):
            yield f"Sheet {sheet.pk}: a mark of the paper stage was changed after it was handed in."
    staying = PaperResult.objects.filter(goes_on=False).values("application")
    for sheet in Sheet.objects.filter(application__in=staying).select_related("application__round"):
        later = {row.key for row in sheet.application.round.frozen.criteria if row.stage == SESSION}
        if any(sheet.marks.get(key, {}).get("value") is not None for key in later):
            yield f"Sheet {sheet.pk}: a mark of the session on an application that stayed on paper."


def extensions_agree_with_drafts() -> Iterator[str]:
    """The deadline of a draft is that of its newest extension that was not cancelled."""
    newest = Extension.objects.filter(application=OuterRef("pk"), cancelled_at=None).order_by("-pk").values("until")[:1]
    rows = Application.objects.filter(extensions__isnull=False).distinct().annotate(newest=Subquery(newest))
    for row in rows:
        if row.newest != row.late_allowed_until:
            yield f"Application {row.pk}: its extension and its deadline do not agree."


def plans_agree_with_their_adviser() -> Iterator[str]:
    """The adviser of a plan is the newest of its record; suggestions and evidence belong to their own plan."""
    last = dict(AdviserTerm.objects.order_by("pk").values_list("plan_id", "adviser_id"))
    held = dict(ChallengePlan.objects.filter(pk__in=last).order_by("pk").values_list("pk", "adviser_id"))
    for pk, adviser in last.items():
        if held[pk] != adviser:
            yield f"Plan {pk}: its adviser is not the newest of its record."
    for draft in TaskDraft.objects.filter(task__isnull=False).exclude(task__plan=F("plan")):
        yield f"Plan {draft.plan_id}: a suggestion was taken into another plan."
    for plan in ChallengePlan.objects.filter(application__business__memberships__user=F("adviser")).distinct():
        yield f"Plan {plan.pk}: its adviser belongs to the firm."


RULES = (
    paper_stage_stands_in_the_sheet,
    extensions_agree_with_drafts,
    held_is_undecided,
    minutes_count_up,
    status_is_the_last_transition,
    submitted_has_a_version,
    released_is_confirmed_by_another,
    release_has_its_papers,
    decision_versions_count_up,
    recused_reviewers_have_no_counted_sheet,
    papers_are_handed_in_by_two,
    reapplied_plans_are_linked,
    plans_agree_with_their_adviser,
    certificates_in_force_are_in_time,
    renewals_follow_their_certificates,
    notices_stand_where_their_last_move_went,
    office_letters_match_their_act,
)
