"""Take in referral messages from files: one line for each, with the referral and its clock, or why it was refused.

Every message is kept, also those that are refused. Exit code 0 when all are taken in (or were before); otherwise 1.
"""

import hashlib
import json
import sys
from argparse import ArgumentParser, Namespace
from dataclasses import asdict, dataclass
from typing import BinaryIO

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from homeward.exchange.actions import REFUSED, Answered, Arrived, take_in
from homeward.exchange.fhir.parsing import MOST_BYTES
from homeward.kit.london import LONDON
from homeward.referrals.models import Referral
from homeward.referrals.rules.clocks import CLOCK_NAMES
from homeward.site.serving import bring_database_up_to_date

NOT_SET_UP = "There is no front-door team yet. Run ./homeward demo first, then receive this message again."
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What became of one file."""

    file: str
    outcome: str
    referral: int | None = None
    reference: str | None = None
    clock: str | None = None
    clock_start_at: str | None = None
    breach_at: str | None = None
    quarantine: int | None = None
    because: str | None = None


def add_arguments(parser: ArgumentParser) -> None:
    """Which files, and how to print."""
    parser.add_argument("files", nargs="+", metavar="FILE", help='a message as JSON; "-" reads standard input')
    parser.add_argument("--format", choices=["text", "json"], default="text", help="json prints one object a line")


def run(args: Namespace) -> int:
    """Take in each file in turn; 1 if any was refused or could not be read."""
    if "exchange_message" not in connection.introspection.table_names():
        bring_database_up_to_date()
    refused = False
    for name in args.files:
        line, words = _received(name)
        refused = refused or line.outcome == REFUSED
        print(json.dumps(asdict(line), ensure_ascii=False) if args.format == "json" else words, flush=True)
    return 1 if refused else 0


def _received(name: str) -> tuple[Line, str]:
    try:
        if name == "-":
            arrived = _read(sys.stdin.buffer, "standard input")
        else:
            with open(name, "rb") as file:
                arrived = _read(file, name)
    except OSError as error:
        because = f"It cannot be read: {error.strerror}. Check its name and place."
        return Line(file=name, outcome=REFUSED, because=because), f"{name}: refused. {because}"
    return _told(name, take_in(arrived=arrived, sender=None, now=timezone.now()))


def _read(file: BinaryIO, name: str) -> Arrived:
    """The bytes of a file: kept up to the limit, and beyond it only counted."""
    kept, digest, size = bytearray(), hashlib.sha256(), 0
    while piece := file.read(_PIECE):
        size += len(piece)
        digest.update(piece)
        kept += piece[: max(0, MOST_BYTES - len(kept))]
    return Arrived(body=bytes(kept), size=size, sha256=digest.hexdigest(), file_name=name)


def _told(name: str, answered: Answered) -> tuple[Line, str]:
    message = answered.message
    if answered.outcome == REFUSED or message.referral is None:
        because = message.refused_because
        first = NOT_SET_UP if answered.status == 503 else because
        kept = f"Kept as message {message.pk}{_page(message.pk)}."
        return (
            Line(file=name, outcome=REFUSED, quarantine=message.pk, because=first),
            f"{name}: refused. {first} {kept}",
        )
    referral = message.referral
    line = Line(
        file=name,
        outcome=answered.outcome,
        referral=referral.pk,
        reference=referral.reference,
        clock=referral.clock,
        clock_start_at=referral.clock_start_at.isoformat(),
        breach_at=referral.breach_at.isoformat(),
    )
    return line, f"{name}: {_in_words(answered.outcome, referral)}"


def _in_words(outcome: str, referral: Referral) -> str:
    start, end = (f"{at.astimezone(LONDON):%d %b %Y, %H:%M}" for at in (referral.clock_start_at, referral.breach_at))
    clock = f"clock {referral.clock} ({CLOCK_NAMES[referral.clock_code]}) started {start}, runs out {end} London time"
    what = "taken in before, as" if outcome == "duplicate" else "taken in as"
    return f"{what} {referral.reference} (referral {referral.pk}), {clock}."


def _page(pk: int) -> str:
    return f", at {reverse('message', args=[pk])}"
