"""The guard at the top of a page: which capability opens it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from homeward.partnership.models import Member
from homeward.partnership.rules import Capability

Rest = ParamSpec("Rest")
Page = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def needs(*capabilities: Capability | str) -> Callable[[Page[Rest]], Page[Rest]]:
    """Open a page only to members who hold at least one of these capabilities; PermissionDenied for the others.

    Which people the page then shows is for its queries to decide, by relationship.
    """

    def guard(page: Page[Rest]) -> Page[Rest]:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not any(viewer_of(request).may(capability) for capability in capabilities):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        guarded.needs = capabilities  # type: ignore[attr-defined]
        return guarded

    return guard


def viewer_of(request: HttpRequest) -> Member:
    """The signed-in member. Raises PermissionDenied when nobody is signed in."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user
