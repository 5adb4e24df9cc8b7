"""The content of a board pack: everything that is in it, in order, as blocks."""

from collections.abc import Iterator, Sequence
from datetime import date

from homeward.kit.london import LONDON, london_date
from homeward.outcomes.board_pack.blocks import Block, Bullets, Heading, Pack, Paragraph, Table
from homeward.outcomes.board_pack.headline import full, key_figures, left_out_rows
from homeward.outcomes.board_pack.months import counter_of, last_day_of, of_the_month, series_to, year_to
from homeward.outcomes.board_pack.reading import HOW_TO_READ
from homeward.outcomes.board_pack.reasons import ON_THE_SCALE, answers_given, delay_reasons
from homeward.outcomes.board_pack.saying import what_changed
from homeward.outcomes.definitions import DOMAIN_NAMES, Domain
from homeward.outcomes.series import Series
from homeward.outcomes.snapshots import Snapshot
from homeward.outcomes.spc.saying import day
from homeward.outcomes.wording import name_of_group
from homeward.partnership.queries import changes_touching, organisations_taking_part


def pack_of(snapshot: Snapshot, month: date) -> Pack:
    """The board pack of one whole month, for whoever may see no small number. Raises SnapshotUnreadable."""
    found = series_to(counter_of(snapshot), month)
    blocks = (
        *_opening(snapshot, found, month),
        *_changes(snapshot, month),
        *_framework(found, month),
        *_headlines(snapshot, found, month),
        *_delays(snapshot, month),
        *_experience(snapshot, month),
        *_left_out(snapshot, found, month),
        *HOW_TO_READ,
    )
    return Pack(partnership_name(), month, snapshot.counted_at, blocks)


def partnership_name() -> str:
    """Who runs the service, by the names of the organisations that take part."""
    names = [one.name for one in organisations_taking_part()]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 2 else f"{names[0]} with {names[1]}"


def counted(snapshot: Snapshot) -> str:
    """When the facts were counted: the day as at which every number stands."""
    at = snapshot.counted_at.astimezone(LONDON)
    return f"{day(london_date(snapshot.counted_at))} at {at:%H:%M}"


def _opening(snapshot: Snapshot, found: Sequence[Series], month: date) -> Iterator[Block]:
    yield Heading(1, "At a glance")
    yield Paragraph(
        f"Every number is as at {counted(snapshot)} and about the whole calendar month. Counts from 1 to 4 are not "
        "shown, others are rounded to the nearest 5, so that a number points to nobody."
    )
    yield Heading(2, "What changed this month")
    yield Paragraph(what_changed(found), strong=True)
    rows = tuple(key_figures(one, month)[:4] for one in found if one.measure.headline)
    headings = ("Headline measure", "Value", "Target", "What it shows")
    yield Table(f"Headline measures, {month:%B %Y}", headings, rows, (6, 3, 3, 5), frozenset({1}))


def _changes(snapshot: Snapshot, month: date) -> Iterator[Block]:
    """What the partners phased in over twelve months, as they marked it."""
    yield Heading(2, "What we changed in the last 12 months")
    first, last = year_to(month)
    name = name_of_group("pathway", snapshot.counted_at)
    rows = []
    for change in changes_touching(None, (first, last)):
        places = "; ".join(f"{one.where}: {day(one.starts_on)}" for one in change.phases.all())
        touched = ", ".join(name(code) for code in change.pathways) or "All pathways"
        rows.append((change.title, places, touched, change.hypothesis))
    if rows:
        headings = ("Change", "Where and when", "Pathways", "What is hoped for")
        yield Table("Changes phased in", headings, tuple(rows), (3, 3, 2, 4))
    else:
        yield Paragraph(
            "No change was marked in these 12 months. Without one, nothing here can be set down to a change."
        )


def _framework(found: Sequence[Series], month: date) -> Iterator[Block]:
    yield Heading(1, "The framework")
    for domain in Domain:
        of_domain = [one for one in found if one.measure.domain is domain]
        if not of_domain:
            continue
        yield Heading(2, DOMAIN_NAMES[domain])
        counted_now = [one for one in of_domain if _anything(one, month)]
        if counted_now:
            headings = (
                "Measure",
                "Value",
                "Target",
                "What it shows",
                "Numerator",
                "Denominator",
                "Left out",
                "Version",
            )
            rows = tuple(key_figures(one, month) for one in counted_now)
            caption = f"{DOMAIN_NAMES[domain]}, {month:%B %Y}"
            yield Table(caption, headings, rows, (9, 5, 5, 7, 6, 7, 4, 4), frozenset({1, 4, 5, 6}))
        if nothing := [one.measure.title for one in of_domain if one not in counted_now]:
            yield Paragraph(f"Nothing to count this month: {'; '.join(nothing)}.")


def _anything(one: Series, month: date) -> bool:
    cell = of_the_month(one, month)
    return cell is not None and (cell.hidden or bool(cell.rows) or one.value is not None)


def _headlines(snapshot: Snapshot, found: Sequence[Series], month: date) -> Iterator[Block]:
    yield Heading(1, "Headline measures")
    yield Paragraph("The measures at the top of the framework, each with three years of months at most.")
    for number, one in enumerate(one for one in found if one.measure.headline):
        yield from full(one, month, counted(snapshot), number)


def _delays(snapshot: Snapshot, month: date) -> Iterator[Block]:
    yield Heading(1, "Why people waited in hospital")
    reasons, more = delay_reasons(snapshot, month, last_day_of(month))
    if not reasons:
        yield Paragraph("No reason held up enough people this month to be shown.")
        return
    rows = tuple((one.name, f"{one.days:,}", f"{one.stays:,}") for one in reasons)
    headings = ("Reason", "Days", "Stays held up")
    yield Table(f"Reasons for delay that cost most days, {month:%B %Y}", headings, rows, (8, 2, 2), frozenset({1, 2}))
    others = f" {more} more {'reason is' if more == 1 else 'reasons are'} not shown." if more else ""
    yield Paragraph(f"A day with two reasons counts half for each. Days and stays are to the nearest 5.{others}")


def _experience(snapshot: Snapshot, month: date) -> Iterator[Block]:
    yield Heading(1, "What people and staff say")
    first, last = year_to(month)
    spreads = answers_given(snapshot, first, last)
    if not spreads:
        yield Paragraph(
            "Nobody has answered yet in these twelve months. Ask during the help, at its end, and after it."
        )
        return
    headings = ("Who", *ON_THE_SCALE, "Answers")
    rows = tuple((one.audience, *_shares(one.parts), f"{one.answers:,}") for one in spreads)
    caption = f"Share of answers on the scale people were asked on, {day(first)} to {day(last)}"
    yield Table(caption, headings, rows, (4, 3, 3, 3, 3, 3, 3), frozenset(range(1, 7)))
    yield Paragraph(
        "People answer statements about their help, from strongly disagree to strongly agree. One person answers "
        "several. Those who answer are not all who were helped. Where few answered, the spread is not shown."
    )


def _shares(parts: tuple[int, ...] | None) -> tuple[str, ...]:
    return ("Not shown",) * len(ON_THE_SCALE) if parts is None else tuple(f"{one}%" for one in parts)


def _left_out(snapshot: Snapshot, found: Sequence[Series], month: date) -> Iterator[Block]:
    yield Heading(1, "What was left out, and why")
    rows = tuple(left_out_rows(snapshot, [one for one in found if one.measure.headline], month))
    if rows:
        headings = ("Measure", "Reason", "How many")
        yield Table(f"Left out of the headline measures, {month:%B %Y}", headings, rows, (4, 6, 2), frozenset({2}))
    else:
        yield Paragraph("Nothing was left out of the headline measures this month.")
    yield Bullets(
        (
            "Months that are still running are in no chart and no table.",
            "Months without a figure are left out of a chart, and the sentence below it says how many.",
            "What nobody wrote down is in no number: the part about recording says how much that may be.",
        )
    )
