"""Stand-ins for what lies outside this machine, and a way to break what lies inside it."""

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

BUFFER = 65_536


class BrokenMail(BaseEmailBackend):
    """A mail server that is down: `settings.EMAIL_BACKEND = "tests.fakes.BrokenMail"`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise ConnectionRefusedError(111, "mail server is down")


class Cable:
    """A loopback line to a real server that can be pulled out and put back: the server never notices."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.target = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.pulled = False
        self.ends: list[socket.socket] = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = parts._replace(netloc=f"127.0.0.1:{self.door.getsockname()[1]}").geturl()
        threading.Thread(target=self._serve, daemon=True).start()

    def pull(self) -> None:
        """Cut every conversation; refuse new ones."""
        self.pulled = True
        while self.ends:
            close(self.ends.pop())

    def plug(self) -> None:
        """Everything works again."""
        self.pulled = False

    def remove(self) -> None:
        """The end of the line."""
        self.pull()
        close(self.door)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.door.accept()
                if self.pulled:
                    close(near)
                    continue
                far = socket.create_connection(self.target, timeout=30)
                self.ends += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=carry, args=(source, sink), daemon=True).start()


def carry(source: socket.socket, sink: socket.socket) -> None:
    """Bytes from one end to the other until either is closed."""
    with contextlib.suppress(OSError):
        while data := source.recv(BUFFER):
            sink.sendall(data)
    close(source)
    close(sink)


def close(end: socket.socket) -> None:
    """Close at once; the other side sees it."""
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextlib.contextmanager
def cable(url: str) -> Iterator[Cable]:
    """A line to `url` for as long as the block runs."""
    line = Cable(url)
    try:
        yield line
    finally:
        line.remove()
