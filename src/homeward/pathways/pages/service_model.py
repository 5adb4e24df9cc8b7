"""The agreed service model on a page: whom each pathway is for, how soon, when, with what skills and for how long."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.kit.london import london_date
from homeward.partnership.access import needs
from homeward.partnership.queries import teams
from homeward.partnership.rules import Capability
from homeward.pathways import wording
from homeward.pathways.queries import service_model_on, service_model_version
from homeward.pathways.reading import agreed_versions
from homeward.pathways.schema import Pathway, ServiceModel


@dataclass(frozen=True, slots=True)
class Shown:
    """A pathway with its fields in words."""

    pathway: Pathway
    owner: str
    kind: str
    standard: str
    short_standard: str
    target: str
    hours: str
    limit: str
    skills: tuple[str, ...]
    next_stages: str
    places: str
    review: str


@needs(Capability.SEE_SERVICE_MODEL)
@require_safe
def service_model(request: HttpRequest) -> HttpResponse:
    """The version in force, or the one the address asks for; Http404 for a version nobody agreed."""
    current = service_model_on(london_date(timezone.now()))
    model = service_model_version(request.GET["version"]) if request.GET.get("version") else current
    if model is None:
        raise Http404
    names = {team.code: f"{team.name}, {team.organisation}" for team in teams()}
    context = {
        "model": model,
        "is_current": model.version == current.version,
        "current": current,
        "versions": list(reversed(agreed_versions())),
        "front_door": names.get(model.front_door, model.front_door),
        "pathways": [_shown(model, pathway, names) for pathway in model.pathways],
        "national_needs": [need for need in model.needs if need.urgent_community_response],
        "local_needs": [need for need in model.needs if not need.urgent_community_response],
        "length": wording.length_in_words,
        "days": wording.days_in_words,
    }
    return render(request, "pathways/service_model.html", context)


def _shown(model: ServiceModel, pathway: Pathway, names: dict[str, str]) -> Shown:
    return Shown(
        pathway=pathway,
        owner=names.get(pathway.owner, pathway.owner),
        kind=wording.CARE_MODELS[pathway.model],
        standard=wording.standard_in_words(pathway.standard),
        short_standard=wording.standard_in_short(pathway.standard),
        target=wording.target_in_words(pathway.standard),
        hours=wording.hours_in_words(pathway.hours),
        limit=wording.limit_in_words(pathway),
        skills=tuple(wording.skill_in_words(skill) for skill in pathway.skills),
        next_stages=wording.next_stages_in_words(model, pathway),
        places=wording.places_in_words(pathway),
        review=wording.review_in_words(pathway),
    )
