"""Charts: lines, bars, points, curves with a band, and bridges that add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import base
from contract.blocks.base import Behind, Block, Column, by_position, column, format_of
from language.formats import shown
from language.sentences import say


@dataclass(frozen=True)
class Line(Block):
    """Lines over dates, numbers or words.

    ``{"x": [...], "x_label", "y_label", "x_format", "y_format",
    "series": [{"name", "values": [...], "dashed": bool}]}``; a value for each of ``x``, null where there is
    none. ``x_format`` is that of numbers.
    """

    kind = "line"
    drawn = True

    x: Sequence[Any]
    series: Sequence[Mapping[str, Any]]
    x_label: str = ""
    y_label: str = ""
    x_format: str | None = None
    y_format: str | None = None

    def check(self) -> None:
        base.has_format(self.x_format, base.NUMBERS)
        base.has_format(self.y_format, base.NUMBERS)
        for one in self.series:
            base.has_keys("a series", one, "name", "values")
            base.as_long(f"the series '{one['name']}'", one["values"], len(self.x), "places of x")
            base.all_numbers(f"the series '{one['name']}'", one["values"])

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        x, format = data["x"], format_of(data["x"])
        first = (format == "number" and data.get("x_format")) or format
        named = column("x", data.get("x_label") or "", first)
        return by_position(named, x, data["series"], data.get("y_format") or "number")


# --- Blocks of the kind ``bar`` ---


@dataclass(frozen=True)
class Bar(Block):
    """Amounts side by side.

    ``{"labels": [...], "y_label", "horizontal": bool, "format", "series": [{"name", "values": [...]}],
    "rows": [{column: value}, ...]}``; a value for each label, and the rows behind each,
    where ``rows`` is given.
    """

    kind = "bar"
    drawn = True

    labels: Sequence[str]
    series: Sequence[Mapping[str, Any]]
    y_label: str = ""
    horizontal: bool = False
    format: str = "number"
    rows: Sequence[Mapping[str, Any] | None] | None = None

    def check(self) -> None:
        base.has_format(self.format, base.NUMBERS)
        base.as_long("rows", self.rows, len(self.labels), "labels")
        for one in self.series:
            base.has_keys("a series", one, "name", "values")
            base.as_long(f"the series '{one['name']}'", one["values"], len(self.labels), "labels")
            base.all_numbers(f"the series '{one['name']}'", one["values"])

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        first, format = column("x", "", "text"), data.get("format") or "number"
        table = by_position(first, data["labels"], data["series"], format)
        linked = data.get("rows") or [None] * table.total
        rows = ({**row, "_rows": one} for row, one in zip(table.rows, linked, strict=True))
        return Behind(table.columns, rows, table.total)


# --- Blocks of the kind ``scatter`` ---


@dataclass(frozen=True)
class Scatter(Block):
    """Points in groups.

    ``{"x_label", "y_label", "rows_by", "series": [{"name", "points": [{"x", "y", "label"}],
    "rows": {column: value}}]}``. ``rows_by`` is the column whose value is the label of a point; ``rows`` are
    those of the whole group. Both may be left out.
    """

    kind = "scatter"
    drawn = True

    series: Sequence[Mapping[str, Any]]
    x_label: str = ""
    y_label: str = ""
    rows_by: str | None = None

    def check(self) -> None:
        for one in self.series:
            base.has_keys("a series", one, "name", "points")
            for point in one["points"]:
                base.has_keys(f"a point of '{one['name']}'", point, "x", "y")
                base.all_numbers(f"a point of '{one['name']}'", (point["x"], point["y"]))

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        columns = [
            column("label", "", "text"),
            column("series", say("Group"), "text"),
            column("x", data.get("x_label") or "x"),
            column("y", data.get("y_label") or "y"),
        ]
        rows = (_row(data, one, point) for one in data["series"] for point in one["points"])
        return Behind(columns, rows, sum(len(one["points"]) for one in data["series"]))


def _row(data: Mapping[str, Any], series: Mapping[str, Any], point: Mapping[str, Any]) -> dict[str, Any]:
    by, label = data.get("rows_by"), point.get("label")
    behind = {"series": series.get("rows"), "label": {by: label} if by and label not in (None, "") else None}
    return {**point, "series": series["name"], "_behind": behind}


# --- Blocks of the kind ``curve`` ---


@dataclass(frozen=True)
class Curve(Block):
    """How one number goes with another, how sure that is, and where on it one stands.

    ``{"x": [numbers], "x_label", "y_label", "x_format", "y_format",
    "series": [{"name", "values": [...], "low": [...], "high": [...], "band", "dashed": bool}],
    "marks": [{"x", "y", "label"}]}``. ``x`` may come in any order. ``low`` and ``high`` come together or not
    at all, and ``band`` says what lies between them ("80 % range"). A mark without ``y`` is a line across.
    """

    kind = "curve"
    drawn = True

    x: Sequence[float]
    series: Sequence[Mapping[str, Any]]
    marks: Sequence[Mapping[str, Any]] = ()
    x_label: str = ""
    y_label: str = ""
    x_format: str = "number"
    y_format: str = "number"

    def check(self) -> None:
        base.has_format(self.x_format, base.NUMBERS)
        base.has_format(self.y_format, base.NUMBERS)
        base.all_numbers("x", self.x, gaps=False)
        for one in self.series:
            base.has_keys("a series", one, "name", "values")
            self._check_series(f"the series '{one['name']}'", one)
        for mark in self.marks:
            base.has_keys("a mark", mark, "x", "label")
            base.all_numbers(f"x of the mark '{mark['label']}'", [mark["x"]], gaps=False)
            base.all_numbers(f"y of the mark '{mark['label']}'", [mark.get("y")])

    def _check_series(self, what: str, series: Mapping[str, Any]) -> None:
        low, high = series.get("low"), series.get("high")
        if (low is None) != (high is None):
            raise ValueError(f"{what} has one side of its band, and needs both low and high")
        for key in ("values", "low", "high"):
            base.as_long(f"{key} of {what}", series.get(key), len(self.x), "places of x")
            base.all_numbers(f"{key} of {what}", series.get(key))
        for x, least, most in zip(self.x, low or (), high or (), strict=False):
            if least is not None and most is not None and least > most:
                raise ValueError(f"{what}: at {x} low is {least}, above high, {most}")

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The marks, then every place of ``x``."""
        mark = [column("mark", say("Mark"), "text")] if data["marks"] else []
        columns = [column("x", data.get("x_label") or "x", data["x_format"]), *mark, *_value_columns(data)]
        return Behind(columns, _curve_rows(data), len(data["marks"]) + len(data["x"]))


def _value_columns(data: Mapping[str, Any]) -> Iterator[Column]:
    for at, one in enumerate(data["series"]):
        yield column(f"values{at}", one["name"], data["y_format"])
        if one.get("low") is not None:
            yield column(f"low{at}", say("{name}, from", name=one["name"]), data["y_format"])
            yield column(f"high{at}", say("{name}, to", name=one["name"]), data["y_format"])


def _curve_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for mark in data["marks"]:
        value = "" if mark.get("y") is None else f": {shown(mark['y'], data['y_format'])}"
        yield {"x": mark["x"], "mark": f"{mark['label']!s}{value}"}
    for row, x in enumerate(data["x"]):
        values = {
            f"{key}{at}": one[key][row]
            for at, one in enumerate(data["series"])
            for key in ("values", "low", "high")
            if one.get(key) is not None
        }
        yield {"x": x, **values}


# --- Blocks of the kind ``waterfall`` ---

ROUNDING = 1e-5
"""Of the amounts together: what six significant digits leave."""


@dataclass(frozen=True)
class Waterfall(Block):
    """A bridge from one amount to another, over what was added and taken on the way.

    ``{"start": {"label", "value"}, "parts": [{"label", "value", "tone"}], "end": {"label", "value"},
    "y_label", "format"}``. Start and parts add up to the end, within what six significant digits leave.
    """

    kind = "waterfall"
    drawn = True

    start: Mapping[str, Any]
    parts: Sequence[Mapping[str, Any]]
    end: Mapping[str, Any]
    y_label: str = ""
    format: str = "number"

    def check(self) -> None:
        base.has_format(self.format, base.NUMBERS)
        for part in (self.start, *self.parts, self.end):
            base.has_keys("a part", part, "label", "value")
            base.all_numbers(f"'{part['label']}'", [part["value"]], gaps=False)
            base.has_tone(part.get("tone"))
        values = [part["value"] for part in (self.start, *self.parts)]
        total, end = sum(values), self.end["value"]
        if abs(total - end) > ROUNDING * (sum(map(abs, values)) + abs(end)):
            raise ValueError(f"start and parts add up to {total:.10g}, and the end is {end:.10g}")

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        format = data["format"]
        columns = [
            column("label", "", "text"),
            column("change", say("Difference"), format),
            column("reached", data.get("y_label") or say("Reached"), format),
        ]
        return Behind(columns, _bridge_rows(data), len(data["parts"]) + 2)


def _bridge_rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    start, end = data["start"], data["end"]
    reached = start["value"] or 0
    yield {"label": start["label"], "reached": start["value"]}
    for part in data["parts"]:
        reached += part["value"] or 0
        yield {
            "label": part["label"],
            "change": part["value"],
            "reached": reached,
            "_tone": part.get("tone"),
        }
    yield {"label": end["label"], "reached": end["value"]}
