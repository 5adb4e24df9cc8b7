"""A process that has everything loaded and does each task it is told in a child of its own, so that one can be killed.

Run as a program: each line it reads names a task of `TASKS` and its arguments; it writes "child PID", then what the
child writes, then "ended". The database is the one of the environment; it is opened in the children only.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from itertools import count

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeward.site.settings")
django.setup()

from homeward.episodes.actions import record_visit  # noqa: E402 - models can be loaded only after setup
from homeward.episodes.models import Episode, Visit  # noqa: E402
from homeward.episodes.rules import VisitKind  # noqa: E402
from homeward.kit.nhs_number import check_digit  # noqa: E402
from homeward.partnership.models import Member  # noqa: E402
from homeward.people.models import Person  # noqa: E402
from homeward.referrals import actions  # noqa: E402
from homeward.referrals.models import Decision, Referral, ReferrerAnswer, TriageNote  # noqa: E402
from homeward.site.commandline import main as homeward  # noqa: E402
from homeward.site.commands import receive  # noqa: E402, F401 - loaded once here, and not by each child
from homeward.site.commands.verify import CHECKED, all_problems  # noqa: E402
from homeward.site.serving import bring_database_up_to_date  # noqa: E402
from tests.support.borough import NOW, fall_request, make_borough  # noqa: E402

for room in CHECKED:
    import_module(room)
COUNTED = (Person, Referral, TriageNote, Decision, ReferrerAnswer, Episode, Visit)


def say(*words: object) -> None:
    """Tell the test, at once and past every buffer."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def prepare() -> None:
    """Make the database and the borough."""
    bring_database_up_to_date()
    make_borough()


def work() -> None:
    """Receive, decide, visit, undo: for ever, saying after each commit what has been done, and to which referral."""
    coordinator = Member.objects.get(username="cora-coordinator")
    nurse = Member.objects.get(username="nia-nurse")
    begin = Referral.objects.count()
    for number in count(begin):
        now = NOW + timedelta(minutes=number)
        details = {"nhs_number": made_up_number(number // 2), "restricted": number % 5 == 0}
        request = fall_request(details=details, form_token=f"form-{os.getpid()}-{number}", needed_at=now)
        referral = actions.receive(request=request, by=coordinator, now=now)
        say("new", referral.pk)
        if number % 4 == 0:
            actions.ask(referral=referral, question="Can she stand?", by=coordinator, now=now)
            say("ask", referral.pk)
            actions.decline(referral=referral, reason="Wrong borough.", told=True, by=coordinator, now=now)
            say("decline", referral.pk)
            actions.reopen(referral=referral, reason="Right borough.", by=coordinator, now=now)
            say("reopen", referral.pk)
        accepted = actions.accept(referral=referral, pathway="rapid_response", by=coordinator, now=now)
        say("accept", referral.pk)
        if number % 3 == 0:
            actions.close_unseen(referral=referral, because="admitted", reason="In hospital.", by=coordinator, now=now)
            say("close", referral.pk)
            continue
        record_visit(
            episode=accepted.episode,
            kind=VisitKind.FACE_TO_FACE,
            started_at=now,
            what_happened="Saw her.",
            by=nurse,
            now=now,
        )
        say("visit", referral.pk)


def made_up_number(number: int) -> str:
    """A valid NHS number of the range set aside for tests, or "" where there is none."""
    first_nine = f"999{number:06}"
    check = check_digit(first_nine)
    return "" if check is None else f"{first_nine}{check}"


def check() -> None:
    """Say what verify finds, how many rows there are, and everything that was done to each referral."""
    done = [f"new {pk}" for pk in Referral.objects.values_list("pk", flat=True)]
    done += [f"{kind} {pk}" for kind, pk in Decision.objects.values_list("kind", "referral_id")]
    done += [
        f"visit {pk}" for pk in Referral.objects.filter(episode__visits__isnull=False).values_list("pk", flat=True)
    ]
    found = {
        "problems": [f"{problem.subject}: {problem.rule}" for problem in all_problems()],
        "counts": {model.__name__: model.objects.count() for model in COUNTED},
        "done": done,
    }
    say(json.dumps(found))


TASKS: dict[str, Callable[..., object]] = {
    "prepare": prepare,
    "work": work,
    "check": check,
    "homeward": lambda *arguments: homeward(list(arguments)),
}


def _in_a_child(task: str, arguments: list[str]) -> None:
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(told, 1)
        try:
            TASKS[task](*arguments)
            sys.stdout.flush()
        finally:
            os._exit(0)
    say("child", child)
    os.write(tell, b".")
    os.waitpid(child, 0)
    os.close(told)
    os.close(tell)
    say("ended")


if __name__ == "__main__":
    for line in sys.stdin:
        name, *rest = json.loads(line)
        _in_a_child(name, rest)
