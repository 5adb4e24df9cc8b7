"""The people of the borough: made up by chance, in the proportions the figures give.

Every NHS number begins 999, the range kept for tests. Every phone number is one that Ofcom keeps for drama.
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from homeward.demo.cast import body, keys_of_kind
from homeward.demo.chance import pick, slots_for, worded
from homeward.demo.reading import figure, words
from homeward.kit import nhs_number
from homeward.people.actions import Details

INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
RELATIONS = ["Daughter", "Son", "Wife", "Husband", "Niece", "Neighbour", "Sister", "Brother", "Friend from church"]


def phone(rng: Random) -> str:
    """A London number that Ofcom keeps for drama: 020 7946 0000 to 0999."""
    return f"020 7946 0{rng.randrange(1000):03d}"


@dataclass(slots=True)
class Residents:
    """Everyone referred so far, and who can be referred again from when."""

    rng: Random
    today: date
    numbers: set[str] = field(default_factory=set)
    free_from: list[tuple[datetime, Details]] = field(default_factory=list)

    def referred(self, at: datetime) -> Details:
        """Someone new, or as often as the figures say someone who was helped before."""
        if self.free_from and self.rng.random() < 1 - 1 / figure("referrals_per_person"):
            for _ in range(8):
                place = self.rng.randrange(max(0, len(self.free_from) - 900), len(self.free_from))
                free_from, known = self.free_from[place]
                if free_from <= at:
                    self.free_from.pop(place)
                    return known
        return self.someone_new()

    def may_come_back(self, details: Details, *, from_when: datetime) -> None:
        """Note that this person can be referred again; only with a number would they be known again."""
        if details.nhs_number:
            self.free_from.append((from_when, details))

    def in_a_care_home(self) -> Details:
        """A person nobody has referred yet, who lives in one of the care homes."""
        home = body(self.rng.choice(keys_of_kind("care_home"))).name
        street = self.rng.choice(words("organisations")["streets"])
        return replace(self.someone_new(restricted=False), address=f"{home}, {street}")

    def someone_new(self, *, restricted: bool | None = None) -> Details:
        """A person nobody has referred yet, living at home."""
        rng = self.rng
        names = words("names")[pick(rng, figure("backgrounds"))]
        gender = "female" if rng.random() < figure("women") else "male"
        given = rng.choice(names["women" if gender == "female" else "men"])
        place = words("organisations")["wards"][rng.random() < 0.45]
        number = "" if rng.random() < 0.03 else self._number()
        if rng.random() < 0.004:
            gender = "other"
        return Details(
            family_name=rng.choice(names["families"]),
            given_name=given,
            nhs_number=number,
            number_said_to_be_verified=rng.random() < 0.95,
            born_on=self._born_on(),
            gender=gender,
            ethnic_category=names["category"] if rng.random() < 0.94 else "Z",
            address=self._address(),
            postcode=f"{place['district']} {rng.randrange(1, 10)}" + "".join(rng.choices(INWARD_LETTERS, k=2)),
            phone=phone(rng) if rng.random() < 0.95 else "",
            language=self._language(names),
            needs_when_contacted=self._adjustment(gender, given),
            carer=self._carer(names),
            gp_practice=body(rng.choice(keys_of_kind("gp_practice"))).name,
            restricted=rng.random() < 0.0008 if restricted is None else restricted,
        )

    def _number(self) -> str:
        while True:
            nine = f"999{self.rng.randrange(1_000_000):06d}"
            check = nhs_number.check_digit(nine)
            if check is not None and nine not in self.numbers:
                self.numbers.add(nine)
                return f"{nine}{check}"

    def _born_on(self) -> date:
        bands = figure("ages")
        begins = sorted(map(int, bands))
        lowest = int(pick(self.rng, bands))
        above = next((age for age in begins if age > lowest), 102)
        years = self.rng.randrange(lowest, above)
        # A year ago they were a year younger: stay clear of the youngest age that is helped.
        return self.today - timedelta(days=round((years + 1) * 365.25) + self.rng.randrange(1, 365))

    def _address(self) -> str:
        place, rng = words("organisations"), self.rng
        street = rng.choice(place["streets"])
        kind = rng.random()
        if kind < 0.42:
            return f"Flat {rng.randrange(1, 88)}, {rng.choice(place['blocks'])}, {street}"
        if kind < 0.5:
            return f"Flat {rng.randrange(1, 40)}, {rng.choice(place['extra_care'])}, {street}"
        return f"{rng.randrange(1, 160)}{rng.choice(['', '', '', 'A', 'B'])} {street}"

    def _language(self, names: dict[str, Any]) -> str:
        spoken = names.get("languages", [])
        return self.rng.choice(spoken) if spoken and self.rng.random() < 0.4 else ""

    def _adjustment(self, gender: str, given: str) -> str:
        if self.rng.random() >= 0.22:
            return ""
        return worded(self.rng, words("decisions")["needs_when_contacted"]["any"], slots_for(gender, given))

    def _carer(self, names: dict[str, Any]) -> str:
        if self.rng.random() >= 0.6:
            return ""
        given = self.rng.choice(names["women"] + names["men"])
        return f"{self.rng.choice(RELATIONS)}: {given}, {phone(self.rng)}"
