"""ふるさと納税 listings: entered, checked, offered, listed, paused, ended. `move` is the one writer of their status.

Two people: whoever last changed cost or clause cannot publish. A change of terms sends a listing back to draft.
"""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from catalog import permissions
from catalog.domain import certificate, gift_rules
from catalog.domain.listing_states import Actor, IllegalMove, ListingStatus, check_move
from catalog.models import DonationListing, Product
from catalog.models.donation_listing import TERMS
from core import audit, clock
from core.domain.reason import Reason, Refused
from core.models import User
from search.services import changes

EDITABLE = (
    *TERMS,
    *[
        "portal",
        "url",
        "code",
        "title",
        "contents",
        "temperature",
        "starts_on",
        "ends_on",
        "stock",
        "evidence_confirmed_on",
        "wording",
    ],
)
_ACTOR_SENTENCE = "費用や号を最後に入力した人は、自分では掲載できません。ほかの人が確認して掲載してください。"


def verdicts(listing: DonationListing, on: date) -> tuple[gift_rules.Verdict, ...]:
    """What every rule says about a listing on a day; one query for the product's certificates."""
    statuses = [row.status_on(on) for row in listing.product.certificates.all()]
    return gift_rules.verdicts(listing.facts(certificate.best(statuses)), on)


@transaction.atomic
def create(product: Product, *, by: User, at: datetime, **values: Any) -> DonationListing:
    """A new draft. `values`: fields in EDITABLE. Raises Refused (right) or ValidationError (a field's sentence)."""
    permissions.require_can_edit_listings(by)
    listing = DonationListing(product=product, terms_edited_by=by, terms_edited_at=at)
    _set(listing, values)
    listing.evidence_confirmed_by = by if listing.evidence_confirmed_on else None
    listing.full_clean()
    listing.save(force_insert=True)
    audit.record("listing.created", listing, by=by, at=at, product=product.code)
    return listing


@transaction.atomic
def update(listing: DonationListing, *, by: User, at: datetime, **values: Any) -> DonationListing:
    """Change fields; a change of cost or clause binds the two-person rule anew and goes back to draft."""
    permissions.require_can_edit_listings(by)
    before = DonationListing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    if ListingStatus(before.status) is ListingStatus.ENDED:
        raise Refused(Reason("ended", "終了した掲載は変更できません。新しい掲載を作ってください。"))
    row = DonationListing.objects.get(pk=listing.pk)
    _set(row, values)
    changed = sorted(name for name in EDITABLE if getattr(row, name) != getattr(before, name))
    if not changed:
        return row
    if any(name in TERMS for name in changed):
        row.terms_edited_by, row.terms_edited_at = by, at
    if "evidence_confirmed_on" in changed:
        row.evidence_confirmed_by = by if row.evidence_confirmed_on else None
    row.full_clean()
    row.save(update_fields=[*changed, "evidence_confirmed_by", "terms_edited_by", "terms_edited_at"])
    audit.record("listing.changed", row, by=by, at=at, fields=changed)
    if any(name in TERMS for name in changed) and row.status != ListingStatus.DRAFT:
        move(row, to=ListingStatus.DRAFT, by=by, at=at, reason="費用または号の変更")
    _tell_search(row, at=at)
    return row


@transaction.atomic
def check(listing: DonationListing, *, by: User, at: datetime) -> DonationListing:
    """Draft → checked: every rule passes today; who presses it has confirmed the evidence.

    Raises Refused with one reason per verdict that does not pass.
    """
    permissions.require_can_edit_listings(by)
    _require_lawful(listing, clock.on(at))
    move(listing, to=ListingStatus.CHECKED, by=by, at=at)
    DonationListing.objects.filter(pk=listing.pk).update(evidence_confirmed_by=by)
    listing.evidence_confirmed_by = by
    return listing


@transaction.atomic
def publish(listing: DonationListing, *, by: User, at: datetime) -> DonationListing:
    """Checked or offered or paused → listed, by a second person, with every rule passing and an address to link to."""
    permissions.require_can_edit_listings(by)
    if listing.status == ListingStatus.LISTED:
        return listing
    _require_second(listing, by)
    _require_lawful(listing, clock.on(at))
    if not listing.url:
        raise Refused(Reason("url", "掲載ページのURLを入力してください。", field="url"))
    if listing.status == ListingStatus.CHECKED:
        move(listing, to=ListingStatus.OFFERED, by=by, at=at)
    return move(listing, to=ListingStatus.LISTED, by=by, at=at)


def offer(listing: DonationListing, *, by: User, at: datetime) -> DonationListing:
    """Checked → offered: the second person has confirmed cost and clause; the portal is being asked."""
    permissions.require_can_edit_listings(by)
    _require_second(listing, by)
    _require_lawful(listing, clock.on(at))
    return move(listing, to=ListingStatus.OFFERED, by=by, at=at)


def pause(listing: DonationListing, *, by: User, at: datetime, reason: str = "") -> DonationListing:
    """Listed → paused: the link leaves the public page at once."""
    permissions.require_can_edit_listings(by)
    return move(listing, to=ListingStatus.PAUSED, by=by, at=at, reason=reason)


def pause_by_system(listing: DonationListing, *, at: datetime, why: str) -> DonationListing:
    """Listed → paused without a person: expiry, revocation, a dead link."""
    return move(listing, to=ListingStatus.PAUSED, by=None, at=at, reason=why)


def end(listing: DonationListing, *, by: User, at: datetime, reason: str = "") -> DonationListing:
    """Any state → ended, for good."""
    permissions.require_can_edit_listings(by)
    return move(listing, to=ListingStatus.ENDED, by=by, at=at, reason=reason)


@transaction.atomic
def move(
    listing: DonationListing, *, to: ListingStatus, by: User | None, at: datetime, reason: str = ""
) -> DonationListing:
    """The one writer of DonationListing.status. Raises Refused, having written nothing."""
    row = DonationListing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    source = ListingStatus(row.status)
    try:
        check_move(source, to, _actors(by, row))
    except IllegalMove as refused:
        raise Refused(Reason("move", str(refused))) from refused
    if not DonationListing.objects.filter(pk=row.pk, status=source.value).update(status=to.value):
        raise Refused(Reason("raced", "ほかの人が同時に変更しました。画面を開き直してください。"))
    audit.record("listing.moved", row, by=by, at=at, source=source.value, target=to.value, reason=reason)
    listing.refresh_from_db(fields=["status"])
    if ListingStatus.LISTED in (source, to):
        _tell_search(listing, at=at)
    return listing


def _actors(by: User | None, listing: DonationListing) -> tuple[Actor, ...]:
    if by is None:
        return (Actor.SYSTEM,)
    if by.pk == listing.terms_edited_by_id:
        return (Actor.OFFICE,)
    return (Actor.OFFICE, Actor.SECOND)


def _require_second(listing: DonationListing, by: User) -> None:
    if by.pk == listing.terms_edited_by_id:
        raise Refused(Reason("two-people", _ACTOR_SENTENCE))


def _require_lawful(listing: DonationListing, on: date) -> None:
    wrong = [each for each in verdicts(listing, on) if each.outcome != gift_rules.PASS]
    if wrong:
        raise Refused(*(Reason(each.code, each.sentence, each.clause) for each in wrong))


def _set(listing: DonationListing, values: dict[str, Any]) -> None:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValidationError(f"Not editable: {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(listing, name, value)


def _tell_search(listing: DonationListing, *, at: datetime) -> None:
    changes.put(listing.product.code, at=at)
    transaction.on_commit(changes.wake)
