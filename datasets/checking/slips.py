"""Numbers that are 10, 100 or 1,000 times what is usual beside them, or a part of it: slips of the mark.

What is usual is the middle of the neighbours: of the dates before and after in the same series, of the rows
of the same category, or of the column; that which is nearest to the values counts. A slip stands alone:
nothing else comes near it, and it is near a power of ten. Columns that vary more than threefold have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from datasets.checking.finding import Finding, plain
from datasets.checking.row_operations import series_codes
from datasets.checking.sheet import Column, Sheet
from datasets.checking.steps import Step
from language.sentences import say, say_count

FEWEST_ROWS, FEWEST_DIFFERENT = 30, 10
MOST_SLIPS, MOST_SHARE = 3, 0.002  # more are no slips
WIDEST = 0.25  # usual distance from the middle, in powers of ten, up to which a column has a usual
ALONE = 0.5  # powers of ten between a slip and what comes nearest to it
NEAR = 0.2  # of a power of ten
BESIDE = 3  # dates on either side
MOST_GROUPS, ROWS_EACH, MOST_COLUMNS = 500, 8, 6
MOST_CORRECTED = 3  # cells with a step each


@dataclass(frozen=True)
class Slip:
    """``row`` is its place, from 0; ``factor`` a power of ten; ``usual`` what is usual beside it."""

    row: int
    value: float
    usual: float
    factor: int


def check(sheet: Sheet) -> list[Finding]:
    groups = _groups(sheet)
    found: list[Finding] = []
    for column in sheet.columns.values():
        if column.name in sheet.names or column.name in (sheet.time, *sheet.keys) or not _is_amount(column):
            continue
        if slips := slips_in(column.numbers, groups):
            found.append(_finding(column, slips, sheet))
    return found


def _is_amount(column: Column) -> bool:
    numeric = column.kind == "number" and pd.api.types.is_numeric_dtype(column.values.dtype)
    return numeric and column.filled >= FEWEST_ROWS and len(column.different) >= FEWEST_DIFFERENT


@dataclass(frozen=True)
class Groups:
    """``codes`` number the group of each row; ``order`` is by time within the groups, None without one."""

    codes: np.ndarray
    order: np.ndarray | None = None


def _groups(sheet: Sheet) -> list[Groups]:
    """Ways to say which rows are beside each other, that of the whole column first."""
    everything = np.zeros(sheet.rows, dtype=np.int64)
    found = [Groups(everything)]
    named = [column for column in sheet.columns.values() if _groups_rows(column, sheet)][:MOST_COLUMNS]
    found += [Groups(column.codes) for column in named]
    time = sheet.columns.get(sheet.time) if sheet.time else _only_dates(sheet)
    if time is None or not pd.api.types.is_datetime64_any_dtype(time.values.dtype):
        return found
    series = [everything, *(column.codes for column in named)]
    if sheet.keys:
        keys = pd.DataFrame({name: sheet.columns[name].values for name in sheet.keys})
        series.append(series_codes(keys, list(sheet.keys)))
    elif len(named) > 1:
        pairs = pd.DataFrame({column.name: column.codes for column in named[:2]})
        series.append(series_codes(pairs, list(pairs)))
    moments = time.values.to_numpy().astype("datetime64[ns]").astype(np.int64)
    return [*found, *(Groups(codes, np.lexsort((moments, codes))) for codes in series)]


def _groups_rows(column: Column, sheet: Sheet) -> bool:
    if column.name in sheet.keys:
        return len(column.different) > 1
    few = 2 <= len(column.different) <= min(MOST_GROUPS, column.filled / ROWS_EACH)
    return column.kind in ("category", "text") and few


def _only_dates(sheet: Sheet) -> Column | None:
    dates = [column for column in sheet.columns.values() if column.kind == "date"]
    return dates[0] if len(dates) == 1 else None


def slips_in(values: np.ndarray, groups: list[Groups]) -> list[Slip]:
    """``values`` per row, NaN where missing; those of 0 and below have no power of ten."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(values > 0, np.log10(values), np.nan)
    if np.count_nonzero(~np.isnan(logs)) < FEWEST_ROWS:
        return []
    away = [logs - _middle(logs, one) for one in groups]
    spreads = [_spread(one) for one in away]
    best = int(np.argmin(spreads))
    if not spreads[best] <= WIDEST:
        return []
    return [
        Slip(int(row), float(values[row]), float(10 ** (logs[row] - away[best][row])), factor)
        for row, factor in _alone(away[best])
    ]


def _middle(logs: np.ndarray, groups: Groups) -> np.ndarray:
    """Per row the middle of its group, or of the dates beside it in its group."""
    if groups.order is None:
        return pd.Series(logs).groupby(groups.codes).transform("median").to_numpy()
    ordered, codes = logs[groups.order], groups.codes[groups.order]
    beside = np.full((2 * BESIDE, len(logs)), np.nan)
    for place, shift in enumerate((*range(-BESIDE, 0), *range(1, BESIDE + 1))):
        from_, to = (
            slice(max(shift, 0), len(logs) + min(shift, 0)),
            slice(max(-shift, 0), len(logs) - max(shift, 0)),
        )
        same = codes[from_] == codes[to]
        beside[place, to] = np.where(same, ordered[from_], np.nan)
    known = (~np.isnan(beside)).sum(axis=0)
    beside.sort(axis=0)  # what is missing comes last
    at = np.arange(len(logs))
    middle = (beside[np.maximum(known - 1, 0) // 2, at] + beside[known // 2, at]) / 2
    middle[known < BESIDE] = np.nan
    result = np.empty_like(middle)
    result[groups.order] = middle
    return result


def _spread(away: np.ndarray) -> float:
    """The usual distance, in powers of ten; infinite where too few are known."""
    known = np.abs(away[~np.isnan(away)])
    return float(1.4826 * np.median(known)) if len(known) >= FEWEST_ROWS else np.inf


def _alone(away: np.ndarray) -> Iterator[tuple[int, int]]:
    """The rows of slips with their power of ten, those above and those below looked at apart."""
    known = np.nan_to_num(away)
    most = max(MOST_SLIPS, int(MOST_SHARE * len(known)))
    for sign in (1, -1):
        side = sign * known
        far = np.flatnonzero(side >= 1 - NEAR)
        if not 0 < len(far) <= most or np.delete(side, far).max(initial=0) > side[far].min() - ALONE:
            continue
        powers = np.round(side[far])
        if (np.abs(side[far] - powers) > NEAR).any() or powers.max() > 3:
            continue
        yield from ((int(row), sign * int(power)) for row, power in zip(far, powers, strict=True))


# --- What is said about them ----------------------------------------------------------------------------


def _finding(column: Column, slips: list[Slip], sheet: Sheet) -> Finding:
    first = slips[0]
    message = say_count(
        "'{column}' has {count:integer} value that looks like a slip of the decimal mark: "
        "{value:number} instead of about {usual:number}.",
        "'{column}' has {count:integer} values that look like slips of the decimal mark, the "
        "first {value:number} instead of about {usual:number}.",
        len(slips),
        column=column.name,
        value=plain(column.values.iloc[first.row]),
        usual=_rounded(first.usual),
    )
    return Finding(
        "decimal_slips",
        "warn",
        message,
        say("Check with where it comes from: correct the cell, take the value out, or leave it if true."),
        column=column.name,
        row=first.row,
        count=len(slips),
        share=len(slips) / sheet.rows,
        examples=[plain(column.values.iloc[slip.row]) for slip in slips[:5]],
        steps=[step for slip in slips[:MOST_CORRECTED] for step in _steps(column, slip)],
    )


def _steps(column: Column, slip: Slip) -> Iterator[Step]:
    found = plain(column.values.iloc[slip.row])
    cell = {"place": slip.row, "old": found}
    corrected = round(slip.value / 10.0**slip.factor, 10)
    whole = isinstance(found, int) and corrected.is_integer()
    yield Step("set_cell", (column.name,), {**cell, "value": int(corrected) if whole else corrected})
    yield Step("set_cell", (column.name,), {**cell, "value": None})


def _rounded(value: float) -> float:
    """To two figures: what is usual is no exact number."""
    digits = 1 - int(np.floor(np.log10(value)))
    return round(value, digits)
