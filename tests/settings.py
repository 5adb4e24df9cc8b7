"""The service's own settings, with a throwaway data folder and quick password hashing."""

import atexit
import os
import shutil
import tempfile

if "HOMEWARD_HOME" not in os.environ:
    os.environ["HOMEWARD_HOME"] = tempfile.mkdtemp(prefix="homeward-test-")
    atexit.register(shutil.rmtree, os.environ["HOMEWARD_HOME"], ignore_errors=True)
os.environ.pop("HOMEWARD_DEMO", None)
os.environ.pop("HOMEWARD_FINGERPRINTS", None)

from homeward.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in real use: several threads may then write, each through a connection of its own.
    DATABASES["default"]["TEST"] = {"NAME": HOME / "test.sqlite3"}  # noqa: F405
