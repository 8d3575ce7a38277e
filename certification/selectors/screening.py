"""The screening list: applications with what waits on each, and what looks like one product under two names."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from catalog.selectors import in_force
from certification.domain import duplicates
from certification.domain.duplicates import Likeness, Named
from certification.domain.states import Status
from certification.models import (
    Application,
    ApplicationMessage,
    Correction,
    DuplicateRuling,
    MessageMark,
    Round,
    ScreeningCheck,
)
from certification.selectors import office
from search.domain.normal import squeeze

OUT = (Status.DRAFT.value, Status.WITHDRAWN.value, Status.REFUSED.value)  # nothing to be a duplicate of


def listed(today: date) -> QuerySet[Application]:
    """Applications handed in, each with `passed` (checks passed), `overdue`, `unread`, `late`."""
    passed = ScreeningCheck.objects.filter(application=OuterRef("pk"), passed=True).order_by()
    open_ones = Correction.objects.filter(application=OuterRef("pk"), answered_at=None)
    read = MessageMark.objects.filter(application=OuterRef("application"), office=True).order_by()
    last_read = read.values("application").annotate(n=Max("up_to")).values("n")
    unread = ApplicationMessage.objects.filter(application=OuterRef("pk"), from_office=False).filter(
        pk__gt=Coalesce(Subquery(last_read, output_field=IntegerField()), Value(0))
    )
    after = Q(round__closes_at__isnull=False, submitted_at__gte=F("round__closes_at"))
    return office.applications().annotate(
        passed=Coalesce(
            Subquery(passed.values("application").annotate(n=Count("pk")).values("n"), output_field=IntegerField()),
            Value(0),
        ),
        overdue=Exists(open_ones.filter(due_on__lt=today)),
        unread=Exists(unread),
        late=Q(late_allowed_until__isnull=False) | after,
    )


def statements_of_rounds() -> dict[int, int]:
    """{round id: how many eligibility statements are to be checked}; one query."""
    rows = Round.objects.filter(opened_at__isnull=False).order_by("pk").values_list("pk", "rules__statements")
    return {pk: len(statements or ()) for pk, statements in rows}


def with_open_checks(rows: QuerySet[Application], counts: Mapping[int, int]) -> QuerySet[Application]:
    """Those waiting for the office with a statement not found in order yet."""
    wanted = Q(pk__in=())
    for size in set(counts.values()):
        wanted |= Q(round__in=[pk for pk, count in counts.items() if count == size], passed__lt=size)
    return rows.filter(wanted, status=Status.SUBMITTED.value)


@dataclass(frozen=True, slots=True)
class Light:
    """An application as far as likeness goes."""

    pk: int
    code: str
    receipt_number: str
    product_name: str
    reading: str
    firm: str
    fiscal_year: int
    status: str
    previous: int | None
    numbers: frozenset[str]  # of its own certificate and the one it renews

    @property
    def named(self) -> Named:
        return Named(self.product_name, self.reading, squeeze(self.firm))


@dataclass(frozen=True, slots=True)
class Twin:
    """What an application looks like: an application (`other`) or a `product`; `ruling`: what the office said."""

    likeness: Likeness
    other: Light | None = None
    product: in_force.Certified | None = None
    ruling: DuplicateRuling | None = None

    @property
    def is_open(self) -> bool:
        """Is the office still asked?"""
        return self.ruling is None or self.ruling.verdict != "different"


def _lights(rows: QuerySet[Application]) -> list[Light]:
    return [
        Light(*row[:4], row[4] if isinstance(row[4], str) else "", *row[5:9], frozenset(filter(None, row[9:])))
        for row in rows.order_by("pk").values_list(
            "pk", "code", "receipt_number", "product_name", "answers__name_kana", "business__name",
            "round__fiscal_year", "status", "previous", "certificate__number", "renews__number",
        )
    ]  # fmt: skip


def twins(ids: Collection[int] | None, *, today: date) -> dict[int, list[Twin]]:
    """{application id: what it looks like, likest first}; `ids` None: for all. Four queries, however many rows.

    Compared with applications handed in for rounds of the same fiscal year, and with products certified today.
    """
    wanted = Application.objects.filter(receipt_number__isnull=False).exclude(status__in=OUT)
    mine = _lights(wanted if ids is None else wanted.filter(pk__in=ids))
    years = {row.fiscal_year for row in mine}
    everybody = mine if ids is None else _lights(wanted.filter(round__fiscal_year__in=years))
    products = in_force.certified(today)
    rulings = _rulings([row.pk for row in mine])
    by_year: dict[int, list[Light]] = {}
    for row in everybody:
        by_year.setdefault(row.fiscal_year, []).append(row)
    return {row.pk: list(_twins(row, by_year[row.fiscal_year], products, rulings)) for row in mine}


def _twins(
    row: Light,
    others: list[Light],
    products: list[in_force.Certified],
    rulings: Mapping[tuple[int, int | str], DuplicateRuling],
) -> Iterable[Twin]:
    """Its own product, the one it renews and the attempt it follows are left out."""
    linked = {row.pk, row.previous}
    rivals = {str(one.pk): one for one in others if one.pk not in linked and one.previous != row.pk}
    known = {one.code: one for one in products if row.numbers.isdisjoint(one.numbers)}
    named = [(key, one.named) for key, one in rivals.items()]
    for key, likeness in duplicates.alike(row.named, named):
        pair = (min(row.pk, int(key)), max(row.pk, int(key)))
        yield Twin(likeness, other=rivals[key], ruling=rulings.get(pair))
    certified = [(code, Named(one.name, one.reading, squeeze(one.maker))) for code, one in known.items()]
    for key, likeness in duplicates.alike(row.named, certified):
        yield Twin(likeness, product=known[key], ruling=rulings.get((row.pk, key)))


def _rulings(ids: Collection[int]) -> dict[tuple[int, int | str], DuplicateRuling]:
    rows = DuplicateRuling.objects.select_related("decided_by").order_by("pk")
    if len(ids) <= 100:
        rows = rows.filter(Q(application__in=ids) | Q(other__in=ids))
    return {(row.application_id, row.other_id or row.product_code): row for row in rows}


def likeness(one: Light, other: Light) -> Likeness:
    """Two applications side by side, also those the list does not ask about."""
    return duplicates.compare(one.named, other.named)


def light(application: Application) -> Light:
    """One application as far as likeness goes."""
    return _lights(Application.objects.filter(pk=application.pk))[0]


def found(rows: QuerySet[Application], words: str) -> QuerySet[Application]:
    """Rows whose number, product, firm or readings hold every word, in whatever width, kana, case or old form."""
    wanted = [plain for word in words.split() if (plain := squeeze(word))]
    if not wanted:
        return rows
    texts = rows.order_by().values_list(
        "pk", "receipt_number", "product_name", "answers__name_kana", "business__name", "business__name_kana"
    )
    hits = []
    for pk, *names in texts:
        held = " ".join(squeeze(str(name or "")) for name in names)
        if all(word in held for word in wanted):
            hits.append(pk)
    return rows.filter(pk__in=hits)
