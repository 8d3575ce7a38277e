"""One side of a comparison: a process of its own that answers JSON lines, so that both stay warm and take turns."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks import places


class SideFailed(Exception):
    """The side ended or refused; the text is what it said."""


class Side:
    """`with Side("site", env=…) as ours: ours.ask("get", …)`: a module of benchmarks.sides."""

    def __init__(self, name: str, *, env: Mapping[str, str], python: Path | None = None) -> None:
        self._log = (places.folder("logs") / f"{name}.log").open("ab")
        self._process = subprocess.Popen(
            [python or sys.executable, "-m", "benchmarks.sides", name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, env=dict(env), cwd=places.ROOT, text=True,
        )  # fmt: skip

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Call one operation of the side. Raises SideFailed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": operation, **arguments}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise SideFailed(f"the side ended; see {self._log.name}") from error
        line = self._process.stdout.readline()
        if not line:
            raise SideFailed(f"the side ended during {operation}; see {self._log.name}")
        answer = json.loads(line)
        if "error" in answer:
            raise SideFailed(answer["error"])
        return answer["value"]

    def __enter__(self) -> "Side":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._log.close()
