"""Rules of the house that a reader of the code can check by eye: one writer of status, no signals, one clock."""

import ast

import pytest

from tests.architecture.sources import APPS, calls, files, modules, name, tree

WRITERS_OF_STATUS = {
    "certification/services/transitions.py",  # applications, certificates, challenge plans
    "catalog/services/publishing.py",  # the read model follows what certification says
    "catalog/services/public_records.py",  # the same for public records
    "catalog/services/donation_listings.py",  # offers on portals
}
WRITING = {"update", "create", "get_or_create", "update_or_create", "bulk_update"}
READERS_OF_THE_CLOCK = {"core/clock.py"}


def status_written(path):
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Attribute) and target.attr == "status":
                yield node.lineno
    for call in calls(path):
        manager = isinstance(call.func, ast.Attribute) and call.func.attr in WRITING
        if manager and any(word.arg == "status" for word in call.keywords):
            yield call.lineno


def test_status_has_one_writer():
    found = [
        f"{name(path)}:{line}"
        for path in modules(under=("certification", "catalog", "home"))
        if name(path) not in WRITERS_OF_STATUS
        for line in status_written(path)
    ]
    assert found == []


def test_flow_uses_no_signals():
    faults = []
    for path in modules(migrations=True):
        for node in ast.walk(tree(path)):
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            if (module or "").startswith(("django.db.models.signals", "django.dispatch", "wagtail.signals")):
                faults.append(f"{name(path)}:{node.lineno}")
    assert faults == []


def test_clock_has_one_reader():
    now = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")}
    faults = []
    for path in modules():
        if name(path) in READERS_OF_THE_CLOCK:
            continue
        for call in calls(path):
            of = call.func.value if isinstance(call.func, ast.Attribute) else None
            owner = of.id if isinstance(of, ast.Name) else of.attr if isinstance(of, ast.Attribute) else ""
            if (owner, getattr(call.func, "attr", "")) in now:
                faults.append(f"{name(path)}:{call.lineno}")
    assert faults == []


@pytest.mark.parametrize("room", ["domain", "services", "selectors", "models"])
def test_time_is_passed_in(room):
    faults = []
    for path in modules():
        if room not in path.parts and path.stem != room:
            continue
        if room == "models" and "page" in path.stem:
            continue  # a Wagtail page's get_context is its view
        for call in calls(path):
            of = call.func.value if isinstance(call.func, ast.Attribute) else None
            if isinstance(of, ast.Name) and of.id == "clock" and call.func.attr in {"now", "today"}:
                faults.append(f"{name(path)}:{call.lineno}")
    assert faults == []


def test_services_never_see_a_request():
    faults = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        if "services" in path.parts or "selectors" in path.parts or "domain" in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.arg) and node.arg == "request"
    ]
    assert faults == []


def spoken(path):
    """What a file can show to somebody: of a module its strings without docstrings, of any other file all of it."""
    if path.suffix != ".py":
        return path.read_text()
    nodes = list(ast.walk(tree(path)))
    quiet = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = (node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return "\n".join(node.value for node in strings if id(node) not in quiet)


def test_city_stands_in_data_only():
    data = (
        "catalog/data/",
        "certification/data/",
        "home/data/",
        "home/demo/",
        "search/data/",
        "benchmarks/",
        "locale/",
    )
    endings = (".py", ".html", ".txt", ".js", ".css", ".typ", ".toml", ".yaml", ".sh")
    code = files(*endings, under=(*APPS, "templates", "static", "docker"))
    assert [name(path) for path in code if "つくば" in spoken(path) and not name(path).startswith(data)] == []
