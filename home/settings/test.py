"""Tests: quick hashing, tasks run when asked, files in a folder of their own, undefined template variables fail."""

from home.settings.base import *  # noqa: F403 -- a settings module extends another
from home.settings.base import STORAGES, VAR_DIR, env

SECRET_KEY = "tests"  # noqa: S105 -- not a secret
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STAFF_TWO_FACTOR_REQUIRED = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MEDIA_ROOT = VAR_DIR / "test" / "media"
PRIVATE_ROOT = VAR_DIR / "test" / "private"
STORAGES["private"] = {**STORAGES["private"], "OPTIONS": {**STORAGES["private"]["OPTIONS"], "location": PRIVATE_ROOT}}
SEARCH_FILE = VAR_DIR / "test" / "search.sqlite3"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
ELASTICSEARCH_URL = ""
ELASTICSEARCH_TEST_URL = env.str("ELASTICSEARCH_URL", "")
WHITENOISE_AUTOREFRESH = True
