"""Bringing a partner's extract in, or letting it go, while nobody else collects."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from homeward.outcomes.collecting import context_at, facts_folder
from homeward.outcomes.collecting.shelf import Extract, checked_name, extracts, take_off_shelf
from homeward.outcomes.collecting.taken import Taken
from homeward.outcomes.collecting.taking import take
from homeward.outcomes.collecting.taking_cld import is_cld, take_cld
from homeward.outcomes.snapshots import only_one_writer


def bring_in(folder: Path, *, name: str, partnership: str = "", now: datetime) -> Taken:
    """Take a folder of files named by table, or a file of Client Level Data, in place of an earlier extract's.

    Facts collected from now on have it beside the live service's. Raises ExtractNameWrong, ExtractRefused, OwnFileWrong
    and OSError; then the shelf is as it was.
    """
    context = context_at(now)
    theirs = replace(context, origin=checked_name(name), partnership=partnership or context.partnership)
    with only_one_writer(facts_folder()):
        reader = take_cld if folder.is_file() and is_cld(folder) else take
        return reader(folder, name=name, home=Path(settings.HOMEWARD_HOME), context=theirs)


def let_go(name: str) -> None:
    """Remove an extract: facts collected from now on are without it. Raises NoSuchExtract, or ExtractNameWrong."""
    with only_one_writer(facts_folder()):
        take_off_shelf(Path(settings.HOMEWARD_HOME), name)


def brought_in() -> list[Extract]:
    """The extracts that are part of the facts, by name."""
    return extracts(Path(settings.HOMEWARD_HOME))
