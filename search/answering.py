"""One question through plan, engine, last order and loosening, to one page. Engine and lexicon are passed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from search import analyser
from search.domain import highlight, meaning, normal, relax, rerank, romaji
from search.domain.lexicon import Lexicon
from search.domain.planner import Plan, Term, plan
from search.domain.tree import NAME, Node, Token, either, every, within
from search.domain.words import Record
from search.engines.base import CANDIDATES, Answer, Ask, Engine, Narrow
from search.values import (
    DEEPEST,
    FACET_SIZE,
    FACETS,
    LARGEST_PAGE,
    SORTS,
    FacetValue,
    Hit,
    Mark,
    Page,
    Query,
    Suggestion,
)  # fmt: skip

RELAXED: Final = {2: "or", 3: "similar", 4: "like", 5: "popular"}
LOOSE: Final = 120  # documents looked at when loosening
BEST: Final = 3  # hits whose like is sought
MOST_KIN: Final = 60


@dataclass(frozen=True, slots=True)
class Question:
    """A Query made safe and understood."""

    query: Query
    read: meaning.Read
    plan: Plan
    narrow: Narrow
    start: int
    size: int


def understand(query: Query, lexicon: Lexicon, allergens: meaning.Allergens) -> Question:
    """Clean, read the meaning, plan. Never raises for any text; wrong sorts and pages become the nearest right ones."""
    text = normal.norm(normal.clean(query.text, normal.QUERY_LENGTH))
    read = meaning.read(text, allergens)
    low = _most([query.price_min, read.price_min])
    high = _least([query.price_max, read.price_max])
    filters = {f: frozenset(map(str, v)) for f, v in query.filters.items() if f in FACETS and v}
    narrow = Narrow(filters, low, high, not query.include_expired)
    size = min(max(query.page_size, 1), LARGEST_PAGE)
    start = (max(query.page, 1) - 1) * size
    if start + size > DEEPEST:
        start, size = 0, 0
    planned = plan(read.text, lexicon, analyser.words)
    sort = query.sort if query.sort in SORTS else "relevance"
    if sort == "relevance" and not planned.terms:
        sort = "newest"
    return Question(replace(query, sort=sort), read, planned, narrow, start, size)


def _most(values: Sequence[int | None]) -> int | None:
    return max((v for v in values if v is not None), default=None)


def _least(values: Sequence[int | None]) -> int | None:
    return min((v for v in values if v is not None), default=None)


def answer(query: Query, engine: Engine, lexicon: Lexicon, allergens: meaning.Allergens) -> Page:
    """The page of a query by one engine. Raises EngineDown."""
    question = understand(query, lexicon, allergens)
    strict_narrow = question.narrow
    if question.read.allergens:  # only a stated なし is safe
        wanted = frozenset(question.read.allergens)
        strict_narrow = replace(strict_narrow, filters=_with_allergens(strict_narrow.filters, wanted))
    silent = bool(query.text.strip()) and question.plan.strict is None and not question.read.meanings
    found = _strict(question, strict_narrow, engine, silent)
    weights = _weights(question.plan.terms, engine)
    codes = list(found.codes)
    ordered: list[Record] = []
    if found.records:
        ordered = rerank.order(found.records, question.plan.terms, weights)
        if question.start < len(ordered):
            head = [r.code for r in ordered][question.start : question.start + question.size]
            seen = len(head)
            codes = head + codes[seen : question.size]
    hits = [Hit(code) for code in codes]
    hits = _pinned(hits, question, engine, lexicon)
    extra: list[Hit] = []
    facets, total = found.facets, found.total
    suggestions: tuple[str, ...] = ()
    if question.start == 0 and len(hits) < question.size and (question.plan.terms or question.read.meanings or silent):
        extra, suggestions = _loosen(question, ordered, weights, engine, lexicon, allergens, {h.code for h in hits})
    relaxed = RELAXED.get(extra[0].tier, "") if extra and not hits else ""
    if not total and extra and question.plan.terms:
        total, loosened = _loosened_totals(question, engine, extra)
        facets = loosened or facets
    hits = (hits + extra)[: question.size]
    return Page(
        hits=_marked(hits, question.plan, engine),
        total=total,
        facets=_facets(facets, question),
        relaxed=relaxed,
        suggestions=suggestions,
        meanings=question.read.meanings,
        engine=engine.name,
        index_version=found.version,
        page=max(query.page, 1),
        page_size=min(max(query.page_size, 1), LARGEST_PAGE),
    )


def _with_allergens(filters: Mapping[str, frozenset[str]], wanted: frozenset[str]) -> dict[str, frozenset[str]]:
    return {**filters, "allergen_free": filters.get("allergen_free", wanted) & wanted or wanted}


def _strict(question: Question, narrow: Narrow, engine: Engine, silent: bool) -> Answer:
    node = question.plan.strict
    if silent:
        node = Token("0x", ("nt",))  # nothing to look up: no strict match, on either engine
    names = within(node, NAME) if node is not None else None
    wanted = [f for f in question.query.facets if f in FACETS]
    return engine.ask(Ask(node, narrow, question.query.sort, question.start, question.size, wanted, names))


def _weights(terms: Sequence[Term], engine: Engine) -> list[float]:
    if len(terms) < 2:
        return [1.0] * len(terms)
    total, counts = engine.counts([term.node for term in terms])
    return rerank.rarities(total, counts)


def _pinned(hits: list[Hit], question: Question, engine: Engine, lexicon: Lexicon) -> list[Hit]:
    pins = lexicon.pins.get(question.plan.folded, ())
    if not pins or question.start or question.query.sort != "relevance" or not question.size:
        return hits
    known = engine.records(pins, question.narrow)
    first = [Hit(code, tier=0) for code in pins if code in known]
    return [*first, *(hit for hit in hits if hit.code not in known)][: question.size]


def _loosen(
    question: Question,
    ordered: Sequence[Record],
    weights: Sequence[float],
    engine: Engine,
    lexicon: Lexicon,
    allergens: meaning.Allergens,
    have: set[str],
) -> tuple[list[Hit], tuple[str, ...]]:
    """Tiers 2 to 5 (search.md §3.4), and what may have been meant."""
    avoided = question.read.allergens
    wide = (
        replace(question.narrow, filters={f: v for f, v in question.narrow.filters.items() if f != "allergen_free"})
        if avoided
        else question.narrow
    )
    extra: list[Hit] = []
    records: list[Record] = list(ordered)
    if question.plan.strict is not None and (avoided or wide.price_min is not None or wide.price_max is not None):
        for narrow in ([wide] if avoided else []) + [replace(wide, price_min=None, price_max=None)]:
            ask = Ask(question.plan.strict, narrow, "relevance", 0, question.size, (), None)
            same = rerank.order(engine.ask(ask).records, question.plan.terms, weights)
            same = [r for r in _sunk(same, avoided, allergens) if r.code not in have]
            extra += [Hit(r.code, tier=2, unconfirmed=bool(avoided)) for r in same]
            have |= {r.code for r in same}
            records += same
    if ordered and len(have) < question.size:
        spelled = [r for r in _spelled(question, ordered, wide, engine, lexicon) if r.code not in have]
        extra += [Hit(r.code, tier=2) for r in spelled]
        have |= {r.code for r in spelled}
    suggestions: tuple[str, ...] = ()
    if question.plan.terms and len(have) < question.size:
        loose, grams = _some_words(question, wide, engine, have)
        kept = _sunk([item.record for item in loose], avoided, allergens)
        tiers = {item.record.code: item.tier for item in loose}
        extra += [Hit(r.code, tier=tiers[r.code], unconfirmed=bool(avoided)) for r in kept]
        have |= {r.code for r in kept}
        if not ordered and kept:
            suggestions = _meant(question, grams, kept[:8], engine)
        records += kept
    if len(have) < question.size:
        near = _sunk(_like(records[:BEST], wide, engine, lexicon, have), avoided, allergens)
        extra += [Hit(r.code, tier=4, unconfirmed=bool(avoided)) for r in near]
        have |= {r.code for r in near}
    if len(have) < question.size:
        ask = Ask(None, wide, "newest", 0, question.size + len(have), (), None)
        extra += [Hit(c, tier=5) for c in engine.ask(ask).codes if c not in have]
    return extra[: question.size], suggestions


def _spelled(
    question: Question, ordered: Sequence[Record], narrow: Narrow, engine: Engine, lexicon: Lexicon
) -> list[Record]:
    """A question in kana or romaji that is the whole published reading of a name is also asked as that name."""
    if len(question.plan.terms) != 1:
        return []
    form = question.plan.terms[0].forms[0]
    if not form.reading or not (normal.is_kana(form.text) or form.text.isascii()):
        return []
    same = [r for r in ordered[:BEST] if form.reading in r.kana.split() and r.name != form.text]
    found: dict[str, Record] = {}
    for record in same:
        other = plan(record.name, lexicon, analyser.words)
        if other.strict is not None:
            ask = Ask(other.strict, narrow, "relevance", 0, question.size, (), None)
            for near in rerank.order(engine.ask(ask).records, other.terms, [1.0] * len(other.terms)):
                found[near.code] = near
    return list(found.values())


def _sunk(records: Sequence[Record], avoided: Sequence[str], allergens: meaning.Allergens) -> list[Record]:
    """Products that name an allergen not wanted come last, those of a kind that usually holds it before them."""
    if not avoided:
        return list(records)
    return sorted(records, key=lambda r: max(allergens.held(slug, r) for slug in avoided))


def _some_words(
    question: Question, narrow: Narrow, engine: Engine, have: set[str]
) -> tuple[list[relax.Loosened], tuple[str, ...]]:
    grams = relax.grams(normal.fold(question.plan.text))
    nodes: list[tuple[Node, str]] = []
    for term in question.plan.terms:
        nodes.append((term.node, term.forms[0].text))
        for part in term.parts:
            word = next((n.text for n in _tokens(part)), "")
            nodes.append((part, normal.squeeze(word)))
    gram_nodes = relax.gram_nodes(grams)
    total, counts = engine.counts([*(node for node, _ in nodes), *gram_nodes])
    rarity = rerank.rarities(total, counts)
    scored = [(node, round(10 * w)) for (node, _), w, n in zip(nodes, rarity, counts, strict=False) if n]
    units = [(word, w) for (_, word), w in zip(nodes, rarity, strict=False) if word]
    by_words = engine.best(scored, narrow, LOOSE, have) if scored else []
    held = [(node, 1) for node, n in zip(gram_nodes, counts[len(nodes) :], strict=True) if n]
    by_grams = engine.best(held, narrow, LOOSE, have) if held else []
    records = {r.code: r for r in (*by_words, *by_grams)}
    return relax.judge(question.plan, grams, units, list(records.values())), grams


def _tokens(node: Node) -> list[Token]:
    if isinstance(node, Token):
        return [node]
    return [t for child in getattr(node, "nodes", ()) for t in _tokens(child)]


def _meant(question: Question, grams: Sequence[str], records: Sequence[Record], engine: Engine) -> tuple[str, ...]:
    sources = engine.sources([r.code for r in records])
    named = []
    for record in records:
        if record.code in sources:
            name = sources[record.code]["name"]
            words = [w.surface for w in analyser.words(normal.norm(name)) if w.is_content and len(w.surface) > 1]
            pairs = ["".join(pair) for pair in pairwise(words)]
            named.append((name, [*words, *pairs]))
    return relax.did_you_mean(question.plan, grams, named)


def _like(best: Sequence[Record], narrow: Narrow, engine: Engine, lexicon: Lexicon, have: set[str]) -> list[Record]:
    words = list(dict.fromkeys(w for r in best for w in sorted(r.words) if len(w) > 1 and not w[1:].isdigit()))[:40]
    nodes: list[Node] = [Token(word, ("nt",)) for word in words]
    if not nodes:
        return []
    total, counts = engine.counts(nodes)
    weights = {
        w: max(0.0, r - 0.6) * (0.5 if w.startswith("r") else 1.0)
        for w, r, n in zip(words, rerank.rarities(total, counts), counts, strict=True)
        if n * 4 < max(total, 8)
    }
    scored: list[tuple[Node, int]] = [(Token(w, ("nt",)), round(10 * weight)) for w, weight in weights.items()]
    kin = [frozenset(k for word in r.words for k in lexicon.kin(word)) for r in best]
    related = sorted(frozenset[str]().union(*kin))[:MOST_KIN]
    scored += [(every(Token(g, ("bb", "nb")) for g in normal.bigrams(w)) or Token(w, ("nb",)), 1) for w in related]
    found = engine.best(scored, narrow, CANDIDATES, have) if scored else []
    known = {r.code for r in found}
    for category in dict.fromkeys(r.category for r in best if r.category):
        filters = {**narrow.filters}
        if category in filters.get("category", {category}):
            filters["category"] = frozenset({category})
            ask = Ask(None, replace(narrow, filters=filters), "newest", 0, LOOSE, (), None)
            codes = [c for c in engine.ask(ask).codes if c not in have and c not in known]
            same = engine.records(codes, narrow)
            found += [same[c] for c in codes if c in same]
            known |= set(same)
    return relax.like(best, found, weights, kin)


def _loosened_totals(
    question: Question, engine: Engine, extra: Sequence[Hit]
) -> tuple[int, Mapping[str, Mapping[str, int]]]:
    """With no strict match, `total` and facets count what the loosened terms match."""
    codes = [hit.code for hit in extra if hit.tier in (2, 3)]
    if not codes:
        return 0, {}
    node = either(term.node for term in question.plan.terms)
    wanted = [f for f in question.query.facets if f in FACETS]
    narrow = question.narrow
    found = engine.ask(Ask(node, narrow, "newest", 0, 0, wanted, None))
    return (found.total, found.facets) if found.total else (len(codes), {})


def _facets(counts: Mapping[str, Mapping[str, int]], question: Question) -> dict[str, tuple[FacetValue, ...]]:
    out: dict[str, tuple[FacetValue, ...]] = {}
    for facet in question.query.facets:
        if facet not in FACETS:
            continue
        chosen = question.narrow.filters.get(facet, frozenset())
        found = dict(counts.get(facet, {}))
        values = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:FACET_SIZE]
        listed = {value for value, _ in values}
        values += [(value, found.get(value, 0)) for value in sorted(chosen) if value not in listed]
        out[facet] = tuple(FacetValue(value, count, value in chosen) for value, count in values)
    return out


def _marked(hits: Sequence[Hit], planned: Plan, engine: Engine) -> tuple[Hit, ...]:
    """Highlights of the hits of this page."""
    if not planned.terms:
        return tuple(hits)
    sources = engine.sources([hit.code for hit in hits])
    out = []
    for hit in hits:
        source = sources.get(hit.code)
        if source is None or hit.tier > 3:
            out.append(hit)
            continue
        marks = [
            Mark(name, start, end)
            for name in ("name", "kana", "maker")
            for start, end in highlight.marks(source[name], planned.terms, analyser.words, by_reading=name == "name")
        ]
        snippet, snippet_marks = "", tuple[tuple[int, int], ...]()
        for line in source["body"].split("\n"):
            found = highlight.marks(line, planned.terms, analyser.words, by_reading=False) if line else ()
            if found and len(found) > len(snippet_marks):
                snippet, snippet_marks = line, found
        matched = tuple(dict.fromkeys([m.field for m in marks] + (["body"] if snippet else [])))
        out.append(replace(hit, marks=tuple(marks), matched=matched, snippet=snippet, snippet_marks=snippet_marks))
    return tuple(out)


def suggest(text: str, engine: Engine, limit: int) -> tuple[Suggestion, ...]:
    """Completions of something half typed; products and makers, short ones first."""
    from_text = normal.clean(text, 60)
    folded = normal.squeeze(from_text)
    if not folded:
        return ()
    keys = dict.fromkeys([folded])
    if not normal.is_kana(folded) or folded.endswith("ん"):  # Latin letters in it, or ん that may become な
        keys.update(dict.fromkeys(romaji.typed_keys(normal.fold(from_text).replace(" ", ""))))
    found = engine.suggest([key[:60] for key in keys])
    seen: dict[str, Suggestion] = {}
    for name, kind, code in found:
        starts = normal.squeeze(name).startswith(folded)
        seen.setdefault(f"{0 if starts else 1}{kind}{name}", Suggestion(name, kind, code if kind == "product" else ""))
    rows = sorted(seen.items(), key=lambda item: (item[0][0], len(item[1].text), item[1].text, item[1].kind))
    out: dict[str, Suggestion] = {}
    for _, suggestion in rows:
        out.setdefault(suggestion.text, suggestion)
    return tuple(out.values())[:limit]
