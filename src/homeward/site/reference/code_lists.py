"""The code lists that the project carries, with their sources and values, read from their files."""

from collections.abc import Callable

from homeward.episodes.reading.code_lists import code_lists
from homeward.episodes.schema.code_lists import CodeList, Value
from homeward.site.reference.markdown import page, table


def code_lists_page() -> str:
    """Each list: where it comes from, since when it holds, and its values."""
    return page(
        "Code lists",
        "National values that records and facts speak of by a code. The words people read are ours; the published text "
        "stands beside them, and other systems' files are matched to it whatever spaces and dashes they use. A code "
        "that is not in its list is kept, shown as unknown, and reported by `./homeward verify`.",
        *(_list(one) for one in code_lists()),
        "Code: `homeward.episodes.reading.code_lists`, `homeward.episodes.rules.code_lists`. The files are in "
        "`src/homeward/episodes/code_lists`.",
    )


def _list(one: CodeList) -> str:
    shown = [column for column in COLUMNS if any(column[1](value) for value in one.values)]
    rows = [[says(value) for _, says in shown] for value in one.values]
    return "\n\n".join(
        [
            f"## {one.title}",
            f"`{one.code}`, {len(one.values)} values. Source: {one.source}. {one.published_on.rstrip('.')}. "
            f"Compared with the source on {one.checked_on.day} {one.checked_on:%B %Y}.",
            table([name for name, _ in shown], rows),
        ]
    )


def _pathways(value: Value) -> str:
    return ", ".join(map(str, value.pathways))


COLUMNS: tuple[tuple[str, Callable[[Value], str]], ...] = (
    ("Code", lambda value: f"`{value.code}`"),
    ("What people read", lambda value: value.name),
    ("Group", lambda value: value.family),
    ("Place in the published order", lambda value: "" if value.rank is None else str(value.rank)),
    ("Discharge pathways", _pathways),
    ("Published text", lambda value: value.national),
)
"""Heading, and what stands below it; a list without any such values has no such column."""
