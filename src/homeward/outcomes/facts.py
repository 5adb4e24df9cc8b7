"""The facts: frozen rows of what happened, with what the rules said about it. One Arrow schema a table.

Facts carry no name, NHS number, address or date of birth. Measures count them and decide nothing.
"""

import pyarrow as pa

SCHEMA_VERSION = "1"

_INSTANT = pa.timestamp("us", tz="UTC")
_FIELDS: tuple[tuple[str, pa.DataType, bool, str], ...] = (
    ("partnership", pa.string(), False, "Code of the partnership whose service this is"),
    ("referral_id", pa.int64(), False, "Number of the referral within the partnership"),
    ("received_at", _INSTANT, False, "When the referral was received"),
    ("received_on", pa.date32(), False, "London date on which it was received"),
    ("received_week", pa.date32(), False, "Monday of the week in which it was received"),
    ("source", pa.string(), False, "Who referred: code of the kind of source"),
    ("need", pa.string(), False, "Code of the need in the service model; empty when not recorded"),
    ("age_band", pa.string(), False, "Age on the day of receipt, in bands; not_known without a date of birth"),
    ("pathway", pa.string(), False, "Pathway decided at triage; empty when none"),
    ("organisation", pa.string(), False, "Code of the organisation whose team owns the referral"),
    ("state", pa.string(), False, "Where the referral was when the facts were written"),
    ("triage_outcome", pa.string(), False, "What triage came to: accepted, redirected, declined or undecided"),
    ("clock_code", pa.string(), False, "National waiting time measurement type, 05 to 09"),
    ("clock_start_at", _INSTANT, False, "When the clock started"),
    ("clock_start_on", pa.date32(), False, "London date on which the clock started"),
    ("clock_start_week", pa.date32(), False, "Monday of the week in which the clock started"),
    ("first_contact_at", _INSTANT, True, "First face-to-face contact, which stops the clock; empty when none yet"),
    ("clock_stop_on", pa.date32(), True, "London date of the first contact"),
    ("clock_stop_week", pa.date32(), True, "Monday of the week of the first contact"),
    ("wait_minutes", pa.int64(), True, "Minutes from clock start to first contact, a begun minute counted whole"),
    ("wait_midnights", pa.int32(), True, "London midnights between clock start and first contact"),
    ("standard_met", pa.bool_(), True, "Whether the response standard was met; empty when the rule gives no answer"),
    ("excluded_because", pa.string(), False, "Why the response standard gives no answer; empty when it does"),
)

REFERRALS: pa.Schema = pa.schema(
    [
        pa.field(name, kind, nullable=nullable, metadata={"description": description})
        for name, kind, nullable, description in _FIELDS
    ],
    metadata={"table": "referrals", "schema_version": SCHEMA_VERSION, "row": "one referral"},
)

TABLES: dict[str, pa.Schema] = {"referrals": REFERRALS}


def described(table: str) -> list[tuple[str, str, str]]:
    """Every field of a table, in order, as name, type and description. Raises KeyError for no such table."""
    return [(field.name, str(field.type), (field.metadata or {})[b"description"].decode()) for field in TABLES[table]]
