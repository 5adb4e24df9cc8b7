"""One person's stay in hospital, each step on the way home, and everybody who is coming home."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.hospital_forms import FirstVisitForm
from homeward.episodes.pages.hospital_steps import REFUSALS, STEPS, Step, note_stay
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries import hospital as queries
from homeward.episodes.queries.hospital import InHospital
from homeward.episodes.rules.hospital import PATHWAY_NAMES
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked

HERE = "hospital"
PER_PAGE = 50
LOOKED_BACK = timedelta(weeks=4)
"""How far back it is counted who went home without a first visit booked."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that should be so before they leave, whether it is, and the page on which to see to it."""

    words: str
    done: bool
    href: str


@needs(Capability.SEE_RECORD)
@require_safe
def hospital(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person is, since when they are ready, what holds them up, where they go and who comes first."""
    episode, now = episode_or_404(request, pk), timezone.now()
    stays = queries.stays_of(viewer_of(request), episode, now)
    one = _current(stays)
    return show_episode(
        request,
        "episodes/hospital.html",
        episode,
        here=HERE,
        now=now,
        one=one,
        earlier=[stay for stay in stays if stay is not one],
        pathway_names=PATHWAY_NAMES,
        delay_name=queries.delay_name,
        checks=_before_they_leave(episode, one) if one else [],
        accepted=queries.accepted_assessments(episode),
        changes=queries.changes_of(stays),
        booking=FirstVisitForm(None, one, now) if one else None,
        accept_at=reverse("assessment_accept", args=[episode.pk]),
    )


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def hospital_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Note one thing of a stay in hospital: one short form."""
    episode, now = episode_or_404(request, pk), timezone.now()
    if step not in STEPS:
        raise Http404
    stays = queries.stays_of(viewer_of(request), episode, now)
    one = stays[0] if stays and STEPS[step].of_a_left_stay else _current(stays)
    if (one is None and step != "stay") or episode.ended_at is not None:
        messages.info(request, _not_now(episode))
        return redirect("hospital", pk=pk)
    form = STEPS[step].form(typed_in(request), one, now)
    if request.method == "POST" and form.is_valid() and _taken(request, STEPS[step], episode, one, form, now):
        messages.success(request, STEPS[step].done.format(name=episode.person.full_name))
        return redirect("hospital", pk=pk)
    problem = form.is_bound and bool(form.errors)
    return show_episode(
        request,
        "episodes/hospital_step.html",
        episode,
        here=HERE,
        now=now,
        problem=problem,
        form=form,
        step=STEPS[step],
        code=step,
        one=one,
        pathway_names=PATHWAY_NAMES,
    )


@needs(Capability.SEE_RECORD)
@require_safe
def coming_home(request: HttpRequest) -> HttpResponse:
    """Everybody in hospital whom the viewer may see: the longest wait first."""
    viewer, now = viewer_of(request), timezone.now()
    today = london_date(now)
    people = queries.in_hospital(viewer, now)
    not_noted = queries.waiting_without_stay(viewer)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    shown = [one.person for one in page] + [episode.person for episode in not_noted]
    note_looked(viewer=viewer, people=shown, route="coming_home", now=now)
    context = {
        "page": page,
        "people": len(people),
        "ready": sum(one.days is not None for one in people),
        "without_visit": sum(one.days is not None and one.first_visit is None for one in people),
        "not_noted": not_noted,
        "reasons": [
            (queries.delay_name(code), count) for code, count in queries.delays_by_reason(viewer, today).items()
        ],
        "without": queries.left_without_first_visit(viewer, today - LOOKED_BACK, today + timedelta(days=1)).get(1),
        "weeks": LOOKED_BACK // timedelta(weeks=1),
        "pathway_names": PATHWAY_NAMES,
        "may_record": viewer.may(Capability.RECORD_CARE),
    }
    return render(request, "episodes/coming_home.html", context)


def _current(stays: list[InHospital]) -> InHospital | None:
    return next((one for one in stays if one.stay.left_at is None), None)


def _not_now(episode: Episode) -> str:
    if episode.ended_at is not None:
        return "This episode has ended, so nothing can be changed in it."
    return "They are not noted as being in hospital."


def _taken(
    request: HttpRequest, step: Step, episode: Episode, one: InHospital | None, form: Form, now: datetime
) -> bool:
    """Take the step; False when the form must be mended first, and then it says what."""
    by = viewer_of(request)
    try:
        if one is None:
            note_stay(episode, form.cleaned_data, by, now)
        else:
            step.does(one, form.cleaned_data, {"by": by, "now": now})
    except REFUSALS as refused:
        field = step.field_of(refused)
        form.add_error(field if field in form.fields else None, str(refused))
        return False
    return True


def _before_they_leave(episode: Episode, one: InHospital) -> list[Check]:
    going = one.stay.pathway is not None and bool(one.stay.destination)

    def step(name: str) -> str:
        return reverse("hospital_step", args=[episode.pk, name])

    def section(name: str) -> str:
        return reverse(name, args=[episode.pk])

    return [
        Check("They are ready to leave", one.ready_on is not None, step("ready")),
        Check("Pathway and place to go are chosen", going, step("pathway")),
        Check("They are assessed, here or by the hospital", queries.is_assessed(episode), section("assessments")),
        Check("A plan is begun with them", queries.has_plan(episode), section("plan")),
        Check(
            "What holds them up is over",
            one.ready_on is not None and one.delay is None,
            step("delay-over" if one.delay else "ready"),
        ),
        Check("The first visit is booked", one.first_visit is not None, step("visit")),
    ]


urlpatterns: list[URLPattern] = [
    path("episodes/<int:pk>/hospital", hospital, name="hospital"),
    path("episodes/<int:pk>/hospital/<slug:step>", hospital_step, name="hospital_step"),
    path("coming-home", coming_home, name="coming_home"),
]
