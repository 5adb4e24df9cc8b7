"""What each command does and takes, read from the commands themselves."""

from argparse import SUPPRESS, Action, ArgumentParser
from importlib import import_module
from inspect import cleandoc

from homeward.site.commandline import COMMANDS, Command
from homeward.site.reference.markdown import first_sentence, page, table


def command_line_page() -> str:
    """A list of the commands, then each with its options."""
    listed = table(["Command", "What it does"], [[f"[`{one.name}`](#{one.name})", one.purpose] for one in COMMANDS])
    return page(
        "Command line",
        "`./homeward COMMAND [OPTIONS]`. The first time, `./homeward` sets up what it needs beside itself. Exit code 2 "
        "is for a command or an option that does not exist.",
        listed,
        *(_command(one) for one in COMMANDS),
    )


def _command(one: Command) -> str:
    module = import_module(f"homeward.site.commands.{one.name.replace('-', '_')}")
    parser = ArgumentParser(prog=one.name)
    module.add_arguments(parser)
    parts = [f"## {one.name}", cleandoc(module.__doc__ or ""), *_options(parser)]
    if one.example:
        parts.append(f"Example: `./homeward {one.example}`")
    parts.append(f"Exit code: {first_sentence(module.run.__doc__)}")
    return "\n\n".join(parts)


def _options(parser: ArgumentParser) -> list[str]:
    rows = [row for action in parser._actions for row in _rows(action)]
    return [table(["Option", "Meaning"], rows)] if rows else []


def _rows(action: Action) -> list[list[str]]:
    """One row for an option; for a choice of tasks, one for each."""
    if action.dest == "help" or action.help == SUPPRESS:
        return []
    tasks = getattr(action, "_choices_actions", None)
    if tasks is not None:
        return [[f"`{task.dest}`", task.help or ""] for task in tasks]
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest).removeprefix("-- ")
    value = "" if action.nargs == 0 or not action.option_strings else f" {_value(action)}"
    return [[f"`{name}{value}`", _meaning(action)]]


def _value(action: Action) -> str:
    return str(action.metavar or action.dest.upper())


def _meaning(action: Action) -> str:
    said = (action.help or "").replace("%(default)s", str(action.default))
    if action.choices and action.dest != "name":
        said = "; ".join(filter(None, [said, f"one of {', '.join(map(str, action.choices))}"]))
    return said
