"""Django settings: safe by default, read from a few environment variables, with all data in one folder.

HOMEWARD_HOME        where the database, the secret key and the facts live (default `.homeward` in the project folder)
DATABASE_URL         a PostgreSQL address for running; SQLite in HOMEWARD_HOME when not given
HOMEWARD_DEMO        "1" opens the made-up borough: one-click sign-in, a banner on every page
HOMEWARD_HOSTS       host names served, separated by commas, beside this machine's own
HOMEWARD_HTTPS       "1" when served over https: cookies are then sent over https only
HOMEWARD_SECRET_KEY  the signing key, when it is kept elsewhere than in HOMEWARD_HOME
HOMEWARD_TOOLS       a folder with your own assessment tools (default `tools` in HOMEWARD_HOME)
HOMEWARD_PARTNERSHIP the partnership's code in its facts: letters, digits and dashes (default "here")
"""

import os
import re
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from homeward import __version__
from homeward.site.secret_key import read_or_make

PACKAGE = Path(__file__).resolve().parents[1]
PROJECT = PACKAGE.parents[1]
HOME = Path(os.environ.get("HOMEWARD_HOME") or PROJECT / ".homeward").resolve()
HOMEWARD_HOME = HOME
HOMEWARD_VERSION = __version__
HOMEWARD_PARTNERSHIP = re.sub(r"[^A-Za-z0-9-]", "-", os.environ.get("HOMEWARD_PARTNERSHIP", "")) or "here"
HOMEWARD_DEMO = os.environ.get("HOMEWARD_DEMO") == "1"
HTTPS = os.environ.get("HOMEWARD_HTTPS") == "1"

DEBUG = False
SECRET_KEY = os.environ.get("HOMEWARD_SECRET_KEY") or read_or_make(HOME / "secret_key")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, os.environ.get("HOMEWARD_HOSTS", "").split(","))]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS[3:]]

ROOMS = (
    "site",
    "desk",
    "demo",
    "exchange",
    "outcomes",
    "referrals",
    "voice",
    "episodes",
    "people",
    "pathways",
    "partnership",
)
INSTALLED_APPS = [
    *(f"homeward.{room}" for room in ROOMS if (PACKAGE / room / "__init__.py").exists()),
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
AUTH_USER_MODEL = "partnership.Member"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "homeward.site.urls"
WSGI_APPLICATION = "homeward.site.wsgi.application"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "homeward.site.sessions.SignInRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


def _database() -> dict[str, Any]:
    """The database named by DATABASE_URL, or SQLite set so that writers wait in line and nothing written is lost."""
    if os.environ.get("DATABASE_URL"):
        return dict(dj_database_url.config(conn_max_age=60, conn_health_checks=True))
    HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "homeward.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
        },
    }


DATABASES = {"default": _database()}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
FORMAT_MODULE_PATH = ["homeward.site.formats"]

_CONTEXT = [
    "homeward.site.context.page",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "homeward.site.jinja.environment", "context_processors": _CONTEXT},
    },
    # allauth words its e-mails and messages in Django's own template language.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# The web server's files have a fingerprint in their name and compressed copies; other commands read them as they are.
FINGERPRINTS = os.environ.get("HOMEWARD_FINGERPRINTS") == "1"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if FINGERPRINTS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not FINGERPRINTS
WHITENOISE_AUTOREFRESH = False

# Counts of failed sign-ins must be shared by every web process, so they are kept in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "homeward.site.sign_in.Door"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
# The cookie itself must not run out: what someone typed is theirs after the session has ended (see sessions.py).
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "homeward_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "homeward_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "homeward.site.error_pages.form_too_old"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# A message may be large, but ten megabytes of anything is answered, not read to the end.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # A request for a host that is not ours is answered with 400; it is not a fault to look into.
    "loggers": {"django.security.DisallowedHost": {"handlers": [], "propagate": False}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
