"""The app's name for Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The site on top."""

    default_auto_field = "django.db.models.BigAutoField"
    name = "home"
    label = "home"
