"""The assessments of an episode: which were made, beginning and accepting one, comparing them, and what was offered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from homeward.episodes.actions.accepting import AcceptedWrong, accept_assessment
from homeward.episodes.actions.assessing import AssessmentIncomplete, ToolUnknown, begin_assessment
from homeward.episodes.actions.holding import EpisodeClosed
from homeward.episodes.actions.offering import OfferUnknown, answer_offer, make_offer
from homeward.episodes.models.assessing import OfferAnswer
from homeward.episodes.models.episode import Episode
from homeward.episodes.pages.assessing_forms import AcceptForm, OfferForm, field_of
from homeward.episodes.pages.assessing_showing import rows_of
from homeward.episodes.pages.assessment import assessment, assessment_withdraw
from homeward.episodes.pages.opening import episode_or_404, show_episode
from homeward.episodes.queries.assessing import Made, assessments_seen, offers_of
from homeward.episodes.reading.tools import shelf
from homeward.episodes.rules.scoring import AnswerWrong, shown
from homeward.episodes.schema.tools import TOTAL, OfferKind, Tool
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.forms import typed_in
from homeward.partnership.rules import Capability

HERE = "assessments"
SIDE_BY_SIDE = 5


@needs(Capability.SEE_RECORD)
@require_safe
def assessments(request: HttpRequest, pk: int) -> HttpResponse:
    """What was assessed, by whom, with each score beside the one before; what goes on; and what can be begun."""
    episode = episode_or_404(request, pk)
    rows = rows_of(assessments_seen(viewer_of(request), episode))
    standing = [row for row in rows if row.made.assessment.withdrawn_at is None]
    done = [row for row in standing if row.made.assessment.completed_at]
    tools = list(shelf().current().values())
    return show_episode(
        request,
        "episodes/assessments.html",
        episode,
        here=HERE,
        going_on=[row for row in standing if not row.made.assessment.completed_at],
        done=done,
        withdrawn=[row for row in rows if row.made.assessment.withdrawn_at],
        tools=tools,
        to_compare=_several([row.made for row in done]),
        **offers_shown(episode, [row.made for row in done if row.made.assessment.episode_id == episode.pk]),
    )


@needs(Capability.RECORD_CARE)
@require_POST
def assessment_begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an assessment, or go on with the one of that tool that is open."""
    episode = episode_or_404(request, pk)
    try:
        begun = begin_assessment(
            episode=episode, tool=request.POST.get("tool", ""), by=viewer_of(request), now=timezone.now()
        )
    except (EpisodeClosed, ToolUnknown) as refused:
        messages.error(request, str(refused))
        return redirect("assessments", pk=episode.pk)
    return redirect("assessment", pk=begun.pk)


@needs(Capability.RECORD_CARE)
@require_http_methods(["GET", "HEAD", "POST"])
def assessment_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what another organisation assessed; without a tool in the address, choose which."""
    episode, now = episode_or_404(request, pk), timezone.now()
    tools = shelf().current()
    tool = tools.get(request.GET.get("tool", ""))
    form = AcceptForm(typed_in(request), tool) if tool else None
    if request.method == "POST" and tool and form and form.is_valid():
        try:
            made = accept_assessment(
                episode=episode,
                tool=tool.code,
                answers=form.values(),
                by=viewer_of(request),
                now=now,
                **{name: form.cleaned_data[name] for name in ("from_organisation", "assessor", "assessed_on")},
            )
        except (AcceptedWrong, AnswerWrong, AssessmentIncomplete, EpisodeClosed) as refused:
            form.add_error(_field_at_fault(tool, refused), str(refused))
        else:
            messages.success(
                request, f"{tool.name} by {made.from_organisation} is accepted. Nobody needs to ask again."
            )
            return redirect("assessments", pk=episode.pk)
    return show_episode(
        request,
        "episodes/assessment_accept.html",
        episode,
        here=HERE,
        now=now,
        problem=bool(form and form.is_bound and form.errors),
        form=form,
        tool=tool,
        tools=list(tools.values()),
        field_of=field_of,
        total=TOTAL,
    )


@needs(Capability.SEE_RECORD)
@require_safe
def assessments_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The last assessments with one tool beside each other, the newest on the left."""
    episode = episode_or_404(request, pk)
    code = request.GET.get("tool", "")
    made = [
        one
        for one in assessments_seen(viewer_of(request), episode)
        if one.assessment.tool == code and one.assessment.completed_at and not one.assessment.withdrawn_at
    ][:SIDE_BY_SIDE]
    if not made:
        raise Http404
    tool = shelf().current().get(code) or made[0].tool
    return show_episode(
        request,
        "episodes/assessments_compare.html",
        episode,
        here=HERE,
        rows=rows_of(made),
        name=tool.name if tool else code,
        compared=_compared(made),
    )


@needs(Capability.RECORD_CARE)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that something was offered, and what the person said."""
    episode, now = episode_or_404(request, pk), timezone.now()
    form = OfferForm(request.POST)
    kinds = {kind.code: kind.name for kind in offer_kinds()}
    if not form.is_valid() or form.cleaned_data["kind"] not in kinds:
        messages.error(request, "Nothing was saved. Choose what was offered and what they said.")
        return redirect("assessments", pk=episode.pk)
    said = form.cleaned_data
    try:
        made = make_or_find(episode, request, said["kind"])
        answer_offer(offer=made, answer=said["answer"], note=said["note"], by=viewer_of(request), now=now)
    except (EpisodeClosed, OfferUnknown) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{kinds[said['kind']]}: {OfferAnswer(said['answer']).label.lower()}.")
    return redirect("assessments", pk=episode.pk)


def make_or_find(episode: Episode, request: HttpRequest, kind: str) -> Any:
    """The latest offer of a kind, or a new one where nothing of that kind was offered yet."""
    return offers_of(episode).get(kind) or make_offer(
        episode=episode, kind=kind, by=viewer_of(request), now=timezone.now()
    )


def offer_kinds() -> list[OfferKind]:
    """Everything that any tool in use leads to an offer of, each once."""
    kinds = {kind.code: kind for tool in shelf().current().values() for kind in tool.offers}
    return list(kinds.values())


def offers_shown(episode: Episode, done: list[Made]) -> dict[str, Any]:
    """What can be offered after the assessments that are done, with what was said; nothing before there is one."""
    after = {kind.code: kind for one in done if one.tool for kind in one.tool.offers}
    if not after:
        return {"offers": []}
    said = offers_of(episode)
    return {"offers": [(kind, said.get(kind.code)) for kind in after.values()], "answers": OfferAnswer.choices}


def _several(done: list[Made]) -> list[tuple[str, str]]:
    """Tools with more than one assessment to compare: code and name."""
    codes = [one.assessment.tool for one in done]
    names = {one.assessment.tool: one.name for one in done}
    return [(code, name) for code, name in names.items() if codes.count(code) > 1]


def _compared(made: list[Made]) -> list[tuple[str, list[str], bool]]:
    """For each item that any of them answers: its question, each answer in words, and whether they differ."""
    asked: dict[str, str] = {}
    for one in made:
        asked |= {item.code: item.asks for item in (one.tool.items if one.tool else ()) if item.code not in asked}
        asked |= {code: "Whole score" if code == TOTAL else code for code in one.answers if code not in asked}
    lines = []
    for code, asks in asked.items():
        answers = [
            shown(one.tool.item(code) if one.tool else None, row.value) if (row := one.answers.get(code)) else ""
            for one in made
        ]
        if any(answers):
            lines.append((asks, answers, len({answer for answer in answers if answer}) > 1))
    return lines


def _field_at_fault(tool: Tool, refused: ValueError) -> str | None:
    if isinstance(refused, AcceptedWrong):
        return "assessed_on" if "future" in str(refused) else "from_organisation"
    if isinstance(refused, EpisodeClosed):
        return None
    if tool.scoring == "sum":
        return TOTAL
    missing = refused.missing if isinstance(refused, AssessmentIncomplete) else ()
    item = tool.item(missing[0]) if missing else None
    return field_of(item) if item else None


urlpatterns = [
    path("episodes/<int:pk>/assessments", assessments, name="assessments"),
    path("episodes/<int:pk>/assessments/begin", assessment_begin, name="assessment_begin"),
    path("episodes/<int:pk>/assessments/accept", assessment_accept, name="assessment_accept"),
    path("episodes/<int:pk>/assessments/compare", assessments_compare, name="assessments_compare"),
    path("episodes/<int:pk>/offers", offer, name="offer"),
    path("assessments/<int:pk>", assessment, name="assessment"),
    path("assessments/<int:pk>/withdraw", assessment_withdraw, name="assessment_withdraw"),
]
