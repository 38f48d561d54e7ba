"""Whether a version meets its expectations: pandera finds the rows that do not, this puts it into words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import pandas as pd

from datasets.checking.expectations.expectation import Expectation, listed
from datasets.checking.finding import examples
from language.sentences import Sentence, joined, say, say_count

FEW = 0.01  # share of rows that break a promise, up to which it is a warning
LATE = 2  # times the days promised, up to which old data is a warning

Outcome = Literal["pass", "warn", "fail"]


@dataclass(frozen=True)
class Verdict:
    """``count`` rows break the promise, some of their values are ``examples``; ``message`` is a sentence."""

    expectation: Expectation
    outcome: Outcome
    message: Sentence
    count: int = 0
    examples: list[Any] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """JSON values; sentences stay sentences."""
        kept = {"outcome": self.outcome, "message": self.message}
        return {
            "expectation": self.expectation.as_dict(),
            **kept,
            "count": self.count,
            "examples": self.examples,
        }


def verify(frame: pd.DataFrame, expectations: Sequence[Expectation], now: datetime) -> list[Verdict]:
    """One verdict per expectation, in order. ``now`` is what the age of dates is measured from."""
    return [_verdict(frame, expectation, now) for expectation in expectations]


def _verdict(frame: pd.DataFrame, expectation: Expectation, now: datetime) -> Verdict:
    name = expectation.column
    if expectation.kind == "rows":
        return _rows(frame, expectation)
    if name is None or name not in frame:
        return Verdict(
            expectation,
            "fail",
            say("There is no column '{column}'. Expected: {promise}", **_promise(expectation)),
        )
    column = frame[name].reset_index(drop=True)
    numeric = pd.api.types.is_numeric_dtype(column.dtype)
    if expectation.kind == "range" and not numeric:
        return _other_kind(expectation, say("'{column}' holds no numbers.", column=name))
    if expectation.kind == "fresh" and not pd.api.types.is_datetime64_any_dtype(column.dtype):
        return _other_kind(expectation, say("'{column}' holds no dates.", column=name))
    return VERDICTS[expectation.kind](column, expectation, now)


def _promise(expectation: Expectation) -> dict[str, Any]:
    return {"column": expectation.column or "", "promise": expectation.sentence}


def _other_kind(expectation: Expectation, message: Sentence) -> Verdict:
    expected = say("Expected: {promise}", promise=expectation.sentence)
    return Verdict(expectation, "fail", joined([message, expected]))


def _kept(expectation: Expectation) -> Verdict:
    return Verdict(expectation, "pass", expectation.sentence)


def _broken(
    column: pd.Series, checks: Sequence[Any] = (), nullable: bool = True, unique: bool = False
) -> pd.Series:
    """The values that break a promise, by row."""
    import pandera.pandas as pandera

    schema = pandera.SeriesSchema(checks=list(checks), nullable=nullable, unique=unique, name=column.name)
    try:
        schema.validate(column, lazy=True)
    except pandera.errors.SchemaErrors as broken:
        rows = broken.failure_cases["index"].dropna().astype(int).unique()
        return column.loc[sorted(rows)]
    return column.iloc[:0]


# --- One kind each ------------------------------------------------------------------------------------


def _rows(frame: pd.DataFrame, expectation: Expectation) -> Verdict:
    import pandera.pandas as pandera

    least = int(expectation.params["least"])
    schema = pandera.DataFrameSchema(checks=pandera.Check(lambda table: len(table) >= least))
    try:
        schema.validate(frame)
    except pandera.errors.SchemaError:
        return Verdict(
            expectation,
            "fail",
            say_count(
                "There is {count:integer} row; at least {least:integer} were expected.",
                "There are {count:integer} rows; at least {least:integer} were expected.",
                len(frame),
                least=least,
            ),
            count=len(frame),
        )
    return _kept(expectation)


def _range(column: pd.Series, expectation: Expectation, now: datetime) -> Verdict:
    import pandera.pandas as pandera

    low, high = expectation.params.get("min"), expectation.params.get("max")
    checks = [] if low is None else [pandera.Check.ge(low)]
    checks += [] if high is None else [pandera.Check.le(high)]
    return _of_rows(column, _broken(column, checks), expectation)


def _categories(column: pd.Series, expectation: Expectation, now: datetime) -> Verdict:
    import pandera.pandas as pandera

    texts = column.astype(object).where(column.isna(), column.astype(str))
    allowed = [str(value) for value in expectation.params["allowed"]]
    return _of_rows(texts, _broken(texts, [pandera.Check.isin(allowed)]), expectation)


def _of_rows(column: pd.Series, broken: pd.Series, expectation: Expectation) -> Verdict:
    """A few rows that break the promise are a warning."""
    count = len(broken)
    if not count:
        return _kept(expectation)
    values = examples(broken.unique())
    message = say_count(
        "'{column}' holds something else in {count:integer} row ({values}). Expected: {promise}",
        "'{column}' holds something else in {count:integer} rows ({values}). Expected: {promise}",
        count,
        values=joined(values, ", ") if pd.api.types.is_numeric_dtype(column) else listed(values),
        **_promise(expectation),
    )
    return Verdict(
        expectation, "warn" if count <= FEW * column.notna().sum() else "fail", message, count, values
    )


def _not_missing(column: pd.Series, expectation: Expectation, now: datetime) -> Verdict:
    count, allowed = len(_broken(column, nullable=False)), float(expectation.params["share"])
    share = count / len(column) if len(column) else 0.0
    if share <= allowed:
        return _kept(expectation)
    message = say_count(
        "'{column}' is missing in {count:integer} row ({share:percent}); at most {allowed:percent} were "
        "expected.",
        "'{column}' is missing in {count:integer} rows ({share:percent}); at most {allowed:percent} were "
        "expected.",
        count,
        column=expectation.column or "",
        share=share,
        allowed=allowed,
    )
    return Verdict(expectation, "warn" if share <= allowed + FEW else "fail", message, count)


def _unique(column: pd.Series, expectation: Expectation, now: datetime) -> Verdict:
    broken = _broken(column[column.notna()], unique=True)
    if not len(broken):
        return _kept(expectation)
    values = examples(broken.unique())
    message = say_count(
        "{count:integer} row of '{column}' repeats a value of another row ({values}); every value was "
        "expected to be unique.",
        "{count:integer} rows of '{column}' repeat a value of another row ({values}); every value was "
        "expected to be unique.",
        len(broken),
        column=expectation.column or "",
        values=listed(values),
    )
    return Verdict(expectation, "fail", message, len(broken), values)


def _fresh(column: pd.Series, expectation: Expectation, now: datetime) -> Verdict:
    import pandera.pandas as pandera

    days = int(expectation.params["days"])
    dates = column.dt.tz_localize(None) if getattr(column.dt, "tz", None) else column
    today = pd.Timestamp(now).tz_localize(None).normalize()
    newest = dates.max()
    if pd.isna(newest):
        return _other_kind(expectation, say("'{column}' has no date.", column=str(column.name)))
    age = (today - newest.normalize()).days
    check = pandera.Check(lambda found: found.max() >= today - pd.Timedelta(days=days))
    try:
        pandera.SeriesSchema(checks=check, nullable=True, name=column.name).validate(dates)
    except pandera.errors.SchemaError:
        message = say_count(
            "The newest date in '{column}' is {date:date}, {count:integer} day old; at most {days:integer} "
            "were expected.",
            "The newest date in '{column}' is {date:date}, {count:integer} days old; at most {days:integer} "
            "were expected.",
            age,
            column=str(column.name),
            date=newest,
            days=days,
        )
        return Verdict(expectation, "warn" if age <= LATE * days else "fail", message, 0, examples([newest]))
    return _kept(expectation)


VERDICTS: Mapping[str, Callable[[pd.Series, Expectation, datetime], Verdict]] = {
    "range": _range,
    "categories": _categories,
    "not_missing": _not_missing,
    "unique": _unique,
    "fresh": _fresh,
}
