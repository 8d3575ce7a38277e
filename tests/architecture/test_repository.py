"""Facts about the repository as a whole: reasons of dependencies, no path of one machine, documents kept."""

import re
import subprocess
import tomllib

import pytest
from django.core.management import call_command, get_commands

from tests.architecture.sources import ROOT, files, name, tracked

TEXT = (".py", ".md", ".html", ".css", ".js", ".toml", ".yaml", ".yml", ".sh", ".txt", ".csv", ".json", ".typ", "")
# Folders of one person's machine; a container's own folders are named in docker/.
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root|home/\w+|Users/\w+|tmp)/")


def test_every_dependency_carries_its_reason():
    entry = re.compile(r'^  "[^"]+",?(.*)$')
    inside, bare = False, []
    for line in (ROOT / "pyproject.toml").read_text().splitlines():
        if re.match(r"(dependencies|dev) = \[", line):
            inside = True
        elif line == "]":
            inside = False
        elif inside and not re.match(r"\s+# \w+", entry.sub(r"\1", line)):
            bare.append(line)
    assert bare == []


def test_dependencies_are_locked():
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    locked = {package["name"] for package in lock["package"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    wanted = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-").replace(".", "-") for line in project}
    assert wanted - locked == set()


def test_no_file_names_a_folder_of_one_machine():
    allowed = ("docker/", "uv.lock")
    found = [
        f"{name(path)}: {hit[0]}"
        for path in tracked()
        if path.suffix in TEXT and not name(path).startswith(allowed) and path.stat().st_size < 1_000_000
        if (hit := MACHINE.search(path.read_text(errors="ignore")))
    ]
    assert found == []


def test_no_file_is_left_half_done():
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")) + r")\b")
    found = [
        f"{name(path)}: {hit[0]}"
        for path in files(".py", ".html", ".js", ".css", ".md", ".sh", ".toml")
        if "vendor" not in path.parts
        if (hit := marks.search(path.read_text()))
    ]
    assert found == []


def test_nothing_generated_is_committed():
    generated = re.compile(r"(^|/)(var|__pycache__|node_modules|\.venv)/|\.(pyc|sqlite3|log|zip|orig|rej)$")
    assert [name(path) for path in tracked() if generated.search(name(path))] == []


@pytest.mark.parametrize(
    "document",
    [
        "README.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operations.md", "docs/security.md",
        "docs/architecture.md", "docs/glossary.md", "docs/reference/settings.md", "docs/reference/states.md",
    ],
)  # fmt: skip
def test_document_is_there(document):
    assert (ROOT / document).stat().st_size > 200


def test_every_setting_is_documented():
    reference = (ROOT / "docs/reference/settings.md").read_text()
    read = re.compile(r"env\.\w+\(\s*\"([A-Z_]+)\"")
    sources = [*sorted((ROOT / "home/settings").glob("*.py"))]
    wanted = {variable for path in sources for variable in read.findall(path.read_text())}
    assert sorted(variable for variable in wanted if f"`{variable}`" not in reference) == []


def test_every_command_of_the_house_is_documented():
    operations = (ROOT / "docs/operations.md").read_text()
    own = {path.stem for path in files(".py") if "commands" in path.parts and path.stem != "__init__"}
    assert sorted(command for command in own if f"`{command}" not in operations) == []


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_links_inside_the_documents_lead_somewhere():
    link = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
    broken = [
        f"{name(path)}: {target}"
        for path in files(".md")
        for target in link.findall(path.read_text())
        if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists()
    ]
    assert broken == []


@pytest.mark.skipif("draw_states" not in get_commands(), reason="the certification app draws its states")
def test_pictures_of_the_states_are_those_of_the_tables():
    call_command("draw_states", "--check")


def test_shell_scripts_are_well_formed():
    scripts = [ROOT / ".ci/run", *files(".sh")]
    for script in scripts:
        answer = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
        assert answer.returncode == 0, answer.stderr
        assert "set -eu" in script.read_text(), name(script)
