"""Pretalx in its faster set-up: a cache in the process (it ships with none unless Redis is there), the same storage of
static files as ours. Runs in the peer's own environment.
"""

from pretalx.settings import *  # noqa: F403 -- a settings module extends another
from pretalx.settings import STORAGES

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["*"]
