"""Whatever is done to a message, it is taken in or kept with words, whole, and the program goes on."""

import copy
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.exchange.actions import RECEIVED, REFUSED, arrived, take_in
from homeward.exchange.bars.envelope import check_that_it_is_taken_in, envelope_of
from homeward.exchange.bars.reading import read_content
from homeward.exchange.fhir.bundle import Bundle
from homeward.exchange.fhir.outcome import Refused
from homeward.exchange.fhir.parsing import parse_bundle
from homeward.exchange.models import Message
from homeward.referrals.models import Referral
from tests.exchange.messages import as_bytes, message
from tests.support.borough import NOW, make_borough

pytestmark = pytest.mark.django_db
QUICK = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)

plain = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=60),
    st.sampled_from(["", "\x00", "\u202e", "🏠" * 300, "9" * 500, "2026-13-45", "urn:uuid:patient", "Patient/patient"]),
)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a bundle."""
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    found = [path] if path else []
    for key, value in inside:
        found += places_in(value, (*path, key))
    return found


PLACES = places_in(message())


def mutated(changes: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    bundle = copy.deepcopy(message())
    for path, how, value in changes:
        holder: Any = bundle
        try:
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
        if not isinstance(holder, dict | list):
            continue
        if how == "delete":
            del holder[path[-1]]
        elif how == "wrap":
            holder[path[-1]] = [holder[path[-1]]]
        elif how == "repeat" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[path[-1]]))
        else:
            holder[path[-1]] = value
    return bundle


def check(body: bytes) -> None:
    with transaction.atomic():
        answered = take_in(arrived=arrived(body), sender=None, now=NOW)
        kept = Message.objects.get(pk=answered.message.pk)
        assert bytes(kept.body) == body
        assert answered.status != 500, kept.refused_because
        if answered.outcome == RECEIVED:
            assert kept.referral is not None
            assert orjson.loads(answered.body)["resourceType"] == "Bundle"
        else:
            assert answered.outcome == REFUSED
            assert kept.refused_because
            assert not Referral.objects.exists()
            assert orjson.loads(answered.body)["resourceType"] == "OperationOutcome"
        transaction.set_rollback(True)


@QUICK
@given(
    changes=st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(["delete", "replace", "wrap", "repeat"]), values),
        min_size=1,
        max_size=6,
    )
)
def test_any_change_to_any_part_of_a_message_is_survived(django_db_blocker: Any, changes: Any) -> None:
    make_borough_once()
    check(as_bytes(mutated(changes)))


OTHERS: list[Any] = [None, 7, "text", [], {}, [None], {"a": [1]}, True]


def test_every_single_part_may_be_of_another_type() -> None:
    make_borough()
    for number, place in enumerate(PLACES):
        check(as_bytes(mutated([(place, "replace", OTHERS[number % len(OTHERS)])])))


@pytest.mark.parametrize("how", ["delete", "wrap", *range(len(OTHERS))])
def test_every_single_part_may_be_missing_wrapped_or_of_any_other_type_for_the_reader(how: str | int) -> None:
    change = ("replace", OTHERS[how]) if isinstance(how, int) else (how, None)
    read = 0
    for place in PLACES:
        try:
            bundle = Bundle(parse_bundle(as_bytes(mutated([(place, *change)]))))
            envelope = envelope_of(bundle)
            check_that_it_is_taken_in(envelope, bundle)
            read += bool(read_content(bundle, envelope, received_at=NOW).reason)
        except Refused as refused:
            assert str(refused)  # noqa: PT017 - either outcome is right, and this one has words
    assert read > len(PLACES) * 0.8


@QUICK
@given(body=st.one_of(st.binary(max_size=400), values.map(orjson.dumps)))
def test_any_bytes_at_all_are_answered_and_kept(django_db_blocker: Any, body: bytes) -> None:
    make_borough_once()
    check(body)


def make_borough_once() -> None:
    """Hypothesis runs many examples in one test: the borough is made for the first."""
    from homeward.partnership.models import Team

    if not Team.objects.exists():
        make_borough()
