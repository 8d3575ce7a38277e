"""Measure search quality on judged queries, on a scratch index built from the CSV alone."""

import json
import tempfile
import time
import uuid
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search import analyser, answering, evaluation
from search.engines.base import Engine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.engines.store import FileStore
from search.public_records import allergens, documents_of, rows_of, seed_lexicon
from search.values import Query


class Command(BaseCommand):
    help = "nDCG@10, recall@10 and zero-hit rate of judged queries, on a scratch index (never the site's own data)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name in ("--products", "--queries", "--qrels"):
            parser.add_argument(name, required=True, help="CSV file")
        parser.add_argument("--engine", choices=("embedded", "elasticsearch"), default="embedded")
        parser.add_argument("--json", action="store_true", help="figures as JSON, per query")

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ("products", "queries", "qrels"):
            if not Path(options[name]).is_file():
                raise CommandError(f"--{name}: no file {options[name]}")
        if options["engine"] == "embedded":
            with tempfile.TemporaryDirectory() as folder:
                store = FileStore(Path(folder) / "scratch.sqlite3")
                figures = measure(EmbeddedEngine(store), options["products"], options["queries"], options["qrels"])
                store.close()
        else:
            url = settings.ELASTICSEARCH_URL or getattr(settings, "ELASTICSEARCH_TEST_URL", "")
            if not url:
                raise CommandError("Set ELASTICSEARCH_URL to measure Elasticsearch.")
            engine = ElasticsearchEngine(url, f"scratch-{uuid.uuid4().hex[:10]}")
            try:
                figures = measure(engine, options["products"], options["queries"], options["qrels"])
            finally:
                engine.remove()
        self.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) if options["json"] else table(figures))


def measure(engine: Engine, products: str, queries: str, qrels: str) -> dict[str, Any]:
    """Build, ask, judge. Products are judged by name and maker."""
    documents = list(documents_of(products))
    codes = {(d.name, d.maker): d.code for d in documents}
    names = {d.code: f"{d.name}@{d.maker}" for d in documents}
    builder = engine.build(0)
    builder.add(analyser.prepare_many(documents), 1)
    builder.refresh()
    builder.swap()
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows_of(qrels):
        key = (row["product_name"], row["business_name"])
        grades[row["query_id"]][codes.get(key, "@".join(key))] = int(row["grade"])
    per_query: list[dict[str, Any]] = []
    for row in rows_of(queries):
        started = time.perf_counter()
        query = Query(row["query"], page_size=evaluation.DEPTH, include_expired=True)
        page = answering.answer(query, engine, seed_lexicon(), allergens())
        found = [hit.code for hit in page.hits]
        judged = grades.get(row["query_id"], {})
        per_query.append(
            {
                "query_id": row["query_id"],
                "query": row["query"],
                "kind": row.get("kind", ""),
                "ndcg": evaluation.ndcg(found, judged),
                "recall": evaluation.recall(found, judged),
                "zero_hit": not any(hit.tier <= 3 for hit in page.hits),  # neighbours and popular items do not count
                "total": page.total,
                "relaxed": page.relaxed,
                "ms": round((time.perf_counter() - started) * 1000, 2),
                "hits": [names[code] for code in found],
                "tiers": [hit.tier for hit in page.hits],
            }
        )
    kinds = sorted({q["kind"] for q in per_query})
    return {
        "engine": engine.name,
        "analyser": analyser.analyser_version(),
        "products": len(documents),
        "queries": len(per_query),
        "ndcg_at_10": round(evaluation.mean([q["ndcg"] for q in per_query]), 4),
        "recall_at_10": round(evaluation.mean([q["recall"] for q in per_query]), 4),
        "zero_hits": sum(q["zero_hit"] for q in per_query),
        "zero_hit_rate": round(sum(q["zero_hit"] for q in per_query) / max(1, len(per_query)), 4),
        "by_kind": {k: round(evaluation.mean([q["ndcg"] for q in per_query if q["kind"] == k]), 3) for k in kinds},
        "per_query": per_query,
    }


def table(figures: dict[str, Any]) -> str:
    """The figures for a terminal."""
    lines = [f"{q['ndcg'] or 0:.3f}  {q['kind']:<10} {q['query']}" for q in figures["per_query"]]
    head = ("engine", "products", "queries", "ndcg_at_10", "recall_at_10", "zero_hits", "zero_hit_rate")
    return "\n".join([*lines, *(f"{name}: {figures[name]}" for name in head), f"by kind: {figures['by_kind']}"])
