"""The screening list: applications with what waits on each, and what looks like one product under two names."""

from collections.abc import Collection, Iterator, Mapping
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
Rulings = Mapping[tuple[int, int | str], DuplicateRuling]


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
    found = rows.order_by("pk").values_list(
        "pk", "code", "receipt_number", "product_name", "answers__name_kana", "business__name", "round__fiscal_year",
        "status", "previous", "certificate__number", "renews__number",
    )  # fmt: skip
    return [
        Light(
            pk=pk,
            code=code,
            receipt_number=receipt or "",
            product_name=product,
            reading=reading if isinstance(reading, str) else "",
            firm=firm,
            fiscal_year=year,
            status=status,
            previous=previous,
            numbers=frozenset(number for number in numbers if number),
        )
        for pk, code, receipt, product, reading, firm, year, status, previous, *numbers in found
    ]


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
    pools = {year: _Rivals([row for row in everybody if row.fiscal_year == year]) for year in years}
    certified = _Certified(products)
    return {row.pk: [*pools[row.fiscal_year].twins_of(row, rulings), *certified.twins_of(row, rulings)] for row in mine}


class _Rivals:
    """Applications of one fiscal year, prepared for comparing."""

    def __init__(self, rows: list[Light]) -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.pool = duplicates.Pool((key, row.named) for key, row in self.rows.items())
        self.follows: dict[int, set[str]] = {}
        for row in rows:
            if row.previous:
                self.follows.setdefault(row.previous, set()).add(str(row.pk))

    def twins_of(self, row: Light, rulings: Rulings) -> Iterator[Twin]:
        """Itself, the attempt it follows and those that follow it are left out."""
        linked = {str(row.pk), str(row.previous), *self.follows.get(row.pk, ())}
        for key, likeness in self.pool.alike(row.named, but=linked):
            pair = (min(row.pk, int(key)), max(row.pk, int(key)))
            yield Twin(likeness, other=self.rows[key], ruling=rulings.get(pair))


class _Certified:
    """Products certified today, prepared for comparing."""

    def __init__(self, products: list[in_force.Certified]) -> None:
        self.products = {one.code: one for one in products}
        self.pool = duplicates.Pool((one.code, Named(one.name, one.reading, squeeze(one.maker))) for one in products)

    def twins_of(self, row: Light, rulings: Rulings) -> Iterator[Twin]:
        """Its own product and the one it renews are left out."""
        own = {code for code, one in self.products.items() if one.numbers & row.numbers} if row.numbers else set()
        for code, likeness in self.pool.alike(row.named, but=own):
            yield Twin(likeness, product=self.products[code], ruling=rulings.get((row.pk, code)))


def _rulings(ids: Collection[int]) -> Rulings:
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
