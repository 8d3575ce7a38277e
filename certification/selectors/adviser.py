"""What an adviser sees: the plans they carry now, their list with filters, and the files of those plans.

Never marks of a single reviewer, internal notes or reviewers' names: a plan does not hold them.
"""

from datetime import date, datetime

from django.db.models import Count, QuerySet

from certification.domain import plan_steps
from certification.domain.adviser_match import Candidate
from certification.domain.expertise import Expertise
from certification.domain.plan_steps import PlanFacts
from certification.domain.states import PlanStatus, Status
from certification.models import AdviserProfile, ChallengePlan, PanelMember, Round
from certification.models.adviser import DEFAULT_CAPACITY
from certification.selectors import plan_work
from core.models import Membership, StoredFile, User
from core.roles import has_role

UNDER_WAY = (PlanStatus.AGREED, PlanStatus.IN_PROGRESS, PlanStatus.READY)
CARRIED = tuple(status.value for status in (PlanStatus.OFFERED, *UNDER_WAY))


def plans(user: User) -> QuerySet[ChallengePlan]:
    """The plans this adviser carries now, the newest first."""
    if not has_role(user, "adviser"):
        return ChallengePlan.objects.none()
    rows = ChallengePlan.objects.filter(adviser=user)
    return rows.select_related("application__business", "application__round__programme", "adviser").order_by("-pk")


def is_agreed(plan: ChallengePlan) -> bool:
    """Has the firm accepted the support? Before that its adviser sees that there is an offer, and no more."""
    return plan.state in UNDER_WAY or plan.transitions.filter(target=PlanStatus.AGREED.value).exists()


def file(user: User, token: str) -> StoredFile | None:
    """A file the firm gave in a plan this adviser carries now; an adviser who handed it over has none."""
    return plan_work.file_of(plans(user).order_by(), token)


def next_date(facts: PlanFacts) -> date | None:
    """The nearest date of an open task."""
    return min((task.due_on for task in facts.open_tasks if task.due_on), default=None)


def late_tasks(facts: PlanFacts, today: date) -> int:
    """How many open tasks are past their date."""
    return sum(task.due_on is not None and task.due_on < today for task in facts.open_tasks)


def others(plan: ChallengePlan) -> QuerySet[User]:
    """Advisers a plan can be handed to: active, not its present one, not of the applicant's firm."""
    own = Membership.objects.filter(business=plan.application.business_id).values("user")
    rows = (
        User.objects.filter(groups__name="adviser", is_active=True).exclude(pk=plan.adviser_id or 0).exclude(pk__in=own)
    )
    return rows.exclude(adviser_profile__active=False).order_by("last_name", "first_name", "email")


def candidates(plan: ChallengePlan, *, at: datetime) -> list[Candidate]:
    """Every adviser as the choice for this plan sees them; five queries whatever the number."""
    people = list(User.objects.filter(groups__name="adviser", is_active=True).order_by("pk"))
    profiles = {row.user_id: row for row in AdviserProfile.objects.order_by("pk")}
    loads = load(except_plan=plan.pk)
    own = set(Membership.objects.filter(business=plan.application.business_id).values_list("user", flat=True))
    panel = next_panel(plan.application.round.programme_id, at=at)
    return [
        Candidate(
            person=person.pk,
            name=person.display_name,
            expertise=frozenset(Expertise(code) for code in profiles[person.pk].expertise)
            if person.pk in profiles
            else frozenset(),
            load=loads.get(person.pk, 0),
            capacity=profiles[person.pk].capacity if person.pk in profiles else DEFAULT_CAPACITY,
            active=person.pk not in profiles or profiles[person.pk].active,
            same_firm=person.pk in own,
            on_next_panel=person.pk in panel,
        )
        for person in people
    ]


def load(*, except_plan: int | None = None) -> dict[int, int]:
    """{adviser: plans under way}; one query."""
    rows = ChallengePlan.objects.filter(adviser__isnull=False, status__in=CARRIED).exclude(pk=except_plan or 0)
    return dict(rows.values_list("adviser").annotate(n=Count("pk")).order_by("adviser"))


def next_panel(programme: int, *, at: datetime) -> set[int]:
    """People on the panel of a round of the programme whose results are still to come; one query."""
    over = Round.objects.filter(applications__status=Status.RELEASED.value, closes_at__lte=at)
    rows = PanelMember.objects.filter(round__programme=programme).exclude(round__in=over)
    return set(rows.values_list("user", flat=True))


def pressing(facts: dict[int, PlanFacts], *, today: date) -> list[int]:
    """Plan ids, the one whose adviser has the most pressing thing to do first."""
    keys = list(facts)
    steps = [plan_steps.for_adviser(facts[key]) for key in keys]
    return [keys[place] for place in plan_steps.most_pressing(steps, today)]
