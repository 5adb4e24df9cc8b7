"""The house's rules that an import contract cannot hold. Each is tried on a snippet that breaks it, every time."""

import ast
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import PROJECT, Source, chains, dotted, height_of, layers, models_of_other_rooms, sources

MANAGERS = ("objects", "_default_manager", "_base_manager")
WRITES = {
    "create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete",
    "acreate", "aupdate", "adelete",
}  # fmt: skip
WRITES_IN_BULK = {"demo"}
"""The made-up borough is written by the rules of each room, many rows at a time, straight into the tables."""

READS_OVER_EVERYTHING = ("verify",)
"""Where a room looks through the tables of the rooms below it, to prove what it promises. It only reads."""

CLOCKS = {
    "timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "datetime.utcnow", "datetime.today",
    "date.today", "time.time", "timezone.localtime.date",
}  # fmt: skip
DOORS = ("pages", "verify")
"""Where it may be asked what time it is, beside `site` (its commands) and `exchange` (called by other systems)."""

PURE_NAMES = {"rules", "queries", "actions", "engine"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "service", "services", "core", "common", "misc"}
LONGEST = 400


def pages_that_hold_objects(source: Source) -> list[str]:
    """A page calls a query or an action: it never reaches for tables itself."""
    if not source.is_in("pages"):
        return []
    return [chain for chain in chains(source.tree) if any(f".{manager}" in chain for manager in MANAGERS)]


def pages_that_save(source: Source) -> list[str]:
    """A page changes nothing itself."""
    if not source.is_in("pages"):
        return []
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    return [dotted(call.func) for call in calls if dotted(call.func).endswith((".save", ".delete"))]


def reaching_into_other_rooms(source: Source) -> list[str]:
    """A room's tables are its own: others ask its queries, and only its actions write."""
    if source.room in WRITES_IN_BULK:
        return []
    others = models_of_other_rooms(source)
    reaching = []
    for chain in chains(source.tree):
        name, _, rest = chain.partition(".")
        steps = rest.split(".")
        if name not in others or steps[0] not in MANAGERS:
            continue
        if WRITES & set(steps) or not source.is_in(*READS_OVER_EVERYTHING):
            reaching.append(chain)
    return reaching


def clocks_read_inside(source: Source) -> list[str]:
    """What time it is comes in at the door."""
    if source.room in ("site", "exchange", "demo") or source.is_in(*DOORS):
        return []
    return [
        chain for chain in chains(source.tree) if any(chain == clock or chain.endswith(f".{clock}") for clock in CLOCKS)
    ]


def signals(source: Source) -> list[str]:
    """Functions are called; nothing happens behind a save."""
    found = []
    for node in ast.walk(source.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
        found += [
            name for name in (module, *names) if "signals" in name.split(".") or name.startswith("django.dispatch")
        ]
    return found


def without_docstring(source: Source) -> list[str]:
    """Public functions of rules, engines, queries and actions say in a sentence what they do."""
    if not (PURE_NAMES & set(source.parts)) and source.room != "kit":
        return []
    tree = source.tree
    found = [] if ast.get_docstring(tree) else ["the file itself"]
    for node in tree.body:
        public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
        if public and not ast.get_docstring(node):
            found.append(node.name)
    return found


def too_long(source: Source) -> list[str]:
    """A file is split by reason to change before 400 lines."""
    lines = source.text.count("\n")
    return [f"{lines} lines"] if lines > LONGEST else []


def vague_names(source: Source) -> list[str]:
    """Files are named in the users' words."""
    return [part for part in source.parts if part in VAGUE]


def silent_excepts(source: Source) -> list[str]:
    """Nothing that goes wrong is passed over without a word."""
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]
    return ["except without a type" for handler in handlers if handler.type is None]


GUARDS: list[Callable[[Source], list[str]]] = [
    pages_that_hold_objects,
    pages_that_save,
    reaching_into_other_rooms,
    clocks_read_inside,
    signals,
    without_docstring,
    too_long,
    vague_names,
    silent_excepts,
]


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_the_house_keeps_its_rule(guard: Callable[[Source], list[str]]) -> None:
    broken = {str(source): found for source in sources() if (found := guard(source))}
    assert broken == {}, f"{guard.__doc__} {broken}"


MODEL = "from homeward.people.models import Person\n"
BREAKING: list[tuple[Callable[[Source], list[str]], str, str]] = [
    (pages_that_hold_objects, "desk/pages/worklist", "from homeward.desk.models import Pin\nPin.objects.filter(pk=1)"),
    (pages_that_hold_objects, "desk/pages", "x = lambda: Pin._default_manager.get(pk=1)"),
    (pages_that_save, "people/pages/record", "def show(request):\n    request.person.save()"),
    (reaching_into_other_rooms, "episodes/queries", MODEL + "def f():\n    return Person.objects.filter(pk=1)"),
    (reaching_into_other_rooms, "episodes/actions", MODEL + "Person.objects.filter(pk=1).update(family_name='X')"),
    (reaching_into_other_rooms, "episodes/verify", MODEL + "Person.objects.filter(pk=1).update(family_name='X')"),
    (reaching_into_other_rooms, "episodes/verify", MODEL + "Person.objects.all().delete()"),
    (
        reaching_into_other_rooms,
        "site/commands/x",
        MODEL.replace("Person", "Person as P") + "P.objects.get_or_create()",
    ),
    (clocks_read_inside, "referrals/rules/clocks", "from datetime import datetime\nnow = datetime.now()"),
    (clocks_read_inside, "referrals/actions", "from django.utils import timezone\ndef f():\n    return timezone.now()"),
    (clocks_read_inside, "kit/london", "import datetime\nx = datetime.date.today()"),
    (signals, "people/models", "from django.db.models.signals import post_save"),
    (signals, "people/models", "from django.dispatch import receiver"),
    (signals, "people/models", "from django.db.models import signals"),
    (without_docstring, "people/actions", '"""Actions."""\ndef merge() -> None:\n    return None'),
    (without_docstring, "referrals/rules/clocks", "X = 1"),
    (too_long, "people/models", "x = 1\n" * 401),
    (vague_names, "people/utils", ""),
    (vague_names, "core/models", ""),
    (silent_excepts, "people/models", "try:\n    x = 1\nexcept:\n    x = 2"),
]


@pytest.mark.parametrize(("guard", "place", "text"), BREAKING)
def test_what_breaks_the_rule_is_seen(guard: Callable[[Source], list[str]], place: str, text: str) -> None:
    assert guard(Source(tuple(place.split("/")), text)) != []


def test_every_guard_is_tried_on_something_that_breaks_it() -> None:
    assert {guard for guard, _, _ in BREAKING} == set(GUARDS)


KEEPING: list[tuple[Callable[[Source], list[str]], str, str]] = [
    (pages_that_hold_objects, "people/queries", "Person.objects.all()"),
    (reaching_into_other_rooms, "people/queries", MODEL + "Person.objects.all()"),
    (reaching_into_other_rooms, "episodes/verify", MODEL + "Person.objects.filter(pk=1).exists()"),
    (reaching_into_other_rooms, "episodes/actions", MODEL + "def f(person: Person) -> None: ..."),
    (clocks_read_inside, "desk/pages/worklist", "from django.utils import timezone\ntimezone.now()"),
    (without_docstring, "people/actions", '"""Actions."""\ndef _merge() -> None:\n    return None'),
    (too_long, "people/models", "x = 1\n" * 400),
]


@pytest.mark.parametrize(("guard", "place", "text"), KEEPING)
def test_what_keeps_the_rule_is_let_be(guard: Callable[[Source], list[str]], place: str, text: str) -> None:
    assert guard(Source(tuple(place.split("/")), text)) == []


def rooms_with_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("homeward.")]


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def pointing_up(field: models.Field) -> str:
    """What is wrong with a foreign key: it points to a room that is not below."""
    here, there = room_of(field.model), room_of(field.related_model)
    if here == there or height_of(there) < height_of(here):
        return ""
    return f"{field} points from {here} up to {there}"


def open_backwards(field: models.Field) -> str:
    """What is wrong with a foreign key: the other room can follow it backwards without knowing this room."""
    if room_of(field.model) == room_of(field.related_model) or field.remote_field.hidden:
        return ""
    return f'{field} can be followed backwards from {room_of(field.related_model)}; give it related_name="+"'


def relations() -> list[models.Field]:
    return [
        field
        for model in rooms_with_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model.__module__.startswith("homeward.")
    ]


@pytest.mark.parametrize("wrong", [pointing_up, open_backwards], ids=lambda wrong: wrong.__name__)
def test_foreign_keys_point_down_and_are_closed_backwards(wrong: Callable[[models.Field], str]) -> None:
    assert len(relations()) > 20
    assert [said for field in relations() if (said := wrong(field))] == []


class Field:
    """As much of a foreign key as the guards look at."""

    def __init__(self, here: str, there: str, *, hidden: bool) -> None:
        self.model = type("Here", (), {"__module__": f"homeward.{here}.models"})
        self.related_model = type("There", (), {"__module__": f"homeward.{there}.models"})
        self.remote_field = type("Remote", (), {"hidden": hidden})


@pytest.mark.parametrize(
    ("wrong", "field", "seen"),
    [
        (pointing_up, Field("people", "referrals", hidden=True), True),
        (pointing_up, Field("desk", "demo", hidden=True), True),
        (pointing_up, Field("referrals", "people", hidden=True), False),
        (pointing_up, Field("people", "people", hidden=False), False),
        (open_backwards, Field("referrals", "people", hidden=False), True),
        (open_backwards, Field("referrals", "people", hidden=True), False),
        (open_backwards, Field("people", "people", hidden=False), False),
    ],
)
def test_a_foreign_key_that_points_up_or_is_open_backwards_is_seen(
    wrong: Callable[[models.Field], str], field: models.Field, seen: bool
) -> None:
    assert bool(wrong(field)) is seen


def test_every_room_there_is_has_a_place_and_an_introduction() -> None:
    placed = set().union(*layers())
    rooms = {source.room for source in sources() if source.room}
    assert rooms - placed == set()
    introductions = {
        source.room: ast.get_docstring(source.tree) for source in sources() if source.parts[1:] == ("__init__",)
    }
    assert {room for room in rooms if not introductions.get(room)} == set()


def test_tests_are_split_before_they_are_too_long_as_well() -> None:
    files = (PROJECT / "tests").rglob("*.py")
    longest = {str(file.relative_to(PROJECT)): file.read_text(encoding="utf-8").count("\n") for file in files}
    assert {name: lines for name, lines in longest.items() if lines > LONGEST + 150} == {}
