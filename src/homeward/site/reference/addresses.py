"""Every address of the service and what opens it, read from the table of addresses."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from homeward.site.reference.markdown import first_sentence, page, table

TOKEN = "a sender's token"  # noqa: S105 - words of a table


def addresses_page() -> str:
    """One row an address, in the order of the table."""
    rows = [
        [f"`/{path}`", _said(view), _opened_by(path, view)] for path, view in _addresses(get_resolver().url_patterns)
    ]
    return page(
        "Addresses",
        "Every address, and the capability that opens it: any one of them where there are several. Which people a page "
        "shows is decided by relationship. See [roles](roles.md).",
        table(["Address", "What it does", "Opened by"], rows),
    )


def _addresses(patterns: list[Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern), pattern.callback


def _said(view: Any) -> str:
    return first_sentence(view.__doc__) if view.__module__.startswith("homeward.") else "Part of signing in"


def _opened_by(path: str, view: Any) -> str:
    if path.startswith("fhir/"):
        return TOKEN if _needs_token(path) else "everybody"
    needed = getattr(view, "needs", ())
    if needed:
        return ", ".join(f"`{one}`" for one in needed)
    return "being signed in" if getattr(view, "login_required", True) else "everybody"


def _needs_token(path: str) -> bool:
    return path.endswith("$process-message") or "ServiceRequest/" in path
