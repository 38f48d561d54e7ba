"""What was found while the data of a training was read, said with the answer that rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contract.data import MAIN, Problem
from datasets.models import DatasetVersion

OF_CELLS = frozenset(
    {
        *("formulas_without_values", "taken_as_missing", "flags_kept", "codes_became_dates", "lost_digits"),
        *("not_a_number", "not_a_date", "impossible_date", "swapped_dates", "several_currencies"),
        *("guessed_decimal", "guessed_date_order", "disguised_missing"),
    }
)
"""Findings about the cells of one column: said where the column is used."""
OF_ROWS = frozenset({"hidden_rows", "second_table", "too_many_cells", "merged_cells"})
"""Findings about rows, and so about every column."""


def problems_of(
    versions: Mapping[str, DatasetVersion], columns: Mapping[str, str | tuple[str, ...]]
) -> list[Problem]:
    """What changes the numbers of the ``columns`` by role, of all tables by key. None of it is fatal."""
    problems = []
    for table, version in versions.items():
        used = set(_used(columns, table))
        for found in _findings(version):
            if found["code"] in OF_ROWS or (found["code"] in OF_CELLS and found["column"] in {*used, None}):
                problem = _problem(found, table)
                if problem not in problems:
                    problems.append(problem)
    return problems


def _findings(version: DatasetVersion) -> Iterator[Mapping[str, Any]]:
    """Of all the sheets that the rows came from."""
    earlier = version.dataset.versions.filter(number__in=version.earlier_parts).order_by("number")
    for part in [*earlier, version]:
        yield from part.problems


def _used(columns: Mapping[str, str | tuple[str, ...]], table: str) -> Iterator[str]:
    for role, names in columns.items():
        if (role.partition(".")[0] if "." in role else MAIN) == table:
            yield from [names] if isinstance(names, str) else names


def _problem(found: Mapping[str, Any], table: str) -> Problem:
    return Problem(
        code=found["code"],
        message=found["message"],
        table=table,
        column=found["column"],
        row=found.get("row"),
        count=found.get("count"),
        remedy=found.get("remedy", ""),
        fatal=False,
    )
