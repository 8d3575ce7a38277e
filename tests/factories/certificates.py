"""A certificate in force, in its window of renewal, and the call in which it may be renewed."""

from dataclasses import dataclass
from datetime import UTC, datetime

from certification.domain.outcome import Outcome
from certification.domain.states import Status
from certification.models import Application, Certificate, Round
from certification.services import applications, certificates, decisions, rounds
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast

DUE = datetime(2029, 11, 1, 1, 0, tzinfo=UTC)  # the certificate of AT ends on 2030-03-31


@dataclass(slots=True)
class Held:
    """A published certificate of 佐藤's firm, the others of its round, and a call open at `DUE`."""

    scene: procedure.Scene
    certificate: Certificate
    call: Round

    @property
    def application(self) -> Application:
        return self.certificate.application


def held(cast: Cast, firm: Business) -> Held:
    """Certified at AT, published, due for renewal at DUE, with an open call of the same programme."""
    scene = procedure.released_scene(cast, firm)
    certificates.publish_pending(by=None, at=AT)
    certificates.expire_due(today=DUE.date(), at=DUE)
    call = procedure.open_round(cast, scene.round.programme, at=DUE, fiscal_year=2029, name="更新の回")
    found = Certificate.objects.select_related("application__business", "application__round").get(
        pk=scene.good.certificate.pk
    )
    return Held(scene, found, call)


def complete(draft: Application, cast: Cast, *, at: datetime = DUE) -> None:
    """Answer what a renewal asks anew and hand it in."""
    applications.save(draft, {"statement.sold": "yes"}, base=draft.revision, by=cast.sato, at=at)
    applications.submit(draft, by=cast.sato, at=at)


def judge(
    draft: Application, cast: Cast, *, outcome: Outcome = Outcome.CERTIFIED, release: bool = True, at: datetime = DUE
) -> None:
    """Accepted, scored by the panel, decided, confirmed and released."""
    marks = procedure.GOOD if outcome is Outcome.CERTIFIED else procedure.POOR
    procedure.accept(draft, cast, at=at)
    procedure.in_review(draft.round, [draft], cast, at=at)
    for reviewer in cast.reviewers:
        procedure.score(draft, reviewer, marks=marks, gate=outcome is Outcome.CERTIFIED, at=at)
    rounds.close_scoring(draft.round, by=cast.suzuki, at=at)
    draft.refresh_from_db()
    made = decisions.propose(draft, outcome=outcome, by=cast.suzuki, at=at)
    decisions.confirm([made], by=cast.kimura, at=at)
    if release:
        Round.objects.filter(pk=draft.round_id).update(closes_at=at)
        draft.round.refresh_from_db()
        decisions.release(draft.round, by=cast.suzuki, at=at)
        draft.refresh_from_db()
        assert draft.state is Status.RELEASED
