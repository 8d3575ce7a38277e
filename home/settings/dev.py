"""One machine, no server: SQLite, the embedded search engine, mail on the console."""

from home.settings.base import *  # noqa: F403 -- a settings module extends another
from home.settings.base import STORAGES, VAR_DIR, env

DEBUG = env.bool("DEBUG", False)  # visitors of a demonstration see the site's own error pages; DEBUG=true for work
SECRET_KEY = env.str("SECRET_KEY", "only-for-development-and-demonstration")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
STAFF_TWO_FACTOR_REQUIRED = env.bool("STAFF_TWO_FACTOR_REQUIRED", False)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = env.str("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016", "security.W018"]
