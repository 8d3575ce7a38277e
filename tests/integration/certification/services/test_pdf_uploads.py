"""PDFs as evidence: whole ones are kept, broken ones come back with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import files
from tests.factories.cast import AT

BODY = (
    b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n"
)
END = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(BODY)
NEWER = b"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm >>\nendobj\n2 0 obj\n<< /Type /XRef >>\nendobj\nstartxref\n46\n%%EOF"


def accept(data: bytes) -> object:
    return files.accept(SimpleUploadedFile("証明.pdf", data), by=None, at=AT, purpose="document")


@pytest.mark.parametrize("data", [BODY + END, NEWER, BODY + END + b"\r\n" * 20])
def test_whole_pdf_is_kept(db, data):
    assert accept(data).content_type == "application/pdf"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.4\nThis is not a document at all.\n%%EOF",
        BODY,
        (BODY + END)[:-60],
        BODY + END.replace(b"startxref\n%d" % len(BODY), b"startxref\n99999"),
        b"%PDF-1.4\n" + END.replace(b"startxref\n%d" % len(BODY), b"startxref\n9"),
    ],
    ids=["header", "words", "no_end", "cut", "points_nowhere", "no_page"],
)
def test_broken_pdf_is_refused_with_a_sentence(db, data):
    with pytest.raises(files.Refused, match=r"「証明\.pdf」は壊れているか、途中で切れています"):
        accept(data)
