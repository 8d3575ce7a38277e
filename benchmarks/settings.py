"""Our site while it is measured: as in production, but on a database of its own and without a second factor."""

from home.settings.base import *  # noqa: F403 -- a settings module extends another
from home.settings.base import STORAGES, VAR_DIR, env

SECRET_KEY = "only-for-measuring"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STAFF_TWO_FACTOR_REQUIRED = False
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = VAR_DIR / "static"
if env.bool("BENCH_PEER_APP", False):
    INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.peers.plain"]  # noqa: F405
