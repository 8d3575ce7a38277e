"""The staff's tables as a Lexicon, kept per process until they change."""

from search import analyser
from search.domain.lexicon import Lexicon, build
from search.models import Pin, Reading, Synonym, TableVersion
from search.public_records import seed_lexicon

_kept: dict[str, Lexicon] = {}


def lexicon() -> Lexicon:
    """One query when nothing changed, four when something did; before the first load, the seed files."""
    token = TableVersion.objects.filter(id=1).values_list("token", flat=True).first()
    if token is None:
        return seed_lexicon()
    found = _kept.get(token)
    if found is None:
        found = build(
            [synonym.row for synonym in Synonym.objects.filter(is_active=True).order_by("id")],
            readings=list(Reading.objects.filter(is_active=True).values_list("reading", "writing")),
            pins=list(Pin.objects.filter(is_active=True).values_list("text", "code")),
            version=token,
            read=analyser.reading_of,
        )
        _kept.clear()
        _kept[token] = found
    return found
