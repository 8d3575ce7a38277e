"""The fakes behave as what they stand for."""

import socket

import pytest
from django.core.mail import EmailMessage

from tests.fakes import BrokenMail, cable


@pytest.fixture
def echo():
    """A server that says back what it hears, once per conversation."""
    server = socket.create_server(("127.0.0.1", 0))
    yield server
    server.close()


def ask(url, server):
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as near:
        near.sendall(b"hello")
        far, _ = server.accept()
        with far:
            far.settimeout(5)
            assert far.recv(10) == b"hello"
            far.sendall(b"hi")
            near.settimeout(5)
            return near.recv(10)


def test_cable_carries_until_pulled_and_again_when_plugged(echo):
    with cable(f"http://127.0.0.1:{echo.getsockname()[1]}") as line:
        assert ask(line.url, echo) == b"hi"
        line.pull()
        with socket.create_connection(("127.0.0.1", int(line.url.rpartition(":")[2])), timeout=5) as near:
            near.settimeout(5)
            assert near.recv(1) == b""
        line.plug()
        assert ask(line.url, echo) == b"hi"


def test_broken_mail_refuses():
    with pytest.raises(ConnectionRefusedError):
        BrokenMail().send_messages([EmailMessage("a", "b", to=["a@example.org"])])
