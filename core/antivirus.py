"""Asking a ClamAV daemon about the bytes of an upload (its INSTREAM command), when CLAMAV_URL names one.

Protocol: https://docs.clamav.net/manual/Usage/ClamdProtocol.html
"""

import socket
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 3310
TIMEOUT: Final = 30.0  # seconds for each step
CHUNK: Final = 64 * 1024
LONGEST_ANSWER: Final = 4096


class Unreachable(Exception):
    """The scanner does not answer, or answers something else than clean or found."""


def found(data: bytes, url: str) -> str | None:
    """Name of the malware in `data`, None when clean. `url`: tcp://host:3310 or unix:///path. Raises Unreachable."""
    try:
        with _connect(url) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                line.sendall(len(part).to_bytes(4, "big") + part)
            line.sendall(bytes(4))
            answer = _answer(line)
    except (OSError, ValueError) as error:
        raise Unreachable(str(error)) from error
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Unreachable(answer or "no answer")


def _connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(TIMEOUT)
        line.connect(parts.path)
        return line
    if parts.scheme != "tcp" or not parts.hostname:
        raise ValueError(f"CLAMAV_URL is neither tcp://host:port nor unix:///path: {url}")
    return socket.create_connection((parts.hostname, parts.port or PORT), timeout=TIMEOUT)


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        heard += part
    return heard.rstrip(b"\0\n").decode(errors="replace")
