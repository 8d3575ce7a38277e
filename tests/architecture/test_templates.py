"""Templates: used, described, nothing inline, no literal colour outside the tokens."""

import re

from tests.architecture.sources import APPS, ROOT, files, modules, name
from tests.harness.client import INLINE

# Templates that take the place of a package's, or that Django asks for by name.
BY_NAME = re.compile(
    r"(^|/)(account|allauth|mfa|wagtailadmin|django|admin)/|(^|/)(400|403|404|500|robots)\.(html|txt)$"
)
OPENING = re.compile(r"^\s*(\{% load [^%]+%\}\s*)*\{% comment %\}.+?\{% endcomment %\}", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch|oklab)\(", re.IGNORECASE)
COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)
CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def templates(suffix=".html"):
    return [path for path in files(suffix, under=(*APPS, "templates")) if "templates" in path.parts]


def template_name(path):
    """The name Django knows it by."""
    parts = path.relative_to(ROOT).parts
    return "/".join(parts[parts.index("templates") + 1 :])


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in (*templates(), *templates(".txt"), *modules()))
    unused = [
        name(path)
        for path in (*templates(), *templates(".txt"))
        if not BY_NAME.search(template_name(path))
        and template_name(path) not in text
        and not (template_name(path).startswith("mail/") and f'"{path.stem}"' in text)
    ]
    assert unused == []


def test_every_component_opens_with_its_variables():
    components = [path for path in templates() if "components" in path.parts]
    assert components
    assert [name(path) for path in components if not OPENING.match(path.read_text())] == []


def test_nothing_is_inline():
    faults = []
    for path in templates():
        if "wagtailadmin" in path.parts or "office" in path.parts:
            continue  # the office desk has a policy of its own (docs/security.md)
        text = COMMENT.sub("", path.read_text())
        faults += [f"{name(path)}: {words}" for pattern, words in INLINE[:4] if pattern.search(text)]
    assert faults == []


def test_colours_stand_in_the_tokens_only():
    faults = []
    for path in files(".css", under=("static", *APPS)):
        if path.name == "tokens.css" or "vendor" in path.parts:
            continue
        hit = COLOUR.search(CSS_COMMENT.sub("", path.read_text()))
        if hit:
            faults.append(f"{name(path)}: {hit[0]}")
    assert faults == []


def test_no_component_asks_the_database():
    asks = re.compile(r"(?<!loop)\.(all|count|exists|first|last)\b")
    faults = [
        name(path)
        for path in templates()
        if asks.search(COMMENT.sub("", path.read_text())) and "components" in path.parts
    ]
    assert faults == []
