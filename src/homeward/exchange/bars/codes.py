"""The standard's codes, and the several addresses that senders give their code systems.

Source: Booking and Referral Standard API 1.4.0 and its published examples, in which one code system has several
addresses, some written as value sets and some with `id` for `Id`. So addresses are compared in one form, through a
table of other names, and a code under an address nobody knows still counts where its meaning is plain.
"""

from homeward.exchange.fhir.values import Coding, Node, codings

_OTHER_NAMES = {
    "message-events": ("message-events-bars", "message-event-servicerequest", "message-events", "message-event-bars"),
    "message-reason": ("message-reason-bars", "message-reason-servicerequest", "message-reason"),
    "category": ("message-category-servicerequest", "message-category-bars"),
    "flag-category": ("flag-categories-bars", "flag-category-bars", "flag-category", "flag-categories"),
    "consent-category": ("consent-categories-bars", "consent-category-bars", "consentcategorycodes"),
    "nhs-number": ("nhs-number",),
    "ods": ("ods-organization-code", "ods-organisation-code", "ods-site-code"),
    "number-verification": ("ukcore-nhsnumberverificationstatus", "careconnect-nhsnumberverificationstatus-1"),
    "ethnic-category": ("ukcore-ethniccategory", "careconnect-ethniccategory-1"),
    "relationship": ("ukcore-personrelationshiptype", "v3-rolecode", "v2-0131"),
    "use-case": ("usecases-categories-bars", "use-case-bars", "bars-use-case"),
}
_MEANING = {name: meaning for meaning, names in _OTHER_NAMES.items() for name in names}

REQUEST = "servicerequest-request"
RESPONSE = "servicerequest-response"
TAKEN_CATEGORIES = frozenset({"validation", "referral"})
CASE_CLOSED = frozenset({"revoked", "entered-in-error"})

FLAG_CATEGORIES = {
    "ss": "Scene safety",
    "sg": "Safeguarding",
    "safeguarding": "Safeguarding",
    "scene-safety": "Scene safety",
    "scene safety": "Scene safety",
    "ra": "Reasonable adjustment",
    "reasonable-adjustment": "Reasonable adjustment",
}
RELATIONSHIPS = {
    "ep": "emergency contact",
    "c": "emergency contact",
    "n": "next of kin",
    "u": "",
    "wife": "wife",
    "hsb": "husband",
    "spo": "husband or wife",
    "dau": "daughter",
    "dauc": "daughter",
    "son": "son",
    "nephew": "nephew",
    "niece": "niece",
    "nbor": "neighbour",
    "carer": "carer",
}
THEMSELVES = frozenset({"oneself", "self"})


def meaning_of(system: str) -> str:
    """What a code system or identifier address stands for, or "" for one nobody here knows."""
    return _MEANING.get(system.strip().rstrip("/").lower().rpartition("/")[2], "")


def coding_of(concept: Node, meaning: str) -> Coding:
    """The code a concept holds from one code system; failing that its first code; an empty one when there is none."""
    found = codings(concept)
    known = [coding for coding in found if meaning_of(coding.system) == meaning]
    return next(iter(known or found), Coding("", "", ""))


def code_of(concept: Node, meaning: str) -> str:
    """The same in lower case, for comparing."""
    return coding_of(concept, meaning).code.lower()
