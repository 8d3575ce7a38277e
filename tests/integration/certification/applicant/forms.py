"""Posting a page of the form as a browser does: every control the page shows, with what is typed over it."""

import html
import re
from typing import Any

TAG = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:(.*?)</\1>)?", re.DOTALL)
ATTRIBUTE = re.compile(r"([\w.:-]+)(?:=\"([^\"]*)\")?")


def fields(page: str) -> dict[str, Any]:
    """{name: value or values} of the page's own form, unchecked boxes and files left out."""
    form = page[page.index('id="section-form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, Any] = {}
    for kind, head, body in TAG.findall(form):
        attributes = {name: html.unescape(value) for name, value in ATTRIBUTE.findall(head)}
        name, typ = attributes.get("name"), attributes.get("type", "text")
        if not name or typ in ("file", "submit") or (typ in ("radio", "checkbox") and "checked" not in attributes):
            continue
        if kind == "textarea":
            value = html.unescape(body).removeprefix("\n").replace("\r\n", "\n")
        elif kind == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', body)
            value = html.unescape(chosen[1]) if chosen else ""
        else:
            value = attributes.get("value", "")
        if name in ("shown", "clash"):
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


def open_page(client: Any, address: str) -> dict[str, Any]:
    """The fields of the page at this address."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return fields(answer.content.decode())
