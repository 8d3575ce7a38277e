"""The app's name for Django, and the catalog as the search's source of documents."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Catalog."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "catalog"
    label = "catalog"

    def ready(self) -> None:
        from catalog.documents import Source  # noqa: PLC0415 -- models are ready only now
        from search import api  # noqa: PLC0415 -- likewise

        api.register_source(Source())
