"""A referrer's own referrals: where each is now, and what they were told.

An answer counts as given only when someone says so with a button. Opening the page is not enough: a page may be
fetched ahead, left open or opened by a colleague, and until the answer is given the front door keeps it on its list.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from homeward.desk.pages.paging import page_of, query_kept
from homeward.desk.wording import WHERE_IT_IS
from homeward.kit.text import storable
from homeward.partnership.access import needs, viewer_of
from homeward.partnership.rules import Capability
from homeward.people.actions import note_looked
from homeward.referrals.actions import answer_given
from homeward.referrals.queries import answers_to_organisation_of, matches, referrals_made_by_organisation_of

PER_PAGE = 25
MOST_NEW = 50


@needs(Capability.SEE_OWN_REFERRALS)
@require_safe
def own_referrals(request: HttpRequest) -> HttpResponse:
    """The referrals of the viewer's organisation, with new answers first."""
    viewer, now = viewer_of(request), timezone.now()
    search = storable(request.GET.get("search", "")).strip()[:120]
    found = referrals_made_by_organisation_of(viewer)
    if search:
        found = found.filter(matches(search))
    page = page_of(request, found, per_page=PER_PAGE)
    referrals = list(page)
    new = list(answers_to_organisation_of(viewer).filter(given_at=None)[:MOST_NEW])
    people = [referral.person for referral in referrals] + [answer.decision.referral.person for answer in new]
    note_looked(viewer=viewer, people=people, route="own_referrals", now=now, searched_for=search)
    context = {
        "referrals": [(referral, WHERE_IT_IS[referral.state]) for referral in referrals],
        "new_answers": new,
        "search": search,
        "page": page,
        "query": query_kept(request),
    }
    return render(request, "desk/own_referrals.html", context)


@needs(Capability.SEE_OWN_REFERRALS)
@require_POST
def answer_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the referrer has read an answer; saying so twice keeps the first time."""
    viewer = viewer_of(request)
    answer = answers_to_organisation_of(viewer).filter(pk=pk).first()
    if answer is None:
        raise Http404
    answer_given(answer=answer, by=viewer, now=timezone.now())
    messages.success(request, f"Marked as read: the answer about {answer.decision.referral.reference}.")
    return redirect("own_referrals")
