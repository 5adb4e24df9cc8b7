"""Every definition on one page, as everybody who counts or reads shares it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from homeward.outcomes.definitions import DOMAIN_NAMES, Domain, measures
from homeward.partnership.access import needs
from homeward.partnership.rules import Capability


@require_safe
@needs(Capability.SEE_SERVICE_MODEL)
def definitions(request: HttpRequest) -> HttpResponse:
    """The definitions of all measures, by part of the framework."""
    parts = [(DOMAIN_NAMES[one], [m for m in measures() if m.domain is one]) for one in Domain]
    return render(request, "outcomes/definitions.html", {"parts": [(name, those) for name, those in parts if those]})
