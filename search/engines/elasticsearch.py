"""The Elasticsearch engine (server 8.19, no plugin): an alias over dated indexes; one request a page.

Orders do not rest on BM25: tiers of constant scores, then short names, then code, so both engines agree.
"""

import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ConnectionTimeout, TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, helpers
from elasticsearch.dsl import Document, Q, Search
from elasticsearch.dsl import field as fields
from elasticsearch.dsl.query import Query as DslQuery

from search.analyser import COLUMNS, Prepared, analyser_version, record_of
from search.domain.tree import And, Node, Or, Phrase, Prefix, Token
from search.domain.words import Record
from search.engines.base import (
    CANDIDATES,
    PER_SUGGESTION,
    Answer,
    Ask,
    EngineDown,
    Narrow,
    NotBuilt,
    RequestRefused,
    Status,
)
from search.values import DEEPEST, ENDED, FACET_SIZE, FACETS

TIMEOUT: Final = 5.0
WRITE_TIMEOUT: Final = 60.0
VERSION_KEPT: Final = 2.0  # seconds
_CHUNK: Final = 500
_ORDERS: Final[dict[str, list[dict[str, Any]]]] = {
    "relevance": [{"_score": "desc"}, {"length": "asc"}, {"code": "asc"}],
    "newest": [{"certified_sort": "desc"}, {"code": "asc"}],
    "kana": [{"kana_sort": "asc"}, {"code": "asc"}],
    "price": [{"price_yen": {"order": "asc", "missing": "_last"}}, {"code": "asc"}],
    "price_desc": [{"price_yen": {"order": "desc", "missing": "_last"}}, {"code": "asc"}],
    "year": [{"year": {"order": "desc", "missing": "_last"}}, {"code": "asc"}],
}


class Product(Document):
    """The mapping. Token columns are split at spaces only; records and sources are stored, not indexed."""

    code = fields.Keyword()
    nt = fields.Text(analyzer="whitespace", norms=False)
    bt = fields.Text(analyzer="whitespace", norms=False)
    nb = fields.Text(analyzer="whitespace", norms=False)
    bb = fields.Text(analyzer="whitespace", norms=False)
    nu = fields.Text(analyzer="whitespace", norms=False)
    bu = fields.Text(analyzer="whitespace", norms=False)
    kn = fields.Text(analyzer="whitespace", norms=False)
    ro = fields.Text(analyzer="whitespace", norms=False)
    facets = fields.Object(properties={facet: fields.Keyword() for facet in FACETS}, dynamic=False)
    price_yen = fields.Integer()
    year = fields.Integer()
    certified_sort = fields.Keyword()
    kana_sort = fields.Keyword()
    length = fields.Integer()
    suggest = fields.Completion(analyzer="keyword")
    record = fields.Object(enabled=False)
    source = fields.Object(enabled=False)

    class Index:
        name = "template-of-products"  # never created itself; each rebuild clones it
        settings = {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "1s"}  # noqa: RUF012

    class Meta:
        dynamic = "strict"


def translate(node: Node) -> dict[str, Any]:
    """The tree as a query without scores. Plain dictionaries: a question with synonyms has a thousand leaves."""
    if isinstance(node, And):
        return {"bool": {"filter": [translate(child) for child in node.nodes]}}
    if isinstance(node, Or):
        tokens: dict[str, list[str]] = {}
        should: list[dict[str, Any]] = []
        for child in node.nodes:
            if isinstance(child, Token):
                for column in child.columns:
                    tokens.setdefault(column, []).append(child.text)
            else:
                should += _leaf(child) if isinstance(child, Phrase | Prefix) else [translate(child)]
        should += [{"terms": {column: texts}} for column, texts in tokens.items()]
        return {"bool": {"should": should, "minimum_should_match": 1}}
    found = _leaf(node)
    return found[0] if len(found) == 1 else {"bool": {"should": found, "minimum_should_match": 1}}


def _leaf(node: Token | Phrase | Prefix) -> list[dict[str, Any]]:
    if isinstance(node, Phrase):
        return [{"match_phrase": {column: " ".join(node.tokens)}} for column in node.columns]
    kind = "prefix" if isinstance(node, Prefix) else "term"
    return [{kind: {column: node.text}} for column in node.columns]


def _conditions(narrow: Narrow) -> dict[str, DslQuery]:
    """The condition each narrowing facet sets."""
    found = {facet: Q("terms", **{f"facets.{facet}": sorted(values)}) for facet, values in narrow.filters.items()}
    if narrow.hide_ended and "status" not in narrow.filters:
        found["status"] = Q("bool", must_not=[Q("terms", **{"facets.status": sorted(ENDED)})])
    if narrow.price_min is not None or narrow.price_max is not None:
        bounds = {"gte": narrow.price_min, "lte": narrow.price_max}
        bounds = {k: min(max(v, -(2**31)), 2**31 - 1) for k, v in bounds.items() if v is not None}
        priced = Q("range", price_yen=bounds)
        found["price"] = Q("bool", filter=[found["price"], priced]) if "price" in found else priced
    return found


class ElasticsearchEngine:
    """One alias on one server."""

    name = "elasticsearch"

    def __init__(self, url: str, alias: str, *, timeout: float = TIMEOUT) -> None:
        self.alias, self.url = alias, url
        self._client = Elasticsearch(url, request_timeout=timeout, max_retries=0, retry_on_timeout=False)
        self._seen = ("", 0.0)
        self._writer = self._client.options(request_timeout=WRITE_TIMEOUT)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Connection errors, timeouts, 429 and 5xx say "down"; other 4xx are our bug: RequestRefused."""
        try:
            yield
        except (NoConnection, ConnectionTimeout) as error:
            raise EngineDown(str(error)) from error
        except NotFoundError as error:
            raise NotBuilt(str(error)) from error
        except ApiError as error:
            if error.meta.status == 429 or error.meta.status >= 500:
                raise EngineDown(str(error)) from error
            raise RequestRefused(str(error)) from error
        except TransportError as error:
            raise EngineDown(str(error)) from error

    def healthy(self) -> bool:
        """`_cluster/health` answers and is not red; `GET /` is not there on every distribution."""
        try:
            health = self._client.options(request_timeout=1.0).cluster.health()
        except (TransportError, ApiError):
            return False
        return bool(health["status"] != "red")

    # reading

    def request(self, ask: Ask) -> dict[str, Any]:
        """The body of the one request a page makes (benchmarks send it bare)."""
        search: Search[Any] = Search()
        conditions = _conditions(ask.narrow)
        wanted = [f for f in ask.facets if f in FACETS]
        for facet in wanted:
            others = [condition for name, condition in conditions.items() if name != facet]
            outer = search.aggs.bucket(facet, "filter", filter=Q("bool", filter=others) if others else Q("match_all"))
            order = [{"_count": "desc"}, {"_key": "asc"}]
            outer.bucket("values", "terms", field=f"facets.{facet}", size=FACET_SIZE, order=order)
            if chosen := sorted(ask.narrow.filters.get(facet, ())):  # counted even when not among the first
                outer.bucket("chosen", "terms", field=f"facets.{facet}", include=chosen, size=len(chosen))
        if conditions and wanted:
            search = search.post_filter(Q("bool", filter=list(conditions.values())))
        relevance = ask.sort == "relevance"
        first = 0 if relevance and ask.start < CANDIDATES else ask.start
        last = max(CANDIDATES, ask.start + ask.size) if first == 0 and relevance else ask.start + ask.size
        search = search.extra(track_total_hits=True).sort(*_ORDERS[ask.sort])
        search = search[first : max(first, min(last, DEEPEST))].source(["record", "code"] if relevance else ["code"])
        body = search.to_dict()
        body["query"] = _query(ask.node, ask.names if relevance else None, {} if wanted else conditions)
        return body

    def ask(self, ask: Ask) -> Answer:
        """Strict matches in one request."""
        with self._asking():
            found = self._client.search(index=self.alias, **_body(self.request(ask)))
        hits = [hit["_source"] for hit in found["hits"]["hits"]]
        facets = {facet: _counted(found["aggregations"][facet]) for facet in ask.facets if facet in FACETS}
        codes = [hit["code"] for hit in hits]
        records: list[Record] = []
        if ask.sort == "relevance" and ask.start < CANDIDATES:
            records = [record_of(hit["code"], hit["record"]) for hit in hits[:CANDIDATES]]
            codes = codes[ask.start : ask.start + ask.size]
        return Answer(found["hits"]["total"]["value"], codes[: ask.size], records, facets, self._version())

    def best(
        self, scored: Sequence[tuple[Node, int]], narrow: Narrow, limit: int, skip: Collection[str]
    ) -> list[Record]:
        """Highest sum of weights first, each a whole number: no rounding, no idf."""
        weighed = [{"constant_score": {"filter": translate(node), "boost": weight}} for node, weight in scored]
        query: dict[str, Any] = {"bool": {"should": weighed, "minimum_should_match": 1}}
        query["bool"]["filter"] = [condition.to_dict() for condition in _conditions(narrow).values()]
        if skip:
            query["bool"]["must_not"] = [{"terms": {"code": sorted(skip)}}]
        with self._asking():
            found = self._client.search(
                index=self.alias, query=query, sort=_ORDERS["relevance"], size=limit, source_includes=["record", "code"]
            )
        return [record_of(h["_source"]["code"], h["_source"]["record"]) for h in found["hits"]["hits"]]

    def counts(self, nodes: Sequence[Node]) -> tuple[int, list[int]]:
        """Matches of each node, in one request."""
        aggs = {str(at): {"filter": translate(node)} for at, node in enumerate(nodes)}
        with self._asking():
            found = self._client.search(index=self.alias, size=0, track_total_hits=True, aggs=aggs or None)
        return found["hits"]["total"]["value"], [found["aggregations"][name]["doc_count"] for name in aggs]

    def records(self, codes: Sequence[str], narrow: Narrow) -> dict[str, Record]:
        """Records of codes that exist and pass the filters."""
        if not codes:
            return {}
        wanted = [
            {"terms": {"code": list(codes)}},
            *(condition.to_dict() for condition in _conditions(narrow).values()),
        ]
        query = {"bool": {"filter": wanted}}
        with self._asking():
            found = self._client.search(
                index=self.alias, query=query, size=min(len(codes), DEEPEST), source_includes=["record", "code"]
            )
        hits = [hit["_source"] for hit in found["hits"]["hits"]]
        return {hit["code"]: record_of(hit["code"], hit["record"]) for hit in hits}

    def sources(self, codes: Sequence[str]) -> dict[str, Mapping[str, str]]:
        """Texts as given."""
        if not codes:
            return {}
        with self._asking():
            found = self._client.mget(
                index=self.alias, ids=list(codes), source_includes=["source"], source_excludes=["source.keys"]
            )
        return {doc["_id"]: doc["_source"]["source"] for doc in found["docs"] if doc.get("found")}

    def suggest(self, keys: Sequence[str]) -> list[tuple[str, str, str]]:
        """Completion field; short texts first, as the weights say."""
        body = {
            str(at): {
                "prefix": key,
                "completion": {"field": "suggest", "size": PER_SUGGESTION * 4, "skip_duplicates": False},
            }
            for at, key in enumerate(keys)
        }
        with self._asking():
            found = self._client.search(index=self.alias, suggest=body, size=0, source_includes=["code", "source"])
        rows: dict[tuple[int, str, str], str] = {}
        for at, key in enumerate(keys):
            for option in found["suggest"][str(at)][0]["options"]:
                source = option["_source"]
                for kind, given in (("product", "name"), ("maker", "maker")):
                    text = source["source"][given]
                    if text and _begins(source, kind, key):
                        known = rows.get((len(text), text, kind))
                        rows[len(text), text, kind] = source["code"] if known is None else min(known, source["code"])
        return [(text, kind, code) for (_, text, kind), code in sorted(rows.items())[:PER_SUGGESTION]]

    def status(self) -> Status:
        """Raises NotBuilt, EngineDown."""
        with self._asking():
            found = self._client.indices.get_mapping(index=self.alias)
            count = self._client.count(index=self.alias)["count"]
        index, mapping = next(iter(found.items()))
        meta = mapping["mappings"].get("_meta", {})
        version = f"{index}:{meta.get('applied', 0)}:{meta.get('version', '')}"
        return Status(index, version, int(meta.get("applied", 0)), meta.get("analyser", ""), count)

    def _version(self) -> str:
        """The index version, asked for every few seconds only: it names the state, it decides nothing."""
        known, until = self._seen
        if time.monotonic() >= until:
            known = self.status().version
            self._seen = (known, time.monotonic() + VERSION_KEPT)
        return known

    # writing

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Bulk with external versions: a stale write loses. Then the number is remembered in the mapping's `_meta`."""
        with self._asking():
            self.write(self.alias, puts, deletes, require_alias=True)
            index = next(iter(self._client.indices.get_alias(name=self.alias)))
            self.remember(index, upto)

    def write(
        self,
        index: str,
        puts: Sequence[tuple[int, Prepared]],
        deletes: Sequence[tuple[int, str]],
        *,
        require_alias: bool = False,
    ) -> None:
        """Puts and deletes by number, visible when this returns. A missing alias is no reason to invent an index."""
        actions: list[dict[str, Any]] = [_action(index, number, document) for number, document in puts]
        actions += [
            {"_op_type": "delete", "_index": index, "_id": code, "version": number, "version_type": "external_gte"}
            for number, code in deletes
        ]
        for okay, item in helpers.streaming_bulk(
            self._writer, actions, chunk_size=_CHUNK, raise_on_error=False, require_alias=require_alias
        ):
            status = next(iter(item.values()))["status"]
            if okay or status == 409 or (status == 404 and "delete" in item):  # a later write stands; gone already
                continue
            if status == 404:
                raise NotBuilt(f"bulk: {item}")
            raise EngineDown(f"bulk: {item}") if status == 429 or status >= 500 else ValueError(f"bulk: {item}")
        self._writer.indices.refresh(index=index)

    def remember(self, index: str, upto: int) -> None:
        """The last change applied, in the mapping's `_meta`; never back."""
        known = self._client.indices.get_mapping(index=index)[index]["mappings"].get("_meta", {})
        applied = max(upto, int(known.get("applied", 0)))
        meta = {
            "analyser": known.get("analyser", analyser_version()),
            "applied": applied,
            "version": uuid.uuid4().hex[:8],
        }
        self._writer.indices.put_mapping(index=index, meta=meta)

    def build(self, upto: int) -> "ElasticsearchBuilder":
        """A new index beside the live one; indexes a crash left behind go first."""
        with self._asking():
            return ElasticsearchBuilder(self, upto)

    @property
    def writer(self) -> Elasticsearch:
        """The client with patience for writes."""
        return self._writer

    def indexes(self) -> set[str]:
        """All indexes of this alias, live or not."""
        return set(self._writer.indices.get(index=f"{self.alias}-*", features="aliases", expand_wildcards="open"))

    def remove(self) -> None:
        """Delete every index of this alias (scratch indexes, tests)."""
        with self._asking():
            for index in self.indexes():
                self._writer.indices.delete(index=index)


class ElasticsearchBuilder:
    """A rebuild: own index, bulk, alias swap in one step."""

    def __init__(self, engine: ElasticsearchEngine, upto: int) -> None:
        self._engine, self._upto = engine, upto
        writer = engine.writer
        there = writer.indices.exists_alias(name=engine.alias)
        found = set(writer.indices.get_alias(name=engine.alias)) if there else set[str]()
        for left in engine.indexes() - found:
            writer.indices.delete(index=left, ignore_unavailable=True)
        self.index = f"{engine.alias}-{time.strftime('%Y%m%d%H%M%S')}-{uuid.uuid4().hex[:6]}"
        index = Product._index.clone(self.index)
        index.settings(refresh_interval="-1")
        body = index.to_dict()
        body["mappings"]["_meta"] = {"analyser": analyser_version(), "applied": upto, "version": uuid.uuid4().hex[:8]}
        engine.writer.indices.create(index=self.index, mappings=body["mappings"], settings=body["settings"])

    def add(self, batch: Sequence[Prepared], version: int) -> None:
        """Bulk; 409 is a later write that stands."""
        with self._engine._asking():
            actions = (_action(self.index, version, document) for document in batch)
            for okay, item in helpers.parallel_bulk(
                self._engine.writer, actions, thread_count=2, chunk_size=_CHUNK, raise_on_error=False
            ):
                if not okay and next(iter(item.values()))["status"] != 409:
                    raise EngineDown(f"bulk: {item}")

    def refresh(self) -> None:
        """Make all visible and go back to the ordinary refresh; an idle shard without one does not refresh."""
        with self._engine._asking():
            self._engine.writer.indices.refresh(index=self.index)
            self._engine.writer.indices.put_settings(index=self.index, settings={"refresh_interval": "1s"})

    def apply(self, puts: Sequence[tuple[int, Prepared]], deletes: Sequence[tuple[int, str]], upto: int) -> None:
        """Changes logged meanwhile."""
        with self._engine._asking():
            self._engine.write(self.index, puts, deletes)
            self._engine.remember(self.index, upto)

    def swap(self) -> None:
        """One alias update, then the old indexes go."""
        alias = self._engine.alias
        with self._engine._asking():
            old = self._engine.indexes() - {self.index}
            self._engine.writer.indices.update_aliases(
                actions=[
                    {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
                    {"add": {"index": self.index, "alias": alias}},
                ]
            )
            for index in old:
                self._engine.writer.indices.delete(index=index, ignore_unavailable=True)

    def discard(self) -> None:
        """Delete the new index."""
        with self._engine._asking():
            self._engine.writer.indices.delete(index=self.index, ignore_unavailable=True)


def _counted(aggregation: Mapping[str, Any]) -> dict[str, int]:
    """Counts by value of one facet."""
    lists = [aggregation[name]["buckets"] for name in ("values", "chosen") if name in aggregation]
    return {bucket["key"]: bucket["doc_count"] for buckets in lists for bucket in buckets}


def _query(node: Node | None, names: Node | None, conditions: Mapping[str, DslQuery]) -> dict[str, Any]:
    """What must match; documents whose name matches score 1, others 0."""
    wanted = [condition.to_dict() for condition in conditions.values()]
    if node is not None:
        wanted.insert(0, translate(node))
    query: dict[str, Any] = {"filter": wanted}
    if names is not None:
        query["should"] = [{"constant_score": {"filter": translate(names)}}]
    return {"bool": query} if wanted else {"match_all": {}}


def _body(body: dict[str, Any]) -> dict[str, Any]:
    """A request body as keyword arguments of the client."""
    body = dict(body)
    body["source"] = body.pop("_source", None)
    body["from_"] = body.pop("from", None)
    return {key: value for key, value in body.items() if value is not None}


def _action(index: str, number: int, document: Prepared) -> dict[str, Any]:
    inputs: dict[str, dict[str, list[str]]] = {}
    for key, text, kind in document.keys:
        inputs.setdefault(kind, {}).setdefault(text, []).append(key)
    suggest = [
        {"input": sorted(set(keys)), "weight": max(1, 1000 - len(text))}
        for texts in inputs.values()
        for text, keys in texts.items()
    ]
    return {
        "_op_type": "index",
        "_index": index,
        "_id": document.code,
        "version": number,
        "version_type": "external_gte",
        "_source": {
            "code": document.code,
            **{column: document.columns[column] for column in COLUMNS},
            "facets": {facet: values for facet, values in document.facets.items() if facet in FACETS},
            "price_yen": document.price_yen,
            "year": document.year,
            "certified_sort": document.certified_on,
            "kana_sort": document.kana_sort,
            "length": document.length,
            "suggest": suggest,
            "record": document.record,
            "source": {**document.source, "keys": [[key, kind] for key, _, kind in document.keys]},
        },
    }


def _begins(source: Mapping[str, Any], kind: str, key: str) -> bool:
    """Whether a key of this kind begins so."""
    return any(known.startswith(key) for known, of in source["source"]["keys"] if of == kind)
