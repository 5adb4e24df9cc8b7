"""Reading a service model from its TOML file, with a sentence for everything that is wrong in it."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

from homeward.kit.file_faults import FileWrong, shaped, text_of
from homeward.pathways.schema import ServiceModel

AGREED = Path(__file__).parent / "agreed"
"""Where the agreed versions are kept, one file each."""


class ServiceModelWrong(FileWrong):
    """A service model file that cannot be used. `faults` says, a sentence each, which field and what to do."""

    of = "the service model"


def read(path: Path) -> ServiceModel:
    """The service model in a TOML file. Raises ServiceModelWrong, naming each field at fault and its remedy."""
    return parse(text_of(path, wrong=ServiceModelWrong), where=path.name)


def parse(text: str, *, where: str = "The service model") -> ServiceModel:
    """The service model in a TOML text. Raises ServiceModelWrong."""
    return shaped(text, ServiceModel, where=where, wrong=ServiceModelWrong)


@cache
def agreed_versions() -> tuple[ServiceModel, ...]:
    """Every agreed version, the earliest in force first. Raises ServiceModelWrong when it is not clear which holds."""
    return in_order([read(path) for path in sorted(AGREED.glob("*.toml"))])


def in_order(versions: Iterable[ServiceModel]) -> tuple[ServiceModel, ...]:
    """Versions by the day they come into force. Raises ServiceModelWrong for none, a name or a day used twice."""
    ordered = sorted(versions, key=lambda model: model.agreement.in_force_from)
    faults = [] if ordered else ["There is no agreed version. Add one, with the date it comes into force."]
    for earlier, later in pairwise(ordered):
        if earlier.agreement.in_force_from == later.agreement.in_force_from:
            faults.append(
                f'agreement, in_force_from: versions "{earlier.version}" and "{later.version}" both come into force on '
                f"{later.agreement.in_force_from}. Give each its own day."
            )
    for version, count in Counter(model.version for model in ordered).items():
        if count > 1:
            faults.append(f'version: "{version}" is the name of {count} versions. Give each its own.')
    if faults:
        raise ServiceModelWrong("The agreed versions", faults)
    return tuple(ordered)
