"""A near miss with its plan at any step of challenge support, and the calls a re-application goes into."""

from dataclasses import dataclass

from certification.models import Application, ChallengePlan, Round
from certification.services import challenge
from core.models import Business
from tests.factories import procedure
from tests.factories.cast import AT, Cast, business, cast
from tests.factories.procedure import Scene

GAP = "origin"  # the criterion the near miss of procedure.py misses


@dataclass(slots=True)
class Support:
    """Everybody and everything a test of challenge support stands on."""

    cast: Cast
    firm: Business
    scene: Scene
    plan: ChallengePlan

    @property
    def code(self) -> str:
        return str(self.plan.application.code)

    def reload(self) -> ChallengePlan:
        self.plan = ChallengePlan.objects.get(pk=self.plan.pk)
        return self.plan


def offered(*, blind: bool = True) -> Support:
    """Offered at AT, nobody appointed."""
    people = cast()
    firm = business(people.sato)
    scene = procedure.released_scene(people, firm, blind=blind)
    return Support(people, firm, scene, ChallengePlan.objects.get(application=scene.near))


def agreed(*, blind: bool = True) -> Support:
    """Accepted by the firm, 山本 appointed."""
    made = offered(blind=blind)
    challenge.agree(made.plan, by=made.cast.sato, at=AT)
    challenge.appoint_adviser(made.plan, made.cast.yamamoto, by=made.cast.suzuki, at=AT)
    return made


def started(*, blind: bool = True) -> Support:
    """One task, under way."""
    made = agreed(blind=blind)
    challenge.add_task(made.plan, gap_key=GAP, title="産地を大きく表示する", by=made.cast.yamamoto, at=AT)
    challenge.start(made.plan, by=made.cast.yamamoto, at=AT)
    return made


def ready(*, blind: bool = True) -> Support:
    """The task done, the firm may apply again."""
    made = started(blind=blind)
    task = made.plan.tasks.get()
    challenge.finish_task(task, note="ラベルの表に産地を入れました。", by=made.cast.sato, at=AT)
    challenge.ready(made.plan, by=made.cast.yamamoto, at=AT)
    return made


def reapplied(*, blind: bool = True) -> tuple[Support, Application, Round]:
    """A draft made from the old application, in a new call."""
    made = ready(blind=blind)
    again = procedure.open_round(made.cast, made.scene.round.programme, name="第2回")
    new = challenge.reapply(made.plan, again, by=made.cast.sato, at=AT)
    return made, new, again
