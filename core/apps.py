"""The app's name for Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "core"
    label = "core"
