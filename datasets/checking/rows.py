"""Duplicate rows: identical, or identical except for their identifier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from datasets.checking.finding import Finding
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from language.sentences import say, say_count

FEWEST_COLUMNS = 3  # beside the names of rows: equal rows of fewer columns are no surprise
TELLING = 0.5  # share of rows that differ, from which equal ones are a surprise
MIXER = np.uint64(1_099_511_628_211)


def check(sheet: Sheet) -> list[Finding]:
    every = list(sheet.columns.values())
    exact = _repeated(every, sheet.rows)
    return [*_exact(exact, sheet), *_but_for_names(exact, sheet)]


def _repeated(columns: list[Column], rows: int) -> np.ndarray:
    """Which rows are equal in ``columns`` to an earlier one."""
    mixed = np.zeros(rows, dtype=np.uint64)
    for column in columns:
        mixed = mixed * MIXER + pd.util.hash_array(column.codes.astype(np.int64))
    return pd.Series(mixed).duplicated().to_numpy()


def _exact(repeated: np.ndarray, sheet: Sheet) -> list[Finding]:
    count = int(repeated.sum())
    if not count:
        return []
    return [
        Finding(
            "duplicates",
            "warn" if count < TELLING * sheet.rows else "note",
            say_count(
                "{count:integer} row repeats an earlier one in every column.",
                "{count:integer} rows repeat an earlier one in every column.",
                count,
            ),
            say("Keep one of each, unless the same thing can happen twice."),
            row=int(repeated.argmax()),
            count=count,
            share=count / sheet.rows,
            examples=[int(row) for row in np.flatnonzero(repeated)[:5]],
            steps=[Step("drop_duplicates")],
        )
    ]


def _but_for_names(exact: np.ndarray, sheet: Sheet) -> list[Finding]:
    """Rows of another name that say the same: learned from and tested on, they make a model look good."""
    if sheet.series or not sheet.names:
        return []
    columns = [column for name, column in sheet.columns.items() if name not in sheet.names]
    if len(columns) < FEWEST_COLUMNS:
        return []
    repeated = _repeated(columns, sheet.rows)
    count = int((repeated & ~exact).sum())
    if not count or repeated.mean() > TELLING:
        return []
    names = sorted(sheet.names)
    return [
        Finding(
            "duplicates_but_name",
            "warn",
            say_count(
                "{count:integer} row matches another in everything but {names}. A model that learns from "
                "one and is tested on the other looks better than it is.",
                "{count:integer} rows match others in everything but {names}. A model that learns from one "
                "and is tested on another looks better than it is.",
                count,
                names=", ".join(f"'{name}'" for name in names),
            ),
            say("Keep one of each, unless they really are different."),
            column=names[0],
            row=int((repeated & ~exact).argmax()),
            count=count,
            share=count / sheet.rows,
            examples=[int(row) for row in np.flatnonzero(repeated & ~exact)[:5]],
            steps=[Step("drop_duplicates", (), {"except": names})],
        )
    ]
