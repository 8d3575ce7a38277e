"""Parts of the machine a test needs: a missing one is skipped loudly here, and fails with CI=true."""

import os
from typing import NoReturn, TypeVar

import pytest

Part = TypeVar("Part")
missing_parts: set[str] = set()


def in_ci() -> bool:
    """Is this the run that decides?"""
    return os.environ.get("CI", "").lower() == "true"


def absent(sentence: str) -> NoReturn:
    """Fail in CI, skip elsewhere; the sentence names the package."""
    missing_parts.add(sentence)
    if in_ci():
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)


def required(part: Part | None, sentence: str) -> Part:
    """The part, or `absent`."""
    if part is None:
        absent(sentence)
    return part
