"""rebuild_search and evaluate_search."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.engines import registry
from search.engines.base import NotBuilt

HEAD = (
    *("product_name", "product_kana", "business_name", "municipality", "category", "certified_fiscal_year"),
    *("price_yen", "description_ja", "programme"),
)


def table(path: Path, head: tuple[str, ...], *rows: tuple[object, ...]) -> str:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([head, *rows])
    return str(path)


@pytest.mark.django_db
def test_evaluate_measures_on_a_scratch_index_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    products = table(
        tmp_path / "p.csv", HEAD,
        ("福来みかんジャム", "ふくれみかんじゃむ", "工房", "つくば市", "菓子", "2020", "800", "みかんのジャム", "選定"),
        ("くるみパン", "", "", "", "パン", "", "", "", ""),
    )  # fmt: skip
    queries = table(
        tmp_path / "q.csv", ("query_id", "query", "kind"), ("q1", "みかん", "exact"), ("q2", "ぬぬぬ", "none")
    )
    qrels = table(
        tmp_path / "r.csv",
        ("query_id", "product_name", "business_name", "grade"),
        ("q1", "福来みかんジャム", "工房", 2),
    )
    call_command("evaluate_search", products=products, queries=queries, qrels=qrels, engine="embedded", json=True)
    figures = json.loads(capsys.readouterr().out)
    assert (figures["ndcg_at_10"], figures["recall_at_10"], figures["zero_hits"]) == (1.0, 1.0, 1)
    assert figures["per_query"][0]["hits"][0] == "福来みかんジャム@工房"
    with pytest.raises(NotBuilt):
        registry.embedded().status()


def test_evaluate_names_a_missing_file() -> None:
    with pytest.raises(CommandError, match="no file"):
        call_command("evaluate_search", products="x", queries="x", qrels="x")


@pytest.mark.django_db
def test_rebuild_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("rebuild_search", engine="embedded")
    assert capsys.readouterr().out.startswith("embedded: ")
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        call_command("rebuild_search", engine="elasticsearch")
