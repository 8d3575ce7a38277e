"""An undefined variable in one of our own templates fails the test; those of packages keep Django's way.

`{{ hint|default:"" }}` says that a variable may be absent, and is let through; so is `{% if hint %}`.
"""

import sys
from pathlib import Path
from types import FrameType

from django.conf import settings
from django.template.base import FilterExpression, Node
from django.template.defaultfilters import default, default_if_none

OPTIONAL = (default, default_if_none)


class UndefinedVariable(AssertionError):
    """A template asks for something its view never gave."""


class Undefined(str):
    """Stands as `string_if_invalid`. Django asks for its truth exactly when a variable is missing: there it speaks."""

    __slots__ = ()
    allowed = False

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if isinstance(expression, FilterExpression) and not Undefined.allowed:
            first = expression.filters[0][0] if expression.filters else None
            name = template_of(frame)
            if first not in OPTIONAL and is_ours(name):
                raise UndefinedVariable(f"{name}: {{{{ {expression.token} }}}} is undefined")
        return False


def template_of(frame: FrameType | None) -> str:
    """File of the template whose node is being rendered."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def is_ours(name: str) -> bool:
    """Does a template file belong to this repository (and not to a package in .venv below it)?"""
    path = Path(name)
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts
