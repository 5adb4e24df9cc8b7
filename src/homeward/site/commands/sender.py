"""Let another organisation's system send messages, see which may, or stop one.

`sender add CODE NAME` prints the system's token, once: only a hash of it is kept. `sender list` names the systems.
`sender stop NUMBER` takes a system's token away; what it sent stays.
"""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from homeward.exchange.senders import make_sender, senders, stop_sender
from homeward.partnership.queries import organisation_coded


def add_arguments(parser: ArgumentParser) -> None:
    """What to do, and for which system."""
    tasks = parser.add_subparsers(dest="task", required=True, metavar="add CODE NAME | list | stop NUMBER")
    add = tasks.add_parser("add", help="let a system send, and print its token once")
    add.add_argument("code", metavar="CODE", help="the code of the organisation whose system it is")
    add.add_argument("name", metavar="NAME", help="what to call the system")
    add.add_argument("--reply-url", type=_address, help="where its answers go (default: the phone)")
    tasks.add_parser("list", help="name every system, and whether it may send")
    stop = tasks.add_parser("stop", help="take a system's token away")
    stop.add_argument("number", type=int, metavar="NUMBER", help="the system's number, as `sender list` prints it")


def run(args: Namespace) -> int:
    """0 when done; 1 when no organisation has the code, or no system the number."""
    return {"add": _add, "list": _list, "stop": _stop}[args.task](args)


def _add(args: Namespace) -> int:
    organisation = organisation_coded(args.code)
    if organisation is None:
        print(f'No organisation has the code "{args.code}". Add the organisation first.', file=sys.stderr)
        return 1
    sender, token = make_sender(
        organisation=organisation, name=args.name, reply_url=args.reply_url or "", now=timezone.now()
    )
    print(
        f"{sender.name} of {organisation} may send, as number {sender.pk}. Its token is shown this once:",
        file=sys.stderr,
    )
    print(token)
    return 0


def _list(args: Namespace) -> int:
    known = senders()
    for sender in known:
        may = "may send" if sender.active else "stopped"
        answers = f"answers to {sender.reply_url}" if sender.reply_url else "answers by phone"
        print(f"{sender.pk}  {sender.name}, {sender.organisation}: {may}, {answers}")
    if not known:
        print("No system may send yet.")
    return 0


def _stop(args: Namespace) -> int:
    if not stop_sender(args.number):
        print(f"No system has the number {args.number}. See ./homeward sender list.", file=sys.stderr)
        return 1
    print(f"System {args.number} may no longer send.")
    return 0


def _address(text: str) -> str:
    try:
        URLValidator(schemes=["https", "http"])(text)
    except ValidationError:
        raise ArgumentTypeError(
            f'"{text}" is not a web address. Write it whole, as https://referrer.example/fhir'
        ) from None
    return text
