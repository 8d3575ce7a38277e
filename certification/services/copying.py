"""Starting from an earlier application: answers and files go along where the new form has a place for them."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from certification import permissions
from certification.domain import carry_over
from certification.domain.carry_over import Taken
from certification.domain.states import Status
from certification.models import Application, ApplicationCopy
from certification.services import applications
from core import audit
from core.domain.reason import Reason, Refused
from core.models import User


def preview(old: Application, new: Application, *, facts: Mapping[str, Any] | None = None) -> Taken:
    """What would go along and what not. `facts`: the old answers as they stand today, where changes were accepted."""
    return carry_over.take(
        old.round.frozen,
        new.round.frozen,
        answers=old.answers if facts is None else facts,
        files=applications.files_of(old),
        present=new.answers,
        present_files=applications.files_of(new),
        gap_answers=any(str(text).strip() for text in old.gap_answers.values()),
    )


@transaction.atomic
def copy(
    new: Application, old: Application, *, by: User, at: datetime, facts: Mapping[str, Any] | None = None
) -> ApplicationCopy:
    """Copy once into a draft; a second press finds the first copy. Nothing typed is replaced.

    Raises Refused when the draft is handed in or took over another application already.
    """
    permissions.require_can_edit(by, new)
    row = Application.objects.select_for_update(of=("self",)).select_related("round").get(pk=new.pk)
    if there := ApplicationCopy.objects.filter(application=row).first():
        if there.source_id == old.pk:
            return there
        raise Refused(Reason("copy.twice", "この下書きには、もう別の申請から写しています。"))
    if row.state is not Status.DRAFT:
        raise Refused(Reason("copy.state", "写せるのは、提出する前の下書きだけです。"))
    if old.business_id != row.business_id or old.pk == row.pk:
        raise Refused(Reason("copy.other", "同じ事業者の、ほかの申請を選んでください。"))
    taken = preview(old, row, facts=facts)
    row.answers |= dict(taken.values)
    row.product_name = str(row.answers.get("name", ""))[:120]
    row.revision += 1
    row.touched |= dict.fromkeys(taken.values, row.revision)
    row.saved_at, row.saved_by = at, by
    if _follows(old, row):
        row.previous, row.attempt = old, old.attempt + 1
    row.save(
        update_fields=[
            "answers", "product_name", "revision", "touched", "saved_at", "saved_by", "previous", "attempt",
        ]
    )  # fmt: skip
    placed = old.attachments.filter(removed_at=None, field_key__in=taken.file_keys).select_related("stored")
    for attachment in placed.order_by("pk"):
        applications.attach(row, attachment.field_key, attachment.stored, by=by, at=at)
    made = ApplicationCopy.objects.create(
        application=row,
        source=old,
        taken=[*taken.values, *taken.file_keys],
        left=[asdict(each) for each in taken.left],
        at=at,
        by=by,
    )
    audit.record("application.copied", row, by=by, at=at, previous=old.pk)
    new.refresh_from_db()
    return made


def _follows(old: Application, new: Application) -> bool:
    """A declined product that comes again is its next attempt; after a near miss the plan's own re-application is."""
    released = Application.objects.filter(pk=old.pk, release__decision__outcome="declined").exists()
    return released and new.kind == "new" and old.round.programme_id == new.round.programme_id
