"""The sizes and formats every product photograph is made in; templates name the same ones (a test compares)."""

FORMATS = ("avif", "webp", "jpeg")
CARD = ("fill-320x240", "fill-640x480")
LARGE = ("width-480", "width-960", "width-1440")
SPECS = tuple(f"format-{form}|{size}" for size in (*CARD, *LARGE) for form in FORMATS)
