"""A message made from a referral says what the referral says."""

from dataclasses import replace

import pytest

from homeward.exchange.bars.envelope import check_that_it_is_taken_in, envelope_of
from homeward.exchange.bars.reading import read_content
from homeward.exchange.bars.request import request_from
from homeward.exchange.drafting import drafted_message
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.parsing import parse_bundle
from homeward.exchange.models import Message
from homeward.exchange.verify import problems_at
from homeward.people.actions import Details
from homeward.referrals.models import Arrival, Referral
from tests.support.borough import NOW, fall_request, make_borough, received

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("source", ["ambulance_999", "nhs_111"])
@pytest.mark.parametrize("consent", ["direct_care", "best_interests", "refused", "not_known"])
def test_a_drafted_message_reads_back_as_the_referral_it_was_made_from(source: str, consent: str) -> None:
    borough = make_borough()
    flags = ({"category": "Safeguarding", "code": "sg", "text": "Neighbour worried"},)
    about = {
        "referrer_organisation": "Riverside Ambulance",
        "location": "9 Pretend Street",
        "flags": flags,
        "what_matters": "",
        "answers": {},
        "need": "",
    }
    asked = fall_request(arrival=Arrival.BARS, source=source, consent=consent, **about)
    referral = received(borough, arrival=Arrival.BARS, source=source, consent=consent, **about)
    message = drafted_message(referral=Referral.objects.select_related("person").get(), sender=None)
    bundle = Bundle(parse_bundle(message.body))
    envelope = envelope_of(bundle)
    check_that_it_is_taken_in(envelope, bundle)
    content = read_content(bundle, envelope, today=NOW.date())
    told = request_from(content, organisation=None, now=NOW)
    details = Details(**{**vars_of(asked.details), "nhs_number": "9990000018"})
    assert told == replace(asked, details=details)
    assert (envelope.message_id, envelope.request_id) == (message.message_id, message.request_id)
    message.save()
    assert list(problems_at(NOW)) == []
    assert Message.objects.get().referral == referral


def vars_of(details: Details) -> dict[str, object]:
    return {name: getattr(details, name) for name in details.__dataclass_fields__}


def test_a_referral_from_a_message_without_its_message_is_a_problem() -> None:
    referral = received(make_borough(), arrival=Arrival.BARS)
    found = list(problems_at(NOW))
    assert [(p.subject, p.rule) for p in found] == [
        (referral.reference, "A referral that arrived as a message has its message")
    ]
