"""Background work of the search: applying logged changes."""

from django_tasks import task

from search.services import changes


@task()
def apply_changes() -> dict[str, int | None]:
    """Bring every engine up to date."""
    return changes.apply()
