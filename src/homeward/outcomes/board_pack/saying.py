"""What changed in a month, in plain sentences, worked out from the control charts. Pure.

Special causes first: what gets worse, then better, then what changed and is neither; then targets missed as things
run; then figures that say more about the recording than about the service.
"""

from collections.abc import Iterable, Iterator, Sequence

from homeward.outcomes.series import Series
from homeward.outcomes.spc import Assurance, Kind
from homeward.outcomes.spc.saying import current_run

NOTHING = "Nothing changed more than it usually does."
NOTHING_ELSE = "Nothing else changed more than it usually does."
_IN_ORDER: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("Getting worse", "Nothing is getting worse beyond what chance explains.", frozenset({Kind.CONCERN})),
    ("Getting better", "", frozenset({Kind.IMPROVEMENT})),
    ("Changed, and neither better nor worse in itself", "", frozenset({Kind.NEUTRAL_HIGH, Kind.NEUTRAL_LOW})),
)


def what_changed(found: Sequence[Series]) -> str:
    """One paragraph on a month. Measures without a figure say nothing; headline measures come first in a sentence."""
    known = sorted((one for one in found if one.value is not None), key=lambda one: not one.measure.headline)
    if not known:
        return "There are no figures for this month yet."
    changed = [one for one in known if one.chart.variation not in (None, Kind.COMMON)]
    said = [*_special_causes(known), *_few(changed)] if changed else []
    said.append(NOTHING_ELSE if changed else NOTHING)
    return " ".join([*said, *_targets(known), *_alarms(known)])


def _special_causes(known: Sequence[Series]) -> Iterator[str]:
    for name, when_none, kinds in _IN_ORDER:
        those = [one for one in known if one.chart.variation in kinds]
        if those:
            yield f"{name}: {_listed(_changed(one) for one in those)}."
        elif when_none:
            yield when_none


def _changed(one: Series) -> str:
    """A measure, its figure, and since when: "seen within 2 hours (61%, since August 2026)"."""
    run = current_run(one.chart)
    since = f", since {run[0].x:%B %Y}" if len(run) > 1 else ""
    return f"{_small(one.measure.title)} ({one.words}{since})"


def _few(changed: Sequence[Series]) -> Iterator[str]:
    """A word of care where limits rest on few months; once, however many there are."""
    short = [one for one in changed if one.chart.last and one.chart.last.short_group]
    if short:
        which = "All of these rest" if len(short) == len(changed) else f"{len(short)} of these {_rest(len(short))}"
        yield f"{which} on fewer than 13 months, so read with care."


def _rest(number: int) -> str:
    return "rests" if number == 1 else "rest"


def _targets(known: Sequence[Series]) -> Iterator[str]:
    missed = [one for one in known if one.assurance is not None and one.chart.assurance is Assurance.NOT_MET]
    if missed:
        aims = (f"{_small(one.measure.title)} ({one.words}, target {one.in_words(one.chart.target)})" for one in missed)
        yield f"As things run, the target is not met for {_listed(aims)}: the way of working must change."


def _alarms(known: Sequence[Series]) -> Iterator[str]:
    alarming = [one for one in known if one.alarm]
    if alarming:
        those = _listed(f"{_small(one.measure.title)} ({one.words})" for one in alarming)
        yield f"Look at the recording before the service for {those}."


def _listed(parts: Iterable[str]) -> str:
    """Parts that may hold commas, as a list in a sentence."""
    return "; ".join(parts)


def _small(title: str) -> str:
    """A title inside a sentence; one that begins with capitals, as ASCOF, keeps them."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]
