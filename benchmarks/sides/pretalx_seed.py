"""What pretalx is filled with: the same marks and sizes as ours. Runs in the peer's own environment."""

import datetime as dt

from django.utils.timezone import now  # noqa: TID251 -- the peer has no clock of ours
from django_scopes import scope, scopes_disabled
from pretalx.event.models import Event, Team
from pretalx.event.utils import create_organiser_with_team
from pretalx.person.models import SpeakerProfile, User
from pretalx.submission.models import Answer, Question, Review, Submission, Track
from pretalx.submission.models.review import ReviewScore, ReviewScoreCategory

from home import bench_marks


def fill(applications: int, reviewers_per: int) -> None:
    """One event under review, in an empty, migrated database."""
    with scopes_disabled():
        event = _event()
        with scope(event=event):
            categories = _criteria(event)
            reviewers = _people(event)
            submissions = _submissions(event, applications)
            _reviews(submissions, reviewers, categories, bench_marks.draw(applications, reviewers_per))


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
