"""Our site under gunicorn with two workers, as in production; requests by the standard library."""

import contextlib
import http.client
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import places
from tests.servers import free_port

WORKERS = 2


@contextlib.contextmanager
def gunicorn(env: Mapping[str, str], log: Path) -> Iterator[int]:
    """Yields the port."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "home.wsgi:application", "--workers", str(WORKERS), "--threads", "4",
        "--bind", f"127.0.0.1:{port}", "--log-level", "warning", "--timeout", "60",
    ]  # fmt: skip
    with log.open("ab") as written:
        process = subprocess.Popen(command, cwd=places.ROOT, env=dict(env), stdout=written, stderr=written)
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            if Visitor(port).get("/healthz")[0] == 200:
                return
        time.sleep(0.3)
    raise places.NotHere("gunicorn did not answer")


class Visitor:
    """One browser: a connection kept open, cookies kept."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = dict(cookies or {})
        self._port = port
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        return self._send("GET", path, None)

    def post(self, path: str, form: Sequence[tuple[str, str]]) -> tuple[int, str]:
        """A form sent with the token of the cookie; redirects are not followed."""
        return self._send("POST", path, urlencode([*form, ("csrfmiddlewaretoken", self.cookies.get("csrftoken", ""))]))

    def _send(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            if method != "GET":
                raise  # a form is never sent again by itself
            self._line.close()
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        return answer.status, text
