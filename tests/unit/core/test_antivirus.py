"""The scanner is asked as ClamAV's INSTREAM wants it, and nothing passes that it has not called clean."""

import socket
import threading
from contextlib import closing

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import antivirus, clock, files


def take(line, wanted):
    heard = b""
    while len(heard) < wanted:
        heard += line.recv(wanted - len(heard))
    return heard


class Scanner:
    """A daemon for one question: keeps the bytes it was sent, gives the answer it was told."""

    def __init__(self, answer):
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        line, _ = self.door.accept()
        with closing(line):
            assert take(line, 10) == b"zINSTREAM\0"
            while size := int.from_bytes(take(line, 4), "big"):
                self.heard += take(line, size)
            line.sendall(self.answer)


@pytest.fixture
def scanner():
    made = []

    def start(answer):
        made.append(Scanner(answer))
        return made[-1]

    yield start
    for each in made:
        each.thread.join(5)
        each.door.close()


def test_clean_bytes_pass_and_all_of_them_were_seen(scanner):
    daemon = scanner(b"stream: OK\0")
    data = bytes(range(256)) * 1000

    assert antivirus.found(data, daemon.url) is None
    daemon.thread.join(5)
    assert daemon.heard == data


def test_find_is_named(scanner):
    assert antivirus.found(b"x", scanner(b"stream: Eicar-Signature FOUND\0").url) == "Eicar-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: lstat() failed ERROR\0"])
def test_any_other_answer_is_not_clean(scanner, answer):
    with pytest.raises(antivirus.Unreachable):
        antivirus.found(b"x", scanner(answer).url)


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:1", "clamav", "http://127.0.0.1:3310"])
def test_scanner_that_is_not_there_is_said(url):
    with pytest.raises(antivirus.Unreachable):
        antivirus.found(b"x", url)


def test_upload_with_malware_is_refused_before_it_is_opened(scanner, settings):
    settings.CLAMAV_URL = scanner(b"stream: Eicar-Signature FOUND\0").url
    upload = SimpleUploadedFile("申請.pdf", b"%PDF-1.7")

    with pytest.raises(files.Refused, match=r"「申請\.pdf」からウイルスが見つかった"):
        files.accept(upload, by=None, at=clock.now(), purpose="document")


def test_upload_is_refused_while_the_scanner_is_down(settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    upload = SimpleUploadedFile("申請.pdf", b"%PDF-1.7")

    with pytest.raises(files.Refused, match="いまウイルス検査ができないため"):
        files.accept(upload, by=None, at=clock.now(), purpose="document")
