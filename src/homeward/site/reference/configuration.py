"""The variables of the environment that the program reads."""

import re

from homeward.site import settings
from homeward.site.reference.markdown import page, table

BESIDE_SETTINGS = (
    ("HOMEWARD_PYTHON", "the Python that the launcher sets up with, when `python3` is not the one to use"),
    ("HOMEWARD_SCREENSHOTS", "a folder in which the browser tests keep a picture of every page they check"),
)
SET_BY_COMMANDS = {
    "HOMEWARD_FINGERPRINTS": "`demo` and `serve` set it: style sheets are then served compressed, under lasting names",
    "HOMEWARD_BIND": "`serve` tells the web server its address with it",
    "HOMEWARD_WORKERS": "`serve` tells the web server its number of processes with it",
}


def configuration_page() -> str:
    """What can be set, from the docstring of the settings, and what sets itself."""
    return page(
        "Configuration",
        "Everything is set by variables of the environment. All have a default that is safe on one machine.",
        table(
            ["Variable", "Meaning"], [[f"`{name}`", meaning] for name, meaning in (*settings_said(), *BESIDE_SETTINGS)]
        ),
        "Set by the program itself, and not to be set by hand:",
        table(["Variable", "Meaning"], [[f"`{name}`", meaning] for name, meaning in SET_BY_COMMANDS.items()]),
        "What the partners agree (pathways, criteria, standards, times) is not configuration: it is the "
        "[service model](service-model.md).",
        "Code: `homeward.site.settings`.",
    )


def settings_said() -> list[tuple[str, str]]:
    """Each variable that the settings describe, with what they say of it."""
    return re.findall(r"^([A-Z_]+)\s+(\S.*)$", settings.__doc__ or "", re.MULTILINE)
