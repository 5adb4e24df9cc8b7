"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def page_of(
    request: HttpRequest, found: QuerySet[Any] | Sequence[Any], *, per_page: int, how_many: int | None = None
) -> Page[Any]:
    """The page the address asks for: the first for nonsense, the last when it asks for more than there is.

    `how_many` saves counting what was counted already.
    """
    paginator = Paginator(found, per_page)
    if how_many is not None:
        paginator.count = how_many
    return paginator.get_page(request.GET.get("page"))


def query_kept(request: HttpRequest) -> str:
    """What else the address says (search, filters), for the links to other pages of the same list."""
    return urlencode({name: value for name, value in request.GET.items() if name != "page" and value})
