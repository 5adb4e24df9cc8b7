"""What every page knows: who is looking, where they may go, and whether this is the made-up borough."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from homeward.site.navigation import navigation_for


def page(request: HttpRequest) -> dict[str, Any]:
    """The names a template may use beside those its page gives it."""
    user = getattr(request, "user", None)
    viewer = user if user is not None and user.is_authenticated else None
    return {
        "viewer": viewer,
        "navigation": SimpleLazyObject(lambda: navigation_for(viewer, request.path)),
        "demo_mode": settings.HOMEWARD_DEMO,
        "version": settings.HOMEWARD_VERSION,
        "cspNonce": str(getattr(request, "csp_nonce", "")),
        "session_minutes": settings.SESSION_COOKIE_AGE // 60,
    }
