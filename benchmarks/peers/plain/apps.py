"""The app; it has no migrations, a side makes its tables."""

from django.apps import AppConfig


class Plain(AppConfig):
    name = "benchmarks.peers.plain"
    default_auto_field = "django.db.models.BigAutoField"
