"""The table `hospital_stays`: how long people who were ready waited to leave, and what followed (ASCOF 2D, old 2B)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.episodes.history.hospital import StayHeld, hospital_stays, ready_of
from homeward.episodes.rules.hospital import Period, delay_days, discharge_ready_date
from homeward.kit.london import london_date, start_of_day
from homeward.outcomes.ascof.legacy import AT_HOME, OldDischarge, asked_on, is_counted
from homeward.outcomes.ascof.two_d import Discharge
from homeward.outcomes.collecting.context import Context
from homeward.outcomes.collecting.dates import Row, on_day
from homeward.outcomes.collecting.followed import Followed, followed_after
from homeward.outcomes.collecting.grouping import Known, in_chunks, known_of
from homeward.outcomes.rules.hospital import NEW_CARE_HOME, FoundAt, NotCounted, lived_at, not_counted

HELP_WITHIN = timedelta(days=7)
"""Help that began this long after somebody left is what they were discharged to, as in ASCOF 2D."""


def rows(context: Context) -> Iterator[Row]:
    """A row for every stay, in the order people went in. One query, and a dozen more for each chunk of them."""
    for chunk in in_chunks(hospital_stays()):
        known = known_of(context, {one.episode_id for one in chunk})
        ready = ready_of([one.stay_id for one in chunk])
        followed = followed_after({one.person_id for one in chunk})
        for one in chunk:
            about = _About(known[one.episode_id], one, ready.get(one.stay_id, []), followed)
            yield about.row()


@dataclass(frozen=True, slots=True)
class _About:
    """One stay, with all that is known of it."""

    known: Known
    stay: StayHeld
    periods: Sequence[Period]
    followed: Followed

    @property
    def today(self) -> date:
        return london_date(self.known.context.now)

    @property
    def left_on(self) -> date | None:
        return london_date(self.stay.left_at) if self.stay.left_at else None

    def row(self) -> Row:
        discharge = self.followed.discharges.get(self.stay.stay_id)
        return {
            **self.known.groups(start_of_day(self.stay.admitted_on)),
            **on_day("admitted", self.stay.admitted_on),
            **on_day("left", self.left_on),
            **on_day("known", discharge.known_from if discharge else None),
            **self._ready(),
            "stay_id": str(self.stay.stay_id),
            "episode_id": str(self.stay.episode_id),
            "person_id": str(self.stay.person_id),
            "discharge_pathway": "" if self.stay.pathway is None else str(self.stay.pathway),
            "destination": self.stay.destination if self.left_on and not self.stay.died_in_hospital else "",
            "new_care_home": self._went_into_care_home(),
            "unplanned": None,
            **self._two_d(discharge),
            **self._old(),
        }

    def _went_into_care_home(self) -> bool:
        alive = self.left_on is not None and not self.stay.died_in_hospital
        return alive and self.stay.destination in NEW_CARE_HOME

    def _ready(self) -> Row:
        ready_on, left_on = discharge_ready_date(self.periods), self.left_on
        days = delay_days(ready_on, left_on) if ready_on and left_on else None
        why = not_counted(
            admitted_on=self.stay.admitted_on,
            left_on=left_on,
            ready_on=ready_on,
            born_on=self.known.person.born_on,
            died=self.stay.died_in_hospital,
        )
        return {
            **on_day("ready", ready_on),
            "delay_days": days,
            "on_ready_day": None if days is None else days == 0,
            "excluded_because": why.value if why else "",
        }

    def _two_d(self, discharge: Discharge | None) -> Row:
        if discharge is None:
            return {
                "in_2d": False,
                "linked_2d": False,
                "success_2d": None,
                "left_out_2d": NotCounted.IN_HOSPITAL.value,
            }
        return {
            "in_2d": discharge.left_out is None,
            "linked_2d": discharge.linked,
            "success_2d": discharge.success(self.today),
            "left_out_2d": discharge.left_out.value if discharge.left_out else "",
        }

    def _old(self) -> Row:
        """The old measure counts discharges alive, to help: this record knows no others."""
        if self.left_on is None or self.stay.died_in_hospital or not self._to_help(self.left_on):
            return {"in_2b_old": False, "success_2b_old": None}
        person, born_on = self.stay.person_id, self.known.person.born_on
        if not is_counted(OldDischarge(born_on, self.left_on, True)):
            return {"in_2b_old": False, "success_2b_old": None}
        place = lived_at(
            asked_on(self.left_on),
            found=[FoundAt(*one) for one in self.followed.found_at.get(person, [])],
            died_on=self.followed.died_on.get(person),
            today=self.today,
        )
        return {"in_2b_old": True, "success_2b_old": place in AT_HOME if place else None}

    def _to_help(self, left_on: date) -> bool:
        return any(
            one.seen_on <= left_on + HELP_WITHIN and (one.ended_on is None or one.ended_on > left_on)
            for one in self.followed.support.get(self.stay.person_id, ())
        )
