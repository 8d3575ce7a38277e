"""A scored round of any size, written in bulk: for benchmarks and query counts, on a disposable database only."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from certification.domain.states import Status
from certification.models import (
    Application,
    ApplicationVersion,
    Assignment,
    ConflictDeclaration,
    Criterion,
    EligibilityStatement,
    PanelMember,
    Programme,
    Round,
    ScaleStep,
    Sheet,
    Transition,
)
from certification.services import rounds
from core.models import Business, Membership, User
from core.services import roles
from home import bench_marks
from home.bench_marks import REVIEWERS, WEIGHTS

MOVES = ("draft", "submitted", "accepted", "in_review", "scored")


@transaction.atomic
def seed(*, applications: int, reviewers_per: int, at: datetime, seed_number: int = 1, handed_in: bool = True) -> Round:
    """One round of `applications`, each with `reviewers_per` submitted sheets on four criteria of weight 1 to 4, marks
    1 to 5, by 25 reviewers. Returns the round, its scoring closed. With `handed_in` false the sheets are drafts, the
    applications in review and the scoring open. Raises ValueError on a database already in use.
    """
    if Business.objects.exists() or Programme.objects.exists():
        raise ValueError("This database is in use; bench_data wants an empty one.")
    roles.sync()
    office = _person("office", "secretariat")
    _person("chief", "approver")
    round_ = _round(office, at)
    people = [_person(f"reviewer{n}", "reviewer") for n in range(REVIEWERS)]
    PanelMember.objects.bulk_create(
        PanelMember(round=round_, user=person, appointed_at=at, appointed_by=office) for person in people
    )
    rows = _applications(round_, applications, at, Status.SCORED if handed_in else Status.IN_REVIEW)
    _moves(rows, office, at)
    _sheets(rows, people, bench_marks.draw(applications, reviewers_per, seed_number), office, at, handed_in)
    if handed_in:
        Round.objects.filter(pk=round_.pk).update(scoring_closed_at=at, scoring_closed_by=office)
    round_.refresh_from_db()
    return round_


def _person(name: str, role: str) -> User:
    user = User.objects.create_user(f"{name}@example.org", None, last_name=name, first_name="計測")
    user.groups.set(Group.objects.filter(name=role))
    return user


def _round(office: User, at: datetime) -> Round:
    programme = Programme.objects.create(slug="bench", name="計測", word="認証", number_prefix="B", blind=False)
    for place, weight in enumerate(WEIGHTS):
        row = Criterion.objects.create(
            programme=programme,
            sort_order=place,
            key=f"c{place}",
            name=f"項目{place + 1}",
            weight=weight,
            floor=Decimal(2),
        )
        ScaleStep.objects.bulk_create(
            ScaleStep(criterion=row, sort_order=n, value=value, label=str(value)) for n, value in enumerate(range(1, 6))
        )
    EligibilityStatement.objects.create(programme=programme, key="sold", text="市内で販売しています。")
    made = Round.objects.create(
        programme=programme,
        fiscal_year=at.year,
        name="計測の回",
        opens_at=at - timedelta(days=60),
        closes_at=at - timedelta(days=30),
    )
    rounds.open_round(made, by=office, at=at - timedelta(days=60))
    return made


def _applications(round_: Round, count: int, at: datetime, status: Status) -> list[Application]:
    owners = User.objects.bulk_create(
        User(email=f"maker{n}@example.org", last_name=f"作り手{n}") for n in range(max(1, count // 2))
    )
    firms = Business.objects.bulk_create(
        Business(
            name=f"架空事業者{n}", kind="sole_trader", postcode="3050033", prefecture="県", city="市", street="町1",
            fictional=True, created_at=at, created_by=owner, code=f"bench{n:06d}",
        )
        for n, owner in enumerate(owners)
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(business=firm, user=owner, role="owner", created_at=at)
        for firm, owner in zip(firms, owners, strict=True)
    )
    return Application.objects.bulk_create(
        Application(
            round=round_, business=firms[n % len(firms)], product_name=f"架空の商品{n}", answers=_answers(n),
            status=status.value, receipt_number=f"B-{n:06d}", code=f"bench{n:08d}",
            started_at=at, started_by=owners[n % len(owners)], saved_at=at, saved_by=owners[n % len(owners)],
            submitted_at=at, submitted_by=owners[n % len(owners)],
        )
        for n in range(count)
    )  # fmt: skip


def _answers(n: int) -> dict[str, Any]:
    return {"name": f"架空の商品{n}", "kind": "food", "category": "sweets", "description": "説明の文章です。" * 10}


def _moves(rows: list[Application], office: User, at: datetime) -> None:
    ApplicationVersion.objects.bulk_create(
        ApplicationVersion(application=row, number=1, answers=row.answers, made_at=at, made_by=office) for row in rows
    )
    Transition.objects.bulk_create(
        Transition(application=row, source=source, target=target, by=office, at=at)
        for row in rows
        for source, target in pairwise(MOVES)
    )


def _sheets(
    rows: list[Application],
    people: list[User],
    drawn: list[bench_marks.Drawn],
    office: User,
    at: datetime,
    handed_in: bool,
) -> None:
    papers = [(rows[paper.application], people[paper.reviewer], paper.marks) for paper in drawn]
    Assignment.objects.bulk_create(
        Assignment(application=row, reviewer=person, assigned_at=at, assigned_by=office) for row, person, _ in papers
    )
    ConflictDeclaration.objects.bulk_create(
        ConflictDeclaration(application=row, reviewer=person, kind="none", declared_at=at, declared_by=person)
        for row, person, _ in papers
    )
    Sheet.objects.bulk_create(
        Sheet(
            application=row, reviewer=person, saved_at=at, submitted_at=at if handed_in else None,
            marks={f"c{place}": _mark(value) for place, value in enumerate(marks)},
        )
        for row, person, marks in papers
    )  # fmt: skip


def _mark(value: int) -> dict[str, Any]:
    return {"value": str(value), "na": False, "to_applicant": "", "internal": ""}
