"""What the web server process calls for every request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeward.site.settings")
os.environ.setdefault("HOMEWARD_FINGERPRINTS", "1")
application = get_wsgi_application()
