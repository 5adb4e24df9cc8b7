"""Each column of a made-up table as DuckDB SQL over a row number: the same numbers give the same rows, on any machine.

Every table's rows are drawn from a row number `r` within a month that begins on `month`; `e` is the number of the
episode a row belongs to, from which all its groups follow, so that the tables agree with each other. The values are
likely ones and prove nothing: shares are round figures near those published for England (NHS England, 2024/25).
"""

from homeward.outcomes.facts import TABLES, Field, Kind, Table
from homeward.outcomes.facts.sql import SQL_TYPES

PATHWAYS = ("rapid_response", "home_ward", "supported_discharge", "reablement", "urgent_social_work")
MODELS = ("crisis_response", "virtual_ward", "home_based", "reablement", "urgent_social_work")
LOCALITIES = tuple(f"locality_{n:02d}" for n in range(1, 11))
SOURCES = ("gp", "ambulance", "acute_ward", "self", "social_care", "emergency_department")
NEEDS = ("fall", "frailty_decomp", "deconditioning", "palliative_crisis", "confusion_delirium", "catheter", "diabetes")
REASONS = ("medical_review", "transport", "home_care_not_available", "family_concerns", "funding_eligibility")


def chance(of: str, what: str) -> str:
    """A number from 0 to below 1 that depends on `of`, drawn apart for each `what`."""
    return f"((hash({of}, '{what}') % 1000003) / 1000003.0)"


def one_of(values: tuple[str, ...], of: str, what: str) -> str:
    """One of these texts, each as likely as the others."""
    listed = ", ".join(f"'{value}'" for value in values)
    return f"([{listed}])[1 + (hash({of}, '{what}') % {len(values)})::BIGINT]"


def maybe(share: float, value: str, of: str, what: str) -> str:
    """A value for this share of rows, empty for the others."""
    return f"CASE WHEN {chance(of, what)} < {share} THEN {value} END"


_PLACE = f"(1 + (hash(e, 'pathway') % {len(PATHWAYS)})::BIGINT)"
_GROUPS: dict[str, str] = {
    "partnership": "'made'",
    "origin": "'live'",
    "pathway": f"([{', '.join(repr(one) for one in PATHWAYS)}])[{_PLACE}]",
    "model": f"([{', '.join(repr(one) for one in MODELS)}])[{_PLACE}]",
    "organisation": one_of(("RXX", "CXX", "VXX"), "e", "organisation"),
    "locality": one_of(LOCALITIES, "e", "locality"),
    "source": one_of(SOURCES, "e", "source"),
    "need": one_of(NEEDS, "e", "need"),
    "age_band": one_of(("18_64", "65_74", "75_84", "85_over", "85_over"), "e", "age"),
    "ethnicity": one_of(("asian", "black", "mixed", "white", "white", "other", "not_stated"), "e", "ethnicity"),
    "deprivation": one_of(("1", "2", "3", "4", "5"), "e", "deprivation"),
}
_ID = "(strftime(month, '%y%m') || lpad(r::VARCHAR, 8, '0'))"
# Seen before midnight, also in summer, so that the day of the first contact is the day of the referral.
_FIRST_SEEN = f"CASE WHEN {chance('e', 'seen')} < 0.85 THEN (10 + 400 * {chance('e', 'wait')} ^ 3)::BIGINT END"

_SPECIAL: dict[str, dict[str, str]] = {
    "referrals": {
        "clock_start_at": "received_at",
        "clock_start_on": "received_on",
        "clock_code": one_of(("05", "05", "06", "06", "07", "08", "09"), "e", "clock"),
        "wait_minutes": _FIRST_SEEN,
        "wait_midnights": f"0 * ({_FIRST_SEEN})",
        "start_days": f"0 * ({_FIRST_SEEN})",
        "first_contact_at": f"received_at + to_minutes({_FIRST_SEEN})",
        "clock_stop_on": f"CASE WHEN ({_FIRST_SEEN}) IS NULL THEN NULL ELSE received_on END",
        "standard_met": f"({_FIRST_SEEN}) <= 120",
        "excluded_because": f"CASE WHEN ({_FIRST_SEEN}) IS NULL THEN 'closed_before_a_visit' ELSE '' END",
        "received_at": "received_on::TIMESTAMP AT TIME ZONE 'UTC' + to_minutes((480 + r % 400)::BIGINT)",
        "contacts": f"(1 + 18 * {chance('e', 'contacts')})::BIGINT",
        "state": "'seen'",
    },
    "contacts": {
        "started_at": "held_on::TIMESTAMP AT TIME ZONE 'UTC' + to_minutes((480 + r % 720)::BIGINT)",
        "kind": one_of(("face_to_face", "face_to_face", "face_to_face", "telephone", "no_access"), "r", "kind"),
        "minutes": maybe(0.93, f"(15 + 60 * {chance('r', 'minutes')})::BIGINT", "r", "length"),
        "staff": f"CASE WHEN {chance('r', 'double')} < 0.15 THEN 2 ELSE 1 END",
        "first": "r % 10 = 0",
    },
    "delays": {"stay_id": _ID, "reason": one_of(REASONS, "r", "reason"), "share": "1.0"},
    "ward_days": {
        "pathway": "'home_ward'",
        "stepped_up": f"floor(taken * {chance('r', 'step up')})",
        "reviews_done": f"floor(reviews_due * {chance('r', 'reviewed')})",
    },
    "episodes": {"days": "date_diff('day', began_on, ended_on)"},
    "stages": {"days": "date_diff('day', began_on, ended_on)"},
    "assessments": {"kept_answers": f"floor(answers * {chance('r', 'kept')})"},
    "goals": {"change": "level - baseline"},
    "discharges": {
        "success_2a": f"in_2a AND {chance('r', 'success')} < 0.8",
        "left_out_2a": "CASE WHEN in_2a THEN '' ELSE 'sequel_not_counted' END",
    },
    "hospital_stays": {
        "delay_days": "CASE WHEN ready_on IS NOT NULL THEN date_diff('day', ready_on, left_on) END",
        "on_ready_day": "delay_days = 0",
        "excluded_because": f"CASE WHEN {chance('r', 'counted')} < 0.9 THEN '' ELSE 'died' END",
        "linked_2d": f"in_2d AND {chance('r', 'linked')} < 0.5",
        "success_2d": f"CASE WHEN linked_2d THEN {chance('r', 'home')} < 0.8 END",
        "left_out_2d": "CASE WHEN in_2d THEN '' ELSE 'under_65' END",
    },
    "answers": {"agrees": "response >= 4"},
    "area_counts": {
        "what": "CASE WHEN r < 10 THEN 'emergency_admissions' ELSE 'long_term_admissions' END",
        "counted_on": "month",
        "age_band": "CASE WHEN r < 20 THEN '65_over' ELSE '18_64' END",
        "locality": f"([{', '.join(repr(one) for one in LOCALITIES)}])[1 + (r % {len(LOCALITIES)})]",
        "population": "6000",
    },
    "costs": {
        "spent_on": "month",
        "price_year": "'2025/26'",
    },
}


def selected(table: str) -> str:
    """The columns of a table as the SELECT list of a query over rows with `r`, `e` and `month`.

    A column may name one before it: DuckDB lets a list refer to its own names.
    """
    shape = TABLES[table]
    special = {**_GROUPS, **_SPECIAL.get(table, {})}
    found = {**_events(shape), **{field.name: _own(field, shape) for field in shape.own}, **special}
    return ",\n".join(f"({found[field.name]})::{SQL_TYPES[field.kind]} AS {field.name}" for field in shape.fields)


def _events(shape: Table) -> dict[str, str]:
    """The first event falls in the month; each other one up to three weeks after the one before, or not at all."""
    found: dict[str, str] = {}
    before = ""
    for event in shape.events:
        on, week, month = (field.name for field in event.fields())
        later = maybe(0.9, f"{before} + ({chance('r', event.name)} * 21)::INTEGER", "r", event.name + " happened")
        found[on] = later if before else "month + (r % 28)::INTEGER"
        found[week], found[month] = f"date_trunc('week', {on})", f"date_trunc('month', {on})"
        before = on
    return found


def _own(field: Field, shape: Table) -> str:
    """A likely value for a field nothing special is said of: its own number, one of its codes, or one in its range."""
    if field.name == "episode_id":
        value = "e"
    elif field.name in shape.key:
        value = _ID
    elif field.name == "person_id":
        value = "'P' || (hash(e, 'person') % 1000000)"
    elif field.kind is Kind.TEXT:
        value = one_of(field.codes or ("first", "second"), "r", field.name)
    elif field.kind is Kind.YES_NO:
        value = f"{chance('r', field.name)} < 0.7"
    elif field.kind is Kind.DAY:
        value = f"{shape.events[0].column}_on"
    else:
        least, most = field.least or 0, field.most if field.most is not None else 20
        value = f"round({least} + {chance('r', field.name)} * {most - least})"
    return maybe(0.9, value, "r", field.name + " known") if field.optional else value
