"""Django settings: safe by default, read from a few environment variables, with all data in one folder.

HOMEWARD_HOME        where the database, the secret key and the facts live (default `.homeward` in the project folder)
DATABASE_URL         a PostgreSQL address for running; SQLite in HOMEWARD_HOME when not given
HOMEWARD_DEMO        "1" opens the made-up borough: one-click sign-in, a banner on every page
HOMEWARD_HOSTS       host names served, separated by commas, beside this machine's own
HOMEWARD_HTTPS       "1" when served over https: cookies are then sent over https only
HOMEWARD_SECRET_KEY  the signing key, when it is kept elsewhere than in HOMEWARD_HOME
"""

import os
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
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


def _database() -> dict[str, Any]:
    """The database named by DATABASE_URL, or SQLite set up so that many writers wait in line and nothing written is lost."""
    if os.environ.get("DATABASE_URL"):
        return dict(dj_database_url.config(conn_max_age=60, conn_health_checks=True))
    HOME.mkdir(parents=True, exist_ok=True)
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
