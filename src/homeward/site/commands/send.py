"""Tell referrers' systems what was decided about the referrals they sent: one line for each answer.

An answer counts as given only when the other system takes it; the others are tried again next time, and meanwhile the
front door sees them among the answers to give. Run it every minute. Exit code 1 when something was not delivered.
"""

import json
from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils import timezone

from homeward.exchange.delivering import Delivery, deliver


def add_arguments(parser: ArgumentParser) -> None:
    """How to print."""
    parser.add_argument("--format", choices=["text", "json"], default="text", help="json prints one answer a line")


def run(args: Namespace) -> int:
    """Send what waits; 1 if any could not be delivered."""
    given = not_given = 0
    for delivery in deliver(now=timezone.now()):
        given, not_given = given + (not delivery.trouble), not_given + bool(delivery.trouble)
        print(json.dumps(asdict(delivery)) if args.format == "json" else _in_words(delivery), flush=True)
    if args.format == "text":
        print(f"{given} answers delivered, {not_given} not." if given or not_given else "No answer waits to be sent.")
    return 1 if not_given else 0


def _in_words(delivery: Delivery) -> str:
    if delivery.trouble:
        return f"{delivery.reference}: the answer did not reach {delivery.to}. {delivery.trouble}"
    return f"{delivery.reference}: {delivery.to} has the answer."
