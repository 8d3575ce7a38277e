"""The app's name for Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search: one question, two engines."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "search"
    label = "search"
    verbose_name = "検索"
