"""Referrals a viewer may see. Every query starts from the viewer."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from homeward.kit import nhs_number, postcode
from homeward.kit.london import LONDON
from homeward.kit.text import storable
from homeward.partnership.models import Member
from homeward.partnership.rules import Capability
from homeward.people.queries import person_ids_seen_by, sees
from homeward.referrals.models import Channel, Decision, Referral, ReferrerAnswer, TriageNote
from homeward.referrals.rules.clocks import BY_MIDNIGHTS
from homeward.referrals.rules.state import State

STATE_FILTERS: dict[State, Q] = {
    State.WAITING_FOR_TRIAGE: Q(closed_at=None, accepted_at=None, asked_at=None),
    State.WAITING_FOR_REFERRER: Q(closed_at=None, accepted_at=None, asked_at__isnull=False),
    State.WAITING_FOR_FIRST_VISIT: Q(closed_at=None, accepted_at__isnull=False, episode__first_contact_at=None),
    State.SEEN: Q(closed_at=None, accepted_at__isnull=False, episode__first_contact_at__isnull=False),
    State.CLOSED: Q(closed_at__isnull=False),
}
"""The same states as `rules.state.state_of`, as database conditions; a test holds the two together."""

IS_OPEN = Q(closed_at=None) & (Q(episode=None) | Q(episode__first_contact_at=None))


def out_of_time(now: datetime) -> Q:
    """Referrals whose running clock has run out, as `rules.clocks.has_breached` says; a test holds the two together."""
    return Q(breach_at__lte=now) & (Q(breach_at__lt=now) | Q(clock__in=BY_MIDNIGHTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """How a viewer narrows the worklist. Empty means everything."""

    team: str = ""
    state: str = ""
    clock: str = ""
    pathway: str = ""
    search: str = ""
    breached: bool = False


def referrals_seen_by(viewer: Member) -> QuerySet[Referral]:
    """Referrals of the people the viewer has a reason to see."""
    if not viewer.may(Capability.SEE_RECORD):
        return Referral.objects.none()
    return Referral.objects.filter(sees(viewer)).select_related("person", "owning_team", "episode")


def open_referrals(viewer: Member, filters: Filters, now: datetime) -> QuerySet[Referral]:
    """The worklist: referrals somebody must act on, the one that runs out first at the top."""
    found = referrals_seen_by(viewer).filter(IS_OPEN)
    if filters.team:
        found = found.filter(owning_team__code=storable(filters.team))
    if filters.clock:
        found = found.filter(clock=storable(filters.clock))
    if filters.pathway:
        found = found.filter(pathway=storable(filters.pathway))
    if filters.state in set(State):
        found = found.filter(STATE_FILTERS[State(filters.state)])
    if filters.breached:
        found = found.filter(out_of_time(now))
    if filters.search.strip():
        found = found.filter(matches(filters.search))
    return found.order_by("breach_at", "pk")


def matches(search: str) -> Q:
    """Referrals that a search means: a reference, an NHS number, a postcode, or the beginnings of names."""
    text = " ".join(storable(search).split())
    reference = re.fullmatch(r"(?i)hw-?0*([0-9]{1,12})", text)
    if reference:
        return Q(pk=int(reference[1]))
    digits = nhs_number.digits_of(text)
    if len(digits) == 10 and not re.search(r"[A-Za-z]", text):
        return Q(person__nhs_number=digits)
    found_postcode = postcode.tidied(text)
    if found_postcode:
        return Q(person__postcode=found_postcode)
    names = Q()
    for word in text.split():
        names &= Q(person__family_name__istartswith=word) | Q(person__given_name__istartswith=word)
    return names


def counts_by_state(viewer: Member, now: datetime) -> dict[str, int]:
    """How many open referrals are in each open state, and how many have run out of time ("breached"). One query."""
    # All of a long list is counted, so whom the viewer may see is asked once and not for each row.
    seen = Referral.objects.filter(IS_OPEN, person_id__in=person_ids_seen_by(viewer))
    if not viewer.may(Capability.SEE_RECORD):
        seen = Referral.objects.none()
    return seen.aggregate(
        waiting_for_triage=Count("pk", filter=STATE_FILTERS[State.WAITING_FOR_TRIAGE]),
        waiting_for_referrer=Count("pk", filter=STATE_FILTERS[State.WAITING_FOR_REFERRER]),
        waiting_for_first_visit=Count("pk", filter=STATE_FILTERS[State.WAITING_FOR_FIRST_VISIT]),
        breached=Count("pk", filter=out_of_time(now)),
        all=Count("pk"),
    )


def answers_not_given(viewer: Member) -> QuerySet[ReferrerAnswer]:
    """Answers that referrers wait for, the oldest first."""
    return (
        ReferrerAnswer.objects.filter(sees(viewer, "decision__referral__person_id"), given_at=None)
        .select_related("decision__referral__person")
        .order_by("made_at")
        if viewer.may(Capability.WORK_FRONT_DOOR)
        else ReferrerAnswer.objects.none()
    )


def decisions_of(viewer: Member, referral: Referral) -> QuerySet[Decision]:
    """What was decided about a referral the viewer may see, the latest first, each with its answer."""
    if not viewer.may(Capability.SEE_RECORD):
        return Decision.objects.none()
    seen = Decision.objects.filter(sees(viewer, "referral__person_id"), referral=referral)
    return seen.select_related("by__organisation", "answer__given_by")


def notes_of(viewer: Member, referral: Referral) -> QuerySet[TriageNote]:
    """What was learnt about a referral the viewer may see, in words, the latest first."""
    if not viewer.may(Capability.SEE_RECORD):
        return TriageNote.objects.none()
    return TriageNote.objects.filter(sees(viewer, "referral__person_id"), referral=referral).select_related("by")


def answer_of(viewer: Member, referral: Referral, pk: int) -> ReferrerAnswer | None:
    """One answer about a referral the viewer may see, or None."""
    return ReferrerAnswer.objects.filter(pk=pk, decision__in=decisions_of(viewer, referral)).first()


def referrals_made_by_organisation_of(viewer: Member) -> QuerySet[Referral]:
    """The referrals the viewer's own organisation made, the newest first, each with its last answer's words.

    The referrer sees where their referral is and what they were told, and nothing of the record.
    """
    if not viewer.may(Capability.SEE_OWN_REFERRALS):
        return Referral.objects.none()
    last = ReferrerAnswer.objects.filter(decision__referral=OuterRef("pk")).order_by("-made_at", "-pk")
    return (
        Referral.objects.filter(source_organisation=viewer.organisation)
        .select_related("person", "owning_team", "episode")
        .annotate(last_answer=Subquery(last.values("says")[:1]), last_answer_at=Subquery(last.values("made_at")[:1]))
        .order_by("-received_at", "-pk")
    )


def answers_to_organisation_of(viewer: Member) -> QuerySet[ReferrerAnswer]:
    """Answers to the viewer's organisation that are read on its own page in Homeward, the oldest first."""
    if not viewer.may(Capability.SEE_OWN_REFERRALS):
        return ReferrerAnswer.objects.none()
    return (
        ReferrerAnswer.objects.filter(
            channel=Channel.ON_SCREEN, decision__referral__source_organisation=viewer.organisation
        )
        .select_related("decision__referral__person", "decision__referral__episode")
        .order_by("made_at", "pk")
    )


def how_many_referrals() -> int:
    """How many referrals there are; a number and nobody's name."""
    return Referral.objects.count()


def received_by_day(since: datetime) -> dict[date, dict[str, int]]:
    """How many referrals came on each London day since then, by the pathway they were accepted for ("" for none)."""
    days = Referral.objects.filter(received_at__gte=since).annotate(day=TruncDate("received_at", tzinfo=LONDON))
    found: dict[date, dict[str, int]] = {}
    for day, pathway, count in days.order_by().values_list("day", "pathway").annotate(Count("pk")):
        found.setdefault(day, {})[pathway] = count
    return found


def late_by_pathway(now: datetime) -> dict[str, int]:
    """How many wait for a first visit after their clock ran out, by pathway; numbers and nobody's name."""
    waiting = Referral.objects.filter(STATE_FILTERS[State.WAITING_FOR_FIRST_VISIT]).filter(out_of_time(now))
    return dict(waiting.order_by().values_list("episode__pathway").annotate(Count("pk")))


def how_many_undecided() -> int:
    """How many referrals nobody has decided about yet; a number and nobody's name."""
    return Referral.objects.filter(IS_OPEN, episode=None).count()
