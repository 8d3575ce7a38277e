"""After a release: for each application its letter, its certificate, and each mail with how it fared."""

from dataclasses import dataclass, field

from certification.domain.states import Status
from certification.models import Application, Certificate, Letter, Round
from core.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class SentLine:
    """One application that was released. `mails`: to each person, oldest first."""

    application: Application
    letter: Letter | None
    certificate: Certificate | None
    mails: list[OutboxMessage] = field(default_factory=list)


def sent(round_: Round) -> list[SentLine]:
    """Everything a round's releases sent, in order of receipt; four queries."""
    rows = list(
        Application.objects.filter(round=round_, status=Status.RELEASED.value)
        .select_related("business", "release__decision")
        .order_by("pk")
    )
    letters = {row.application_id: row for row in Letter.objects.filter(application__in=rows).order_by("pk")}
    papers = {row.application_id: row for row in Certificate.objects.filter(application__in=rows).order_by("pk")}
    found = {row.pk: SentLine(row, letters.get(row.pk), papers.get(row.pk)) for row in rows}
    for mail in result_mails(round_, [row.pk for row in rows]):
        found[int(mail.subject_id)].mails.append(mail)
    return list(found.values())


def result_mails(round_: Round, ids: list[int] | None = None) -> list[OutboxMessage]:
    """The mails that told the results of a round."""
    if ids is None:
        ids = list(Application.objects.filter(round=round_).order_by("pk").values_list("pk", flat=True))
    rows = OutboxMessage.objects.filter(
        kind="result", subject_type=Application._meta.label_lower, subject_id__in=[str(pk) for pk in ids]
    )
    return list(rows.order_by("pk"))
