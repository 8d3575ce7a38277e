"""Small files, small functions, names that say something; core is a closed list."""

import ast

from tests.architecture.sources import APPS, ROOT, files, modules, name, tree

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LONGEST_SCRIPT = 150
NAMELESS = {"utils.py", "helpers.py", "misc.py", "common.py", "exceptions.py", "signals.py"}
CORE = {
    "__init__", "antivirus", "append_only", "apps", "audit", "clock", "files", "forms", "invariants", "mail",
    "middleware", "outbox", "pdf", "postcodes", "roles", "tasks", "throttle", "widgets",
    "domain", "fonts", "management", "migrations", "models", "services", "templates",
}  # fmt: skip


def lines(path):
    return len(path.read_text().splitlines())


def test_no_file_is_over_500_lines():
    assert [f"{name(path)}: {lines(path)}" for path in modules(under=()) if lines(path) > LONGEST_FILE] == []


def test_no_function_is_over_60_lines():
    long = [
        f"{name(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in modules(under=())
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_half_the_modules_are_short():
    lengths = sorted(lines(path) for path in modules() if lines(path))
    assert lengths[len(lengths) // 2] <= 120


def test_no_script_is_over_150_lines():
    own = [path for path in files(".js", under=("static",)) if "vendor" not in path.parts]
    assert [f"{name(path)}: {lines(path)}" for path in own if lines(path) > LONGEST_SCRIPT] == []


def test_no_module_has_a_name_that_says_nothing():
    assert [name(path) for path in modules(under=()) if path.name in NAMELESS] == []


def test_every_module_opens_with_a_docstring_of_one_to_six_lines():
    faults = []
    for path in modules(under=(*APPS, "tests", "benchmarks")):
        if not path.read_text().strip():
            continue
        words = ast.get_docstring(tree(path))
        if not words or len(words.splitlines()) > 6:
            faults.append(name(path))
    assert faults == []


def test_core_is_a_closed_list():
    found = {path.relative_to(ROOT / "core").parts[0].removesuffix(".py") for path in files(".py", under=("core",))}
    assert found <= CORE, f"core/ grew by {found - CORE}: find it a place in an app, or widen the list with an ADR"


def test_top_level_folders_are_those_of_the_house():
    house = {*APPS, "templates", "static", "locale", "tests", "docker", "benchmarks", "docs", ".ci"}
    found = {path.relative_to(ROOT).parts[0] for path in files(".py", ".html", ".md", ".css", ".js", ".yaml")}
    assert {part for part in found if "." not in part.lstrip(".")} <= house
