"""The small borough, and a system of its ambulance service that may send."""

import pytest

from homeward.exchange.models import Sender
from homeward.exchange.senders import make_sender
from homeward.partnership.models import Organisation, OrganisationKind
from tests.support.borough import NOW, Borough, make_borough


@pytest.fixture
def borough() -> Borough:
    return make_borough()


@pytest.fixture
def ambulance(borough: Borough) -> Sender:
    organisation = Organisation.objects.create(code="RAA", name="Riverside Ambulance", kind=OrganisationKind.AMBULANCE)
    return make_sender(organisation=organisation, name="Ambulance dispatch", now=NOW)[0]
