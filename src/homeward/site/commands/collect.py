"""Write the facts that measures are counted from, as things stand now. Readers see the earlier ones until it is done.

With --from, first take a partner's extract: a folder of CSV or Parquet files named by table, with the columns that
`facts template` writes; or a council's file of Client Level Data, which is known by its headings. What is wrong in it
is kept aside with line, field and remedy; the rest becomes part of the facts, now and later, until it is replaced under
the same name or removed.
"""

import re
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from homeward.site.progress import rows_so_far

if TYPE_CHECKING:
    from homeward.outcomes.collecting import Collected
    from homeward.outcomes.collecting.shelf import Extract
    from homeward.outcomes.collecting.taken import Taken
    from homeward.outcomes.collecting.underway import Progress


def add_arguments(parser: ArgumentParser) -> None:
    """Whether to carry nothing over, and which extract to bring in or let go."""
    parser.add_argument("--rebuild", action="store_true", help="carry no file over; the facts come out the same")
    parser.add_argument("--from", dest="folder", type=Path, metavar="PATH", help="a partner's extract to take in first")
    parser.add_argument("--origin", metavar="NAME", help="what the extract is called, as southside-council")
    parser.add_argument("--partnership", type=_code, metavar="CODE", help="whose it is, if not our own")
    parser.add_argument("--list", action="store_true", help="list the extracts, and collect nothing")
    parser.add_argument("--remove", metavar="NAME", help="let an extract go, and collect without it")
    parser.add_argument("--progress", type=Path, metavar="FILE", help="keep writing to this file how far it has got")


def run(args: Namespace) -> int:
    """0 when all went well; 1 when lines were kept aside, when an extract was refused, or when the disk refused."""
    from django.utils import timezone

    from homeward.outcomes.collecting import collect
    from homeward.outcomes.collecting.bringing_in import let_go
    from homeward.outcomes.collecting.underway import Progress

    if args.list:
        return _list()
    if bool(args.folder) != bool(args.origin):
        return _refused("Give both --from and --origin: the extract's folder, and what it is to be called.")
    taken, progress = None, Progress(args.progress, began_at=timezone.now())
    try:
        if args.remove:
            let_go(args.remove)
        if args.folder:
            taken = _bring_in(args)
        with rows_so_far() as told:
            done = collect(now=timezone.now(), rebuild=args.rebuild, told=progress.told if args.progress else told)
    except OSError as error:
        return _failed(progress, f"The facts could not be written: {error}. The earlier ones are still in use.")
    except ValueError as error:  # a sentence that says what is wrong and what to do
        return _failed(progress, str(error))
    progress.done(f"Counted again: {sum(done.snapshot.rows.values()):,} facts in {done.seconds:.1f} seconds.")
    _say(done)
    return 1 if taken and any(taken.extract.kept_aside.values()) else 0


def _bring_in(args: Namespace) -> "Taken":
    from django.utils import timezone

    from homeward.outcomes.collecting.bringing_in import bring_in

    taken = bring_in(args.folder, name=args.origin, partnership=args.partnership or "", now=timezone.now())
    extract = taken.extract
    for table, rows in extract.taken.items():
        aside = extract.kept_aside.get(table, 0)
        print(f"{table}: {rows:,} taken, {aside:,} kept aside.")
        for (field, says, remedy), count in taken.reasons[table].most_common():
            print(f"    {_lines(count)}, {field or 'the line'}: {says}. {remedy}")
        for (of, field), count in sorted(taken.otherwise.items()):
            if of == table:
                print(f"    {_lines(count)}, {field}: the rule says otherwise than the extract, and was taken.")
    if any(taken.reasons.values()):
        from django.conf import settings

        where = Path(settings.HOMEWARD_HOME) / "extracts" / extract.name / "kept-aside"
        print(f"Line by line: {where}")
    return taken


def _lines(count: int) -> str:
    return "1 line" if count == 1 else f"{count:,} lines"


def _say(done: "Collected") -> None:
    rows = sum(done.snapshot.rows.values())
    print("\n".join(f"{rows:>12,} {table}" for table, rows in done.snapshot.rows.items()))
    kept = f"{done.carried:,} of {done.files:,} files had not changed"
    print(f"{rows:,} facts written to {done.snapshot.folder} in {done.seconds:.2f} s; {kept}.")
    for one in _brought_in():
        if not one.of_this_version:
            late = "is not among them: the shape of facts has changed. Bring it in again, or let it go with --remove."
            print(f'The extract "{one.name}" {late}', file=sys.stderr)


def _brought_in() -> "list[Extract]":
    from homeward.outcomes.collecting.bringing_in import brought_in

    return brought_in()


def _list() -> int:
    for one in _brought_in():
        taken, aside = sum(one.taken.values()), sum(one.kept_aside.values())
        late = "" if one.of_this_version else " Not in the facts: bring it in again, their shape has changed."
        day = f"{one.brought_in_at:%Y-%m-%d}"
        print(f"{one.name}: of {one.partnership}, {day}, {taken:,} rows taken, {aside:,} kept aside.{late}")
    return 0


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{1,40}", text):
        raise ArgumentTypeError(f'"{text}" is not a code. Use letters, digits and dashes.')
    return text


def _failed(progress: "Progress", why: str) -> int:
    progress.failed(why)
    return _refused(why)


def _refused(why: str) -> int:
    print(why, file=sys.stderr)
    return 1
