"""The pictures of the state tables in docs/reference/states.md, from the tables themselves."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from certification.domain.labels import LABELS
from certification.domain.states import CERTIFICATE_EDGES, EDGES, PLAN_EDGES, Edge, mermaid

PAGE = Path("docs/reference/states.md")
TABLES = (
    ("Application (申請)", EDGES),
    ("Certificate (認証書・認定書)", CERTIFICATE_EDGES),
    ("Challenge plan", PLAN_EDGES),
)


def page() -> str:
    """The whole page as text."""
    parts = [
        "# States\n\nMade by `manage.py draw_states` from `certification/domain/states.py`; do not edit by hand.\n"
    ]
    for title, edges in TABLES:
        parts.append(f"## {title}\n\n```mermaid\n{mermaid(edges)}\n```\n")
        parts.append(_words(edges))
    return "\n".join(parts)


def _words(edges: tuple[Edge, ...]) -> str:
    states = list(dict.fromkeys(state for edge in edges for state in (edge.source, edge.target)))
    rows = [f"| `{state.value}` | {LABELS[state].producer} | {LABELS[state].office} |" for state in states]
    return "\n".join(["| state | the producer reads | the office reads |", "|---|---|---|", *rows, ""])


class Command(BaseCommand):
    help = "Write docs/reference/states.md; with --check compare it instead."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check for CI."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when --check finds a difference."""
        path = Path(settings.BASE_DIR) / PAGE
        if not options["check"]:
            path.write_text(page(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page():
            raise CommandError(f"{PAGE} is not as the tables say: run manage.py draw_states.")
