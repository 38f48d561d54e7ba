"""What somebody asks for, resolved against a declaration: columns for the roles, values for the settings.

What is wrong with an order is said with the field. No Django here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from contract.data import Kind, Options, Role, Table
from contract.roles import guess
from language.sentences import say

OwnNames = Callable[[str, Sequence[str]], Sequence[str]]
"""The columns of a table (by its key) that a caller calls by these names."""


@dataclass(frozen=True)
class OrderError:
    """One thing wrong with an order: the field, a code, a sentence."""

    location: str
    code: str
    message: str


class OrderRefused(Exception):
    """The order itself is wrong, before any data was looked at."""

    def __init__(self, *errors: OrderError):
        self.errors = errors
        super().__init__("; ".join(error.message for error in errors))


def options_of(options: type[Options], values: Mapping[str, Any], location: str) -> Any:
    """``values`` as the class ``options``. Raises OrderRefused with the name of each field."""
    try:
        return options.model_validate(dict(values))
    except ValidationError as failure:
        raise OrderRefused(
            *(
                OrderError(
                    ".".join([location, *map(str, item["loc"])]),
                    item["type"],
                    f"{'.'.join(map(str, item['loc']))}: {item['msg']}",
                )
                for item in failure.errors(include_url=False)
            )
        ) from None


def columns_of(
    tables: Sequence[Table],
    said: Mapping[str, str | Sequence[str]],
    kinds: Mapping[str, Mapping[str, Kind]],
    own_names: OwnNames = lambda table, names: names,
    guessed: bool = True,
) -> dict[str, str | tuple[str, ...]]:
    """What was ``said`` of the tables of which something was said, by address of the role; the guess for the
    others, unless nothing is to be ``guessed``. ``kinds`` has the columns of the tables that are given.

    Raises OrderRefused.
    """
    known = {table.address(role.key): (table, role) for table in tables for role in table.roles}
    named = {known[key][0].key for key in said if key in known}
    unnamed = {key: kinds[key] for key in kinds if key not in named}
    columns = guess(tables, unnamed) if guessed else {}
    errors: list[OrderError] = []
    for key, value in said.items():
        if key not in known:
            message = say("There is no role '{role}'; there are {known}.", role=key, known=", ".join(known))
            errors.append(OrderError(f"columns.{key}", "unknown", message))
            continue
        table, role = known[key]
        names = [name for name in ([value] if isinstance(value, str) else value) if name]
        if table.key in kinds:
            names = list(own_names(table.key, names))
        names = list(dict.fromkeys(names))
        errors += _errors_of(key, names, role, table, kinds)
        if names:
            columns[key] = role.written(names)
    if errors:
        raise OrderRefused(*errors)
    return columns


def _errors_of(
    key: str, names: Sequence[str], role: Role, table: Table, kinds: Mapping[str, Mapping[str, Kind]]
) -> list[OrderError]:
    """What is wrong with the columns ``names`` that shall play ``role``."""
    location = f"columns.{key}"
    if names and table.key not in kinds:
        message = say(
            "'{role}' is a column of the table '{table}', for which no data set is named.",
            role=role.label,
            table=table.key,
        )
        return [OrderError(location, "no_table", message)]
    errors = []
    if len(names) > 1 and not role.many:
        message = say("'{role}' takes one column, not {count}.", role=role.label, count=len(names))
        errors.append(OrderError(location, "too_many", message))
    for name in names:
        if name not in kinds[table.key]:
            there = ", ".join(kinds[table.key])
            message = say("The sheet has no column '{column}'; it has {there}.", column=name, there=there)
            errors.append(OrderError(location, "unknown", message))
    return errors
