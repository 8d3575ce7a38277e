"""議事録: saved in versions, signed when the office closes it. A signed one is mended by a new one, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from certification import permissions
from certification.models import MinutesSignature, MinutesVersion, Round
from certification.selectors import minutes
from core import audit
from core.domain.reason import Reason, Refused
from core.models import User


@dataclass(frozen=True, slots=True)
class Text:
    """What the office writes; shapes as in the model."""

    held_on: date
    place: str = ""
    chair: str = ""
    attendees: Sequence[int] = ()
    others: str = ""
    opening: str = ""
    closing: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)
    votes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@transaction.atomic
def save(round_: Round, text: Text, *, seen: int, by: User, at: datetime) -> MinutesVersion:
    """A new version; the same text again makes none. `seen`: the version the person started from.

    Raises Refused when somebody else has saved meanwhile or the round has no rules yet.
    """
    permissions.require_secretariat(by)
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if round_.rules is None:
        raise Refused(Reason("minutes.planned", "募集を始めた回だけに議事録があります。"))
    newest = MinutesVersion.objects.filter(round=round_).order_by("-number").first()
    values = {
        "held_on": text.held_on,
        "place": text.place.strip(),
        "chair": text.chair.strip(),
        "attendees": list(text.attendees),
        "others": text.others.strip(),
        "opening": text.opening.strip(),
        "closing": text.closing.strip(),
        "remarks": {key: words.strip() for key, words in text.remarks.items() if words.strip()},
        "votes": {key: dict(votes) for key, votes in text.votes.items() if votes},
    }
    if newest is not None and all(getattr(newest, name) == value for name, value in values.items()):
        return newest
    if (newest.number if newest else 0) != seen:
        raise Refused(
            Reason(
                "minutes.stale", "ほかの人が先に保存しました。新しい版を別の画面で開き、見比べてから保存してください。"
            )
        )
    made = MinutesVersion.objects.create(round=round_, number=seen + 1, saved_at=at, saved_by=by, **values)
    audit.record("minutes.saved", round_, by=by, at=at, version=made.number)
    return made


@transaction.atomic
def sign(round_: Round, *, number: int, by: User, at: datetime) -> MinutesSignature:
    """Close the newest version together with the table as it stands; pressing twice signs once.

    Raises Refused when `number` is not the newest version.
    """
    permissions.require_secretariat(by)
    Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    newest = MinutesVersion.objects.filter(round=round_).select_related("signature").order_by("-number").first()
    if newest is None or newest.number != number:
        raise Refused(Reason("minutes.not_newest", "新しい版があります。画面を開き直してください。"))
    signature: MinutesSignature | None = getattr(newest, "signature", None)
    if signature is not None:
        return signature
    made = MinutesSignature.objects.create(version=newest, items=minutes.items(round_), signed_at=at, signed_by=by)
    audit.record("minutes.signed", round_, by=by, at=at, version=number)
    return made
