"""The loop inside a side's process, and the measuring of a page; runs in ours and in the peer's environment."""

import json
import os
import re
import statistics
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

processor: dict[str, list[float]] = {}


def serve(operations: Mapping[str, Callable[..., Any]]) -> None:
    """Answer JSON lines until the other end closes. What is printed meanwhile goes to the log."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"value": operations[asked.pop("do")](**asked)}
        except Exception:  # noqa: BLE001 -- told to the other end
            answer = {"error": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def content_of(response: Any) -> bytes:
    """The whole body, streamed or not."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def timed(client: Any, url: str, times: int) -> list[float]:
    """Seconds of each of `times` requests; what they cost the processor is kept for `facts`."""
    found = []
    for _ in range(times):
        start, busy = time.perf_counter(), time.process_time()
        content_of(client.get(url))
        found.append(time.perf_counter() - start)
        processor.setdefault(url, []).append(time.process_time() - busy)
    return found


def facts(client: Any, url: str, row: str) -> dict[str, Any]:
    """Status, queries, bytes and rows of one more request; `row`: a pattern with one match per row. `processor_s`: the
    median of processor seconds of the timed ones, which a busy machine disturbs less.
    """
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
        body = content_of(response)
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
    queries = sum(not query["sql"].upper().startswith(marks) for query in captured)
    rows = len(set(re.findall(row, body.decode("utf-8", "replace"))))
    busy = statistics.median(processor.get(url) or [0.0])
    found = {"status": response.status_code, "queries": queries, "bytes": len(body), "rows": rows}
    return {**found, "processor_s": round(busy, 6)}
