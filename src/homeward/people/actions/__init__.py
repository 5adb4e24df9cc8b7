"""Registering people and correcting their details, giving teams a reason to see them, and writing down who looked."""

from homeward.people.actions.correcting import AddressIsSecret, DetailsMovedOn, ReasonMissing, correct_details
from homeward.people.actions.details import Details, details_of, person_fields, typed_details
from homeward.people.actions.looking import LOOK_AGAIN_AFTER, note_looked
from homeward.people.actions.registering import heard_more, register
from homeward.people.actions.relating import end_reason_to_see, give_reason_to_see, reason_to_see_given

__all__ = [
    "LOOK_AGAIN_AFTER",
    "AddressIsSecret",
    "Details",
    "DetailsMovedOn",
    "ReasonMissing",
    "correct_details",
    "details_of",
    "end_reason_to_see",
    "give_reason_to_see",
    "heard_more",
    "note_looked",
    "person_fields",
    "reason_to_see_given",
    "register",
    "typed_details",
]
