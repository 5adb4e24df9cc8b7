"""The pathways and localities that there are facts about, as choices."""

from dataclasses import replace

from homeward.kit.london import london_date
from homeward.outcomes.counting import count
from homeward.outcomes.counting.asking import Question
from homeward.outcomes.definitions import measure_called
from homeward.outcomes.origins import of_the_service
from homeward.outcomes.pages.asking import Choices, usual_first
from homeward.outcomes.periods import Period
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.wording import name_of_group


def place_choices(snapshot: Snapshot) -> dict[str, Choices]:
    """For pathway and locality, the codes with a referral in the time that charts show, by name."""
    last = london_date(snapshot.counted_at)
    question = Question(
        measure=measure_called("referrals_received"),
        first=usual_first(Period.MONTH, last),
        last=last,
        period=Period.WHOLE,
    )
    return {by: _choices(snapshot, question, by) for by in ("pathway", "locality")}


def _choices(snapshot: Snapshot, question: Question, by: str) -> Choices:
    name = name_of_group(by, snapshot.counted_at)
    codes = [
        cell.group[0]
        for cell in count(snapshot, of_the_service(snapshot, replace(question, by=(by,))))
        if cell.group[0]
    ]
    return sorted(((code, name(code)) for code in codes), key=lambda pair: pair[1])
