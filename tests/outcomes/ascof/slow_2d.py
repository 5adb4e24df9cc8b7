"""ASCOF 2D counted a second time, day by day, without anything of the product: one person with one council."""

from dataclasses import dataclass, field
from datetime import date, timedelta

FOREVER = date(9999, 1, 1)


@dataclass
class Stay:
    """A stay in hospital: `management` EM, NE or EL; None: still there."""

    admitted: date
    discharged: date | None
    management: str = "EL"
    method_in: str = ""
    method_out: str = ""
    destination: str = ""
    treatment: str = ""


@dataclass
class Life:
    """What happened to one person. Services are (start, end or None)."""

    born: date | None
    died: date | None
    reablement: list[tuple[date, date | None]] = field(default_factory=list)
    care_home: list[tuple[date, date | None]] = field(default_factory=list)
    prison: list[tuple[date, date | None]] = field(default_factory=list)


def days_after(start: date, number: int) -> list[date]:
    return [start + timedelta(days=day) for day in range(number + 1)]


def counted(stays: list[Stay], life: Life, first: date, last: date) -> list[tuple[bool, list[tuple[date, bool]]]]:
    """For each discharge in the period, in the order given: whether it is counted, and its clusters with success."""
    eligible = []
    for stay in stays:
        if stay.discharged is not None and first <= stay.discharged <= last:
            eligible.append((stay, is_eligible(stay, life)))
    found: list[tuple[bool, list[tuple[date, bool]]]] = []
    links = [(start, linked_stay(start, [s for s, ok in eligible if ok])) for start in cluster_starts(life.reablement)]
    for stay, ok in eligible:
        mine = [(start, success(stay, start, stays, life)) for start, linked in links if linked is stay]
        found.append((ok, sorted(mine)))
    return found


def is_eligible(stay: Stay, life: Life) -> bool:
    assert stay.discharged is not None
    if life.born is None or (stay.discharged - life.born).days < 65 * 365.25:
        return False
    if stay.discharged == stay.admitted or stay.discharged < stay.admitted:
        return False
    if stay.method_in in ("31", "32", "82", "83") or stay.method_out in ("4", "5"):
        return False
    if stay.destination in ("49", "50", "51", "52", "79", "87", "88"):
        return False
    others = "199 223 290 291 331 344 345 346 424 499 501 504 560 660 661 662 840 920"
    if stay.treatment.startswith(("7", "65")) or (stay.treatment and stay.treatment in others):
        return False
    for start, end in life.care_home + life.prison:
        if (end is None or end >= start) and start <= stay.admitted and (end is None or stay.admitted <= end):
            return False
    return True


def cluster_starts(spells: list[tuple[date, date | None]]) -> list[date]:
    """Days on which reablement begins and no earlier spell went on then or within the 7 days before."""
    good = [(start, end or FOREVER) for start, end in spells if end is None or end >= start]
    starts = set()
    for start, _ in good:
        if all(begins >= start or (start - ends).days > 7 for begins, ends in good):
            starts.add(start)
    return sorted(starts)


def linked_stay(start: date, eligible: list[Stay]) -> Stay | None:
    window = days_after(start - timedelta(days=7), 10)
    fitting = [stay for stay in eligible if stay.discharged in window and stay.admitted <= start]
    best = None
    for stay in fitting:
        if best is None or (stay.discharged, stay.admitted) >= (best.discharged, best.admitted):
            best = stay
    return best


def success(stay: Stay, start: date, stays: list[Stay], life: Life) -> bool:
    assert stay.discharged is not None
    for day in days_after(stay.discharged, 84):
        if life.died == day:
            return False
        if any(begins == day and (end is None or end >= begins) for begins, end in life.care_home):
            return False
        for other in stays:
            overnight = other.discharged is None or other.discharged > other.admitted
            emergency = other.management == "EM" or other.management == "NE"
            afterwards = day > start and day > stay.discharged
            if other.admitted == day and overnight and emergency and afterwards and other.method_out != "5":
                return False
    return True
