"""Background work of the catalog: each loads by id and calls one service."""

from django_tasks import task

from catalog.services import photos


@task()
def make_renditions(ids: list[int]) -> int:
    """Sizes and formats of newly published photographs."""
    return photos.make_renditions(ids)
