"""Which phased changes a chart shows, and where its limits begin anew."""

from collections.abc import Sequence
from datetime import date

from homeward.outcomes.evaluating import locality_names
from homeward.outcomes.series import Change
from homeward.partnership.models import PhasedChange
from homeward.partnership.queries import changes_touching

Where = Sequence[tuple[str, Sequence[str]]]


def changes_for(where: Where, first: date, last: date) -> tuple[Change, ...]:
    """The phased changes that began in these days for the part of the service looked at, the earliest first.

    Of one pathway only the changes that touch it, of one locality only what began there or everywhere. Limits begin
    anew once for a change: on the first day on which it began for what the chart shows.
    """
    kept = {column: values[0] for column, values in where if len(values) == 1}
    found = [
        Change(one.pk, day, one.title, one.rebase)
        for one in changes_touching(kept.get("pathway"), (first, last))
        if (day := _began(one, kept.get("locality"))) is not None and first <= day <= last
    ]
    return tuple(sorted(found, key=lambda change: (change.on, change.pk)))


def _began(change: PhasedChange, locality: str | None) -> date | None:
    """The first day in a locality, or anywhere when none is asked for; None where it never came.

    A change says a locality by its code in the facts or by its name.
    """
    phases = change.phases.all()
    if locality is None:
        return min(one.starts_on for one in phases)
    called = {"", locality.casefold(), locality_names().get(locality, "").casefold()}
    return min((one.starts_on for one in phases if one.locality.casefold() in called), default=None)
