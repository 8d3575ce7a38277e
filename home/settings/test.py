"""Tests: quick hashing, tasks run when asked, database and files in a folder per process that the harness empties."""

import os

from home.settings.base import *  # noqa: F403 -- a settings module extends another
from home.settings.base import CACHES, DATABASES, STORAGES, VAR_DIR, env

TEST_DIR = VAR_DIR / "test" / str(os.getpid())
SECRET_KEY = "tests"  # noqa: S105 -- not a secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the browser tests' server has threads, and each needs a connection of its own.
    DATABASES["default"]["NAME"] = TEST_DIR / "unused.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": TEST_DIR / "db.sqlite3"}
STAFF_TWO_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = TEST_DIR / "media"
PRIVATE_ROOT = TEST_DIR / "private"
STORAGES["private"] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
}
SEARCH_FILE = TEST_DIR / "search.sqlite3"
CACHES["frame"]["TIMEOUT"] = None  # no count of queries depends on the clock
STATIC_ROOT = TEST_DIR / "static"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ELASTICSEARCH_URL = ""  # the embedded engine; a test that wants the node asks for the fixture `elasticsearch_url`
ELASTICSEARCH_TEST_URL = env.str("ELASTICSEARCH_URL", "")
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
LOGGING = {"version": 1, "disable_existing_loggers": False}
