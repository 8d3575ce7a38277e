"""Saved views of an office list: kept, renamed, shared, made one's own start, deleted."""

from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction

from certification import permissions
from certification.models import SavedView
from core import audit
from core.domain import text
from core.domain.reason import Reason, Refused
from core.models import User

NOT_KEPT = frozenset({"p", "export", "all", "_w_filter_fragment", "view"})  # no part of a view
LONGEST = 1000


def cleaned(query: str) -> str:
    """The filters, words and order of an address part, without empty values and without the page number."""
    pairs = [(key, value) for key, value in parse_qsl(query.lstrip("?"))[:60] if key not in NOT_KEPT and value]
    return urlencode(pairs)


@transaction.atomic
def save(screen: str, name: str, query: str, *, shared: bool, by: User, at: datetime) -> SavedView:
    """Keep a view under a name; one's own view of that name takes the new filters. Raises Refused with a sentence."""
    _require_office(by)
    name, query = _name(name), cleaned(query)
    if len(query) > LONGEST:
        raise Refused(Reason("view.long", "条件が多すぎて保存できません。条件を減らしてください。", field="name"))
    found, _made = SavedView.objects.update_or_create(
        screen=screen, owner=by, name=name, defaults={"query": query, "shared": shared, "changed_at": at}
    )
    audit.record("view.saved", found, by=by, at=at, name=name, shared=shared)
    return found


@transaction.atomic
def rename(view: SavedView, name: str, *, shared: bool, by: User, at: datetime) -> None:
    """Another name, shared or not. Raises Refused for a view of somebody else or a name already used."""
    _require_own(view, by)
    view.name, view.shared, view.changed_at = _name(name), shared, at
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(
            Reason("view.taken", f"「{view.name}」という表示はもうあります。別の名前にしてください。", field="name")
        ) from error
    if not shared:
        view.default_for.remove(*view.default_for.exclude(pk=by.pk))
    audit.record("view.renamed", view, by=by, at=at, name=view.name, shared=shared)


@transaction.atomic
def delete(view: SavedView, *, by: User, at: datetime) -> None:
    """Take one's own view away, for everybody it was shared with too."""
    _require_own(view, by)
    audit.record("view.deleted", view, by=by, at=at, name=view.name, query=view.query)
    view.delete()


@transaction.atomic
def start_with(view: SavedView, on: bool, *, by: User, at: datetime) -> None:
    """Make a view the one the person's list opens with, instead of any other; or no longer."""
    _require_office(by)
    for other in SavedView.objects.filter(screen=view.screen, default_for=by):
        other.default_for.remove(by)
    if on:
        view.default_for.add(by)
    audit.record("view.start", view, by=by, at=at, name=view.name, on=on)


def _name(name: str) -> str:
    name = text.clean(name)
    if not name:
        raise Refused(Reason("view.no_name", "表示の名前を書いてください。", field="name"))
    if len(name) > 60:
        raise Refused(Reason("view.long_name", "表示の名前は60字までにしてください。", field="name"))
    return name


def _require_own(view: SavedView, by: User) -> None:
    _require_office(by)
    if view.owner_id != by.pk:
        raise permissions.Denied(
            Reason("view.others", f"「{view.name}」は{view.owner.display_name}さんの表示です。本人だけが変えられます。")
        )


def _require_office(by: User) -> None:
    if not permissions.is_office(by):
        raise permissions.Denied(Reason("role.office", "事務局、決裁者、監査のどれかの役割が必要です。"))
