"""The real servers are what their names say."""

import json
import urllib.request

import psycopg


def test_postgres_is_eighteen(postgres_url):
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    assert row[0].startswith("18.")


def test_elasticsearch_is_genuine(elasticsearch_url):
    with urllib.request.urlopen(f"{elasticsearch_url}/_nodes", timeout=5) as answer:
        assert answer.headers["X-elastic-product"] == "Elasticsearch"
        nodes = json.load(answer)["nodes"]
    assert [node["version"] for node in nodes.values()] == ["8.19.8"]
