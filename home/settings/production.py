"""Production: refuses to start with a missing or unsafe value, and says which."""

from django.core.exceptions import ImproperlyConfigured

from home.settings.base import *  # noqa: F403 -- a settings module extends another
from home.settings.base import ALLOWED_HOSTS, AWS_STORAGE_BUCKET_NAME, CACHES, MEDIA_URL, SECRET_KEY, SITE_URL, env

problems = []
if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("only-for"):
    problems.append("SECRET_KEY: set a random text of at least 50 characters.")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    problems.append("ALLOWED_HOSTS: list the host names of the site, separated by commas; * is refused.")
if not SITE_URL.startswith("https://"):
    problems.append("SITE_URL: set the public address of the site; it begins with https://.")
if not env.str("DATABASE_URL", ""):
    problems.append("DATABASE_URL: set it, for example postgres://user:password@host/name.")
if not env.str("EMAIL_URL", ""):
    problems.append("EMAIL_URL: set it, for example submission://user:password@host:587.")
if AWS_STORAGE_BUCKET_NAME and not MEDIA_URL.startswith("https://"):
    problems.append("MEDIA_URL_BASE: with AWS_STORAGE_BUCKET_NAME, set the public https:// address of the bucket.")
if problems:
    raise ImproperlyConfigured("\n".join(["The site cannot start:", *problems]))

CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
