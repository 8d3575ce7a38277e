"""Pretalx beside us, in its own environment: the same marks, the same sizes, the same pages.

Imports nothing of ours but `home.bench_marks` and the loop.
"""

import datetime as dt
import re
import shutil
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils.timezone import now  # noqa: E402, TID251 -- the peer has no clock of ours
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretalx.event.models import Event, Team  # noqa: E402
from pretalx.event.utils import create_organiser_with_team  # noqa: E402
from pretalx.mail.models import QueuedMail  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # noqa: E402
from pretalx.submission.models import Answer, Question, Review, Submission, Track  # noqa: E402
from pretalx.submission.models.review import ReviewScore, ReviewScoreCategory  # noqa: E402

from benchmarks.sides import serve  # noqa: E402
from home import bench_marks  # noqa: E402

PAGES = {
    "board": "/orga/event/scheme/reviews/",
    "assignment": "/orga/event/scheme/reviews/assign/",
    "sheet": "/orga/event/scheme/submissions/{code}/reviews/",
}
database = Path(settings.DATABASES["default"]["NAME"])


def seed(applications: int, reviewers_per: int) -> str:
    """Fill the database once; later calls find it filled. Returns pretalx's version."""
    if not database.exists() or not Event.objects.filter(slug="scheme").exists():
        call_command("migrate", verbosity=0)
        with scopes_disabled(), transaction.atomic():
            event = _event()
            with scope(event=event):
                categories = _criteria(event)
                reviewers = _people(event)
                submissions = _submissions(event, applications)
                _reviews(submissions, reviewers, categories, bench_marks.draw(applications, reviewers_per))
    import pretalx  # noqa: PLC0415 -- only its version

    return pretalx.__version__


def _event() -> Event:
    admin = User.objects.create_user(
        email="admin@example.org", password="!", name="Admin", is_administrator=True, is_staff=True
    )
    organiser, team = create_organiser_with_team(name="City", slug="city", users=[admin])
    team.all_events = team.can_change_event_settings = team.can_change_submissions = True
    team.save()
    day = (now() + dt.timedelta(days=30)).date()
    event = Event.objects.create(
        name="Scheme", slug="scheme", organiser=organiser, is_public=True, date_from=day,
        date_to=day + dt.timedelta(days=2), timezone="Asia/Tokyo", email="x@example.org", locale_array="en",
        locale="en",
    )  # fmt: skip
    with scope(event=event):
        event.cfp.deadline = now() - dt.timedelta(days=1)
        event.cfp.save()
        phase = event.review_phases.first()
        phase.is_active, phase.start, phase.end, phase.can_review = True, None, now() + dt.timedelta(days=20), True
        phase.save()
    return event


def _criteria(event: Event) -> list[list[ReviewScore]]:
    old = event.score_categories.first()
    found = []
    for place, weight in enumerate(bench_marks.WEIGHTS):
        row = ReviewScoreCategory.objects.create(event=event, name=f"Criterion {place}", weight=weight, required=True)
        found.append([ReviewScore.objects.create(category=row, value=v, label=str(v)) for v in range(1, 6)])
    ReviewScoreCategory.objects.filter(pk=old.pk).update(active=False)
    return found


def _people(event: Event) -> list[User]:
    with scopes_disabled():
        team = Team.objects.create(organiser=event.organiser, name="Reviewers", all_events=True, is_reviewer=True)
        people = [
            User.objects.create_user(email=f"r{n}@example.org", password="!", name=f"Reviewer {n}")
            for n in range(bench_marks.REVIEWERS)
        ]
        team.members.add(*people)
    return people


def _submissions(event: Event, count: int) -> list[Submission]:
    speakers = User.objects.bulk_create(
        User(email=f"s{n}@example.org", name=f"Speaker {n}", password="!", code=f"SP{n:05d}")
        for n in range(max(1, count // 2))
    )
    SpeakerProfile.objects.bulk_create(SpeakerProfile(user=row, event=event, biography="bio") for row in speakers)
    tracks = [Track.objects.create(event=event, name=f"T{n}", color="#123456") for n in range(4)]
    questions = [
        Question.objects.create(event=event, variant="string", target="submission", question=f"Q{n}") for n in range(3)
    ]
    Submission.objects.bulk_create(
        Submission(
            event=event, title=f"Product {n}", submission_type=event.cfp.default_type, track=tracks[n % 4],
            code=f"P{n:05d}", abstract="text " * 40, state="submitted", content_locale="en",
        )
        for n in range(count)
    )  # fmt: skip
    rows = list(event.submissions.order_by("id"))
    link = Submission.speakers.through
    link.objects.bulk_create(link(submission=row, user=speakers[n % len(speakers)]) for n, row in enumerate(rows))
    Answer.objects.bulk_create(Answer(question=q, submission=row, answer="answer") for row in rows for q in questions)
    return rows


def _reviews(
    submissions: list[Submission], people: list[User], scores: list[list[ReviewScore]], drawn: list[bench_marks.Drawn]
) -> None:
    weights = bench_marks.WEIGHTS
    reviews = Review.objects.bulk_create(
        Review(
            submission=submissions[paper.application], user=people[paper.reviewer], text="Good. " * 20,
            score=sum(mark * weight for mark, weight in zip(paper.marks, weights, strict=True)),
        )
        for paper in drawn
    )  # fmt: skip
    given = Review.scores.through
    given.objects.bulk_create(
        given(review=review, reviewscore=scores[place][mark - 1])
        for review, paper in zip(reviews, drawn, strict=True)
        for place, mark in enumerate(paper.marks)
    )
    held = Submission.assigned_reviewers.through
    held.objects.bulk_create(held(submission=row.submission, user=row.user) for row in reviews)


def _client(email: str) -> Client:
    client = Client(HTTP_HOST="localhost:8765")
    with scopes_disabled():
        client.force_login(User.objects.get(email=email))
    return client


_warm: dict[str, tuple[Client, str]] = {}


def _page(page: str) -> tuple[Client, str]:
    if page not in _warm:
        client = _client("r0@example.org" if page == "sheet" else "admin@example.org")
        with scopes_disabled():
            code = Submission.objects.filter(assigned_reviewers__email="r0@example.org").order_by("pk").first().code
        _warm[page] = (client, PAGES[page].format(code=code))
    return _warm[page]


def get(page: str, times: int) -> list[float]:
    return serve.timed(*_page(page), times)


def look(page: str) -> dict[str, Any]:
    """`rows`: proposals on the page; on the form, the groups of marks."""
    patterns = {"sheet": r'name="(score_\d+|[^"]*score[^"]*)"'}
    return serve.facts(*_page(page), patterns.get(page, r"Product \d+"))


def release(times: int) -> list[dict[str, Any]]:
    """Accept 100 from the dashboard, each time on a fresh copy of the database."""
    kept = database.with_suffix(".kept")
    if not kept.exists():
        connections.close_all()
        shutil.copy(database, kept)
    return [_release(kept) for _ in range(times)]


def _release(kept: Path) -> dict[str, Any]:
    connections.close_all()
    shutil.copy(kept, database)
    client = _client("admin@example.org")
    with scopes_disabled():
        codes = list(Submission.objects.filter(state="submitted").order_by("code").values_list("code", flat=True)[:100])
        before = QueuedMail.objects.count()
    form = {f"s-{code}": "accept" for code in codes}
    client.get(PAGES["board"])
    start = time.perf_counter()
    answer = client.post(PAGES["board"], form)
    spent = time.perf_counter() - start
    with scopes_disabled():
        accepted = Submission.objects.filter(state="accepted").count()
        mails = QueuedMail.objects.count() - before
    return {"seconds": spent, "status": answer.status_code, "accepted": accepted, "mails": mails}


def release_queries() -> int:
    """Statements of one more release."""
    kept = database.with_suffix(".kept")
    connections.close_all()
    shutil.copy(kept, database)
    client = _client("admin@example.org")
    with scopes_disabled():
        codes = list(Submission.objects.filter(state="submitted").order_by("code").values_list("code", flat=True)[:100])
    with CaptureQueriesContext(connection) as captured:
        client.post(PAGES["board"], {f"s-{code}": "accept" for code in codes})
    return sum(not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE|PRAGMA", query["sql"]) for query in captured)


if __name__ == "__main__":
    serve.serve({"seed": seed, "get": get, "look": look, "release": release, "release_queries": release_queries})
