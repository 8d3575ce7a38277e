"""What is kept and what is let go: a draft nobody handed in, its destruction proposed; texts written anew."""

from certification.domain.retention import Kind
from certification.models import Application
from certification.services import applications, retention
from home.demo.stage import Stage, draft

TEXTS = (
    "皮ごと煮た福来みかんのお菓子です。",
    "皮ごと煮た福来みかんを、寒天でやわらかく固めたお菓子です。",
)


def play(stage: Stage, past: dict[str, Application]) -> None:
    """A forgotten draft of the oldest round waits for the approver; a draft of today has earlier texts."""
    old = past["udon"]
    assert old.submitted_at is not None
    forgotten = draft(stage, old.round, "jam", at=old.submitted_at, complete=False)
    retention.propose(
        [f"{Kind.DRAFT}:{forgotten.pk}"],
        by=stage.people["suzuki"],
        at=stage.now,
        note="提出されない下書き（架空の例）",
    )
    live = Application.objects.filter(business=stage.firms["kukuri"], status="draft").exclude(pk=forgotten.pk).first()
    if live is not None:
        text = str(live.answers.get("description", "")) or TEXTS[-1]
        for days, words in zip((3, 2, 1), (*TEXTS, text), strict=True):
            applications.save(
                live, {"description": words}, base=live.revision, by=stage.people["sato"], at=stage.ago(days)
            )
