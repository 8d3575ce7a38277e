"""Imports run one way: the contracts of pyproject.toml hold, and cover all apps and all strict rooms."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, ROOT, modules, name, tree

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_imports_keep_the_contracts():
    program = Path(sys.executable).parent / "lint-imports"
    answer = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]


def test_layers_name_every_app_from_top_to_bottom():
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    assert layers == ["home", "certification", "catalog", "search", "core"]
    assert set(layers) == set(APPS)


@pytest.mark.parametrize("app", ["core", "catalog", "certification"])
@pytest.mark.parametrize("room", ["domain", "services", "selectors"])
def test_types_are_strict_in_the_rooms_where_a_mistake_costs_most(app, room):
    assert f"{app}.{room}.*" in PYPROJECT["tool"]["mypy"]["overrides"][0]["module"]


def test_types_are_strict_in_search_and_permissions():
    strict = set(PYPROJECT["tool"]["mypy"]["overrides"][0]["module"])
    assert {"search.*", "catalog.permissions", "certification.permissions"} <= strict


# Brought, under names of their own, by declared packages: Wagtail, drf-spectacular, elasticsearch.
BROUGHT = {"treebeard", "modelcluster", "modelsearch", "taggit", "pillow_heif", "willow", "yaml", "elastic_transport"}


def test_every_package_imported_is_declared():
    declared = {
        re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in PYPROJECT["project"]["dependencies"]
    }
    distributions = metadata.packages_distributions()
    faults = set()
    for path in modules():
        for node in ast.walk(tree(path)):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for top in {(imported or "").partition(".")[0] for imported in names}:
                owners = {owner.lower().replace("_", "-") for owner in distributions.get(top, ())}
                if owners and top not in BROUGHT and not owners & declared:
                    faults.add(f"{name(path)}: {top}")
    assert sorted(faults) == []
