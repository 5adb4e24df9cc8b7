"""Pages of the documents that are written by the program itself, so that they are never out of date."""

from collections.abc import Callable

from homeward.site.reference.addresses import addresses_page
from homeward.site.reference.clocks import clocks_page
from homeward.site.reference.code_lists import code_lists_page
from homeward.site.reference.command_line import command_line_page
from homeward.site.reference.configuration import configuration_page
from homeward.site.reference.episodes import episodes_page
from homeward.site.reference.roles import roles_page
from homeward.site.reference.service_model import service_model_page
from homeward.site.reference.states import states_page
from homeward.site.reference.tools import tools_page

PAGES: dict[str, Callable[[], str]] = {
    "addresses.md": addresses_page,
    "assessment-tools.md": tools_page,
    "clocks.md": clocks_page,
    "code-lists.md": code_lists_page,
    "command-line.md": command_line_page,
    "configuration.md": configuration_page,
    "episodes.md": episodes_page,
    "roles.md": roles_page,
    "service-model.md": service_model_page,
    "states.md": states_page,
}
"""File name in `docs/look-up/`, and what writes it."""
