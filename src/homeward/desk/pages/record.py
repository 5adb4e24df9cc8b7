"""One person's record: who they are, what matters to them, who looks after them, and all that happened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from homeward.desk.actions import may_withdraw
from homeward.desk.flags import flags_of
from homeward.desk.queries import helped_on_record, person_seen_by, referrals_on_record
from homeward.desk.timeline import name_and_work, timeline
from homeward.desk.wording import age_in_words, earlier_words
from homeward.kit.london import london_date
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.people.queries import earlier_details
from homeward.referrals.rules.state import OPEN_STATES


@needs(Capability.SEE_RECORD)
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The record, or Http404 for those without a reason to see the person: they do not learn that it exists."""
    viewer, now = viewer_of(request), timezone.now()
    person = person_seen_by(viewer, pk)
    if person is None:
        raise Http404
    note_looked(viewer=viewer, people=[person], route="record", now=now)
    referrals = referrals_on_record(viewer, person)
    helped = helped_on_record(viewer, person, referrals)
    events = timeline(referrals, helped)
    context = {
        "person": person,
        "referrals": referrals,
        "helped": [one for one in helped if one.episode.ended_at is None],
        "flags": flags_of(referrals),
        "open_states": OPEN_STATES,
        "being_decided": [r for r in referrals if r.episode_id is None and r.state in OPEN_STATES],
        "events": events,
        "withdrawable": {e.visit.pk for e in events if e.visit and not e.withdrawn and may_withdraw(viewer, e.visit)},
        "earlier": earlier_details(viewer, person),
        "earlier_words": earlier_words,
        "name_and_work": name_and_work,
        "may_record": viewer.may(Capability.RECORD_CARE),
        "now": now,
        "today": london_date(now),
        "age_in_words": age_in_words,
    }
    return render(request, "desk/record.html", context)
