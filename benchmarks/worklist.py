"""The worklist and a record page with 10,000 open referrals.

Two peers in the same run: the same page with 100 open referrals, so that the page must not slow down as the list grows;
and the usual way to write such a page, Django's generic list view with the NHS table macro, over the same 10,000.
The database is a throwaway SQLite file. Times are the server's, without the network.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result, seconds, together

MANY, FEW = 10_000, 100


def run() -> Iterator[Result]:
    """Measure, one result at a time."""
    with tempfile.TemporaryDirectory(prefix="homeward-bench-") as folder:
        os.environ["HOMEWARD_HOME"] = folder
        (Path(folder) / "static").mkdir()
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "homeward.site.settings"
        yield from _measured(Path(folder))


def _measured(folder: Path) -> Iterator[Result]:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.crowd import open_referrals
    from homeward.people.models import Person
    from homeward.referrals.models import Referral
    from tests.support.borough import make_borough

    if folder.resolve() != settings.HOME:
        raise RuntimeError("A benchmark writes made-up people, so it runs only on its own throwaway database.")
    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    borough = make_borough()
    client = _signed_in(borough.coordinator)
    now = timezone.now()
    open_referrals(FEW, by=borough.coordinator, now=now)
    pages = {
        "worklist": "/worklist",
        "worklist, refreshed": "/worklist/rows?live=1",
        "worklist, searched by name": "/worklist?search=okaf",
        "worklist, last page": "/worklist?page=9999",
        "a person's record": f"/people/{Person.objects.order_by('pk')[0].pk}",
        "a referral": f"/referrals/{Referral.objects.order_by('pk')[0].pk}",
    }
    few = {name: seconds(lambda path=path: _get(client, path)) for name, path in pages.items()}
    open_referrals(MANY - FEW, by=borough.coordinator, now=now, seed=2)
    for name, path in pages.items():
        many = seconds(lambda path=path: _get(client, path))
        yield Result(
            f"{name}, {MANY:,} open",
            round(many * 1000, 1),
            "ms",
            f"the same page, {FEW} open",
            round(many / few[name], 2),
            _ALLOWED[name],
        )
    ours, usual = together(lambda: _get(client, "/worklist"), lambda: _usual(borough.coordinator))
    yield Result(
        "worklist against the usual way",
        round(ours * 1000, 1),
        "ms",
        "generic ListView and the NHS table macro, same 50 rows of 10,000",
        round(ours / usual, 2),
        1.0,
    )
    yield Result("size of the database", round((folder / "homeward.sqlite3").stat().st_size / 1e6, 1), "MB")


_ALLOWED = {
    "worklist": 4.0,
    "worklist, refreshed": 4.0,
    "worklist, searched by name": 4.0,
    "worklist, last page": 6.0,
    "a person's record": 1.5,
    "a referral": 1.5,
}


def _signed_in(member: object) -> object:
    from django.test import Client

    client = Client()
    client.force_login(member)  # type: ignore[arg-type]
    return client


def _get(client: object, path: str) -> None:
    response = client.get(path)  # type: ignore[attr-defined]
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")


def _usual(viewer: object) -> str:
    """The page as it is usually written: a generic list view, and the NHS macro for the table."""
    from django.template import engines
    from django.test import RequestFactory
    from django.views.generic import ListView

    from homeward.referrals.models import Referral

    class Usual(ListView):  # type: ignore[type-arg]
        queryset = (
            Referral.objects.filter(closed_at=None, episode__first_contact_at=None)
            .select_related("person", "owning_team", "episode")
            .order_by("breach_at", "pk")
        )
        paginate_by = 50

    request = RequestFactory().get("/")
    request.user = viewer  # type: ignore[assignment]
    page = Usual.as_view()(request).context_data["object_list"]
    cells = [
        [{"text": str(value)} for value in (r.clock, r.breach_at, r.person, r.need, r.state, r.owning_team, r.due_at)]
        for r in page
    ]
    template = engines["jinja2"].from_string(
        '{% extends "site/base.html" %}{% from "nhsuk/components/tables/macro.jinja" import table %}'
        '{% block content %}{{ table({"head": [{"text": "Clock"}], "rows": rows}) }}{% endblock %}'
    )
    return str(template.render({"rows": cells}, request))
