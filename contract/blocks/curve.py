"""Blocks of the kind ``curve``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contract.blocks import checks
from contract.blocks.base import Block
from contract.blocks.behind import Behind, Column, column
from language.formats import shown
from language.sentences import say


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
        checks.has_format(self.x_format, checks.NUMBERS)
        checks.has_format(self.y_format, checks.NUMBERS)
        checks.all_numbers("x", self.x, gaps=False)
        for one in self.series:
            checks.has_keys("a series", one, "name", "values")
            self._check_series(f"the series '{one['name']}'", one)
        for mark in self.marks:
            checks.has_keys("a mark", mark, "x", "label")
            checks.all_numbers(f"x of the mark '{mark['label']}'", [mark["x"]], gaps=False)
            checks.all_numbers(f"y of the mark '{mark['label']}'", [mark.get("y")])

    def _check_series(self, what: str, series: Mapping[str, Any]) -> None:
        low, high = series.get("low"), series.get("high")
        if (low is None) != (high is None):
            raise ValueError(f"{what} has one side of its band, and needs both low and high")
        for key in ("values", "low", "high"):
            checks.as_long(f"{key} of {what}", series.get(key), len(self.x), "places of x")
            checks.all_numbers(f"{key} of {what}", series.get(key))
        for x, least, most in zip(self.x, low or (), high or (), strict=False):
            if least is not None and most is not None and least > most:
                raise ValueError(f"{what}: at {x} low is {least}, above high, {most}")

    @staticmethod
    def behind(data: Mapping[str, Any], item: str = "") -> Behind:
        """The marks, then every place of ``x``."""
        mark = [column("mark", say("Mark"), "text")] if data["marks"] else []
        columns = [column("x", data.get("x_label") or "x", data["x_format"]), *mark, *_value_columns(data)]
        return Behind(columns, _rows(data), len(data["marks"]) + len(data["x"]))


def _value_columns(data: Mapping[str, Any]) -> Iterator[Column]:
    for at, one in enumerate(data["series"]):
        yield column(f"values{at}", one["name"], data["y_format"])
        if one.get("low") is not None:
            yield column(f"low{at}", say("{name}, from", name=one["name"]), data["y_format"])
            yield column(f"high{at}", say("{name}, to", name=one["name"]), data["y_format"])


def _rows(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
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
