"""The fields of a service model file, read from its schema."""

import types
from enum import Enum
from typing import Any

from pydantic import BaseModel

from homeward.pathways.schema import (
    Agreement,
    Choice,
    Criterion,
    Falls,
    Hours,
    MeetingRole,
    MeetingRule,
    Meetings,
    Need,
    Pathway,
    Question,
    ServiceModel,
    Standard,
    Stay,
    TriageTimes,
)
from homeward.site.reference.markdown import first_sentence, page, table

PARTS: tuple[tuple[type[BaseModel], str], ...] = (
    (ServiceModel, "the file itself"),
    (Agreement, "[agreement]"),
    (TriageTimes, "[triage]"),
    (Stay, "[stay]"),
    (Falls, "[falls]"),
    (Meetings, "[meetings]"),
    (MeetingRole, "roles of the meetings"),
    (MeetingRule, "reasons in list_when of the meetings"),
    (Question, "[[questions]]"),
    (Choice, "choices of a question"),
    (Need, "[[needs]]"),
    (Pathway, "[[pathways]]"),
    (Standard, "[pathways.standard]"),
    (Hours, "hours of a pathway"),
    (Criterion, "[[pathways.criteria]]"),
)
_SIMPLE = {
    "boolean": "true or false",
    "integer": "whole number",
    "string": "text",
}
_FORMATS = {"date": "date", "time": "time of day"}


def service_model_page() -> str:
    """Every part of the file, a table of its fields each, and what must hold of the part as a whole."""
    schema = ServiceModel.model_json_schema()
    return page(
        "Fields of a service model",
        "A service model is a TOML file. `./homeward model check FILE` says whether a file can be used, and names "
        "every field at fault. A field that is not in these tables is refused. `./homeward model schema` prints the "
        "same as a JSON schema.",
        *(_part(part, where, schema) for part, where in PARTS),
        "Code: `homeward.pathways.schema`, `homeward.pathways.agreement_checks`.",
    )


def _part(part: type[BaseModel], where: str, schema: dict[str, Any]) -> str:
    described = schema if part is ServiceModel else schema["$defs"][part.__name__]
    required = set(described.get("required", []))
    rows = [
        [f"`{name}`", _kind(field, schema["$defs"]), "yes" if name in required else "", _meaning(field, schema)]
        for name, field in described["properties"].items()
    ]
    heading = f"## `{where}`" if where.startswith("[") else f"## {where[0].upper()}{where[1:]}"
    return "\n\n".join(
        [heading, first_sentence(part.__doc__), table(["Field", "Value", "Required", "Meaning"], rows), *_held(part)]
    )


def _meaning(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """What a field is for, on one line. Where it is only what its table says of itself, the schema says it there."""
    table_of = schema["$defs"].get(field.get("$ref", "").removeprefix("#/$defs/"), {})
    return " ".join((field.get("description") or table_of.get("description", "")).split())


def _held(part: type[BaseModel]) -> list[str]:
    """The sentences of the checks over several fields."""
    checks = part.__pydantic_decorators__.model_validators.values()
    return [first_sentence(check.func.__doc__) for check in checks if isinstance(check.func, types.FunctionType)]


def _kind(field: dict[str, Any], parts: dict[str, Any]) -> str:
    """What may stand in a field, in words."""
    if "$ref" in field:
        return "a table, below"
    if "anyOf" in field:
        return _kind(next(one for one in field["anyOf"] if one.get("type") != "null"), parts)
    if "enum" in field:
        return " or ".join(f'"{one}"' for one in field["enum"] if not isinstance(one, Enum))
    if field.get("type") == "array":
        return f"a list: {_kind(field['items'], parts)}{' (at least one)' if field.get('minItems') else ''}"
    if "pattern" in field:
        return "code"
    return _FORMATS.get(field.get("format", ""), _SIMPLE[field["type"]]) + _bounds(field)


def _bounds(field: dict[str, Any]) -> str:
    if "exclusiveMinimum" in field:
        return f", more than {field['exclusiveMinimum']}"
    if "minimum" in field and "maximum" in field:
        return f", {field['minimum']} to {field['maximum']}"
    if "maxLength" in field:
        return f", at most {field['maxLength']} characters"
    return ""
