"""Pictures at the size a page shows them, and papers without the properties that name their author."""

import io
from typing import Final

import pypdf
from PIL import Image

from core.models import StoredFile

SIDES: Final = (160, 960, 2000)  # longest side in pixels: in the head, side by side, enlarged


def rendition(stored: StoredFile, side: int) -> bytes:
    """The picture as JPEG, at most `side` long. Raises OSError for a file that is no picture any more."""
    with stored.file.open("rb") as source, Image.open(source) as image:
        image.draft("RGB", (side, side))  # a JPEG is decoded small from the start
        image.thumbnail((side, side))
        out = io.BytesIO()
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.convert("RGBA").getchannel("A") if image.mode in ("RGBA", "LA", "P") else None)
        flat.save(out, "JPEG", quality=82)
        return out.getvalue()


def bare_pdf(stored: StoredFile) -> bytes:
    """The pages of a PDF without its properties: author, title, program, dates, XMP. Raises pypdf.errors.PyPdfError."""
    with stored.file.open("rb") as source:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(source.read()))
    writer.metadata = None
    writer.xmp_metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
