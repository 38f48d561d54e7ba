"""What a version is asked with, and what it answers: names, types, examples and meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.openapi.components import schema_of
from contract.asking import Ask, AskTable, Learned
from contract.data import MAIN
from contract.family import Family
from language.sentences import joined, say, say_count
from predictions.forms import Ranges, as_typed
from training.models import ModelVersion

LISTED = 8  # choices that are named; of more, the first few and how many there are
KIND_TYPES: Mapping[str, list[str]] = {
    "number": ["number", "string", "null"],  # "1.234,5" is read as in the sheet
    "flag": ["boolean", "string", "number", "null"],
    "date": ["string", "null"],
    "category": ["string", "number", "boolean", "null"],
    "text": ["string", "number", "null"],
}


@dataclass(frozen=True)
class Field:
    """A field of a request, a column of one of its tables, or a column of the answer. ``kind`` is that of a
    column, or a type of JSON; ``example`` is None where nobody knows one."""

    name: str
    kind: str
    needed: bool = False
    example: Any = None
    label: str = ""
    help: str = ""
    choices: tuple[str, ...] = ()

    @property
    def json_types(self) -> list[str]:
        return KIND_TYPES[self.kind]


def columns_of(
    version: ModelVersion, family: Family, table: AskTable, learned: Learned, ranges: Ranges | None = None
) -> list[Field]:
    """The columns of a table that ``version`` reads. Any of them may be missing: it counts as unknown.

    ``ranges`` has the least and the largest value of columns of numbers, as training saw them.
    """
    roles = _roles(family, table, learned)
    found = {
        role.key: Field(role.key, role.kinds[0], role.required, None, role.label, role.help)
        for role in table.roles
    }
    for wanted in version.inputs:
        if wanted["of"] == table.key:
            name, choices = wanted["name"], tuple(wanted["choices"])
            label, help = roles.get(name, ("", ""))
            help = _one_of(choices) or _between((ranges or {}).get(name)) or help
            found[name] = Field(
                name, wanted["kind"], False, as_typed(wanted["typical"]), label, help, choices
            )
    if table.of != MAIN:
        for name, how in learned.of_table(table.of).items():
            label, help = roles.get(name, ("", ""))
            found.setdefault(name, Field(name, how.kind, False, None, label, help))
    return list(found.values())


def _roles(family: Family, table: AskTable, learned: Learned) -> dict[str, tuple[str, str]]:
    """Label and help of the role that each column plays; the help of many columns is that of none."""
    said = {}
    for address, (of, role) in family.role_keys().items():
        names = learned.columns.get(address) or ()
        if of.key == table.of:
            for name in [names] if isinstance(names, str) else names:
                said[name] = (role.label, "" if role.many else role.help)
    return said


def _one_of(choices: tuple[str, ...]) -> str:
    if not choices:
        return ""
    if len(choices) <= LISTED:
        return say("One of: {choices}", choices=", ".join(choices))
    first = ", ".join(choices[:LISTED])
    return joined(
        [
            say("Such as {choices}.", choices=first),
            say_count("{count:integer} value is known.", "{count:integer} values are known.", len(choices)),
        ]
    )


def _between(bounds: tuple[Any, Any] | None) -> str:
    if bounds is None:
        return ""
    return say("{low:number} to {high:number} in the data", low=bounds[0], high=bounds[1])


def fields_of(ask: Ask, version: ModelVersion) -> list[Field]:
    """The fields of the request, each with what it is where it is left out, or what is typical."""
    typical = {one["name"]: one["typical"] for one in version.inputs if one["of"] == "request"}
    return list(_fields(ask.Request.model_json_schema(), typical))


def answered_by(ask: Ask) -> list[Field]:
    """The columns of the first table of its answer."""
    return list(_fields(schema_of(ask.Row), {}, needed=False))


def _fields(schema: Mapping[str, Any], typical: Mapping[str, Any], needed: bool = True) -> Iterator[Field]:
    for name, one in schema.get("properties", {}).items():
        kinds = [kind for kind in one.get("anyOf", [one]) if kind.get("type") != "null"]
        kind = {**one, **kinds[0]}
        default = one.get("default")
        yield Field(
            name,
            kind.get("format") or kind.get("type", "string"),
            needed and name in schema.get("required", ()),
            typical[name] if typical.get(name) is not None else default,
            one.get("title", ""),
            one.get("description", ""),
            tuple(map(str, kind.get("enum", ()))),
        )


def body_of(version: ModelVersion, ask: Ask, learned: Learned) -> dict[str, Any]:
    """A request as it may be sent: typical values of this version's own columns."""
    takes = {table.key for table in ask.takes(learned) if table.required}
    body: dict[str, Any] = {}
    for one in version.inputs:
        if one["typical"] is None:
            continue
        if one["of"] == "request" and one["name"] in ask.Request.model_fields:
            body[one["name"]] = as_typed(one["typical"])
        elif one["of"] in takes:
            body.setdefault(one["of"], [{}])[0][one["name"]] = as_typed(one["typical"])
    return body
