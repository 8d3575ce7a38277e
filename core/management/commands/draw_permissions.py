"""The page of roles and their rights, docs/reference/permissions.md, from core/roles.py."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.roles import ROLES, STAFF, Role

PAGE = Path("docs/reference/permissions.md")
HEAD = """# Permissions

Made by `manage.py draw_permissions` from `core/roles.py`; do not edit by hand.

A role is a group of the same name; `manage.py sync_roles` makes the groups and sets their rights. A person may hold
several. Producers hold none: what they may do follows from their seat in a firm (owner, editor, reader), and what a
reviewer or an adviser may open follows from the applications and plans assigned to them
(`certification/permissions.py`, `certification/domain/visibility.py`). Who is answered what at which address stands in
`tests/integration/security/test_addresses.py`.
"""


def page() -> str:
    """The whole page as text."""
    rows = [f"| `{role.name}` | {role.label} | {_desk(role)} | {role.sentence} |" for role in ROLES]
    rights = list(dict.fromkeys(right for role in ROLES for right in role.rights))
    names = [f"`{role.name}`" for role in ROLES]
    table = [f"| `{right}` | {' | '.join(_mark(role, right) for role in ROLES)} |" for right in rights]
    return "\n".join(
        [
            HEAD,
            "## Roles\n",
            "| group | name | desk | what they do |",
            "|---|---|---|---|",
            *rows,
            "\n## Rights\n",
            f"| right | {' | '.join(names)} |",
            "|---|" + "---|" * len(ROLES),
            *table,
            "",
        ]
    )


def _desk(role: Role) -> str:
    if role in STAFF:
        return "`/cms/`"
    return "`/review/`" if role.name == "reviewer" else "`/advise/`"


def _mark(role: Role, right: str) -> str:
    return "●" if right in role.rights else "–"


class Command(BaseCommand):
    help = "Write docs/reference/permissions.md; with --check compare it instead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check for CI."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when --check finds a difference."""
        path = Path(settings.BASE_DIR) / PAGE
        if not options["check"]:
            path.write_text(page(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page():
            raise CommandError(f"{PAGE} is not as core/roles.py says: run manage.py draw_permissions.")
