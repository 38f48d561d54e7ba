"""In a real browser: whatever the data is like, every point of a drawing lies inside its axes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.look import odd

pytestmark = pytest.mark.browser

CASES = [(kind, case) for kind, cases in odd.BLOCKS.items() for case in cases]

# What the chart itself holds: for every number of every dataset its scale, from the data that is drawn.
PLACED = """(kind) => {
  const chart = Chart.getChart(document.querySelector(`.block-${kind} canvas`));
  const across = chart.options.indexAxis === "y" ? "y" : "x";
  const found = [];
  chart.data.datasets.forEach((dataset, at) => {
    chart.getDatasetMeta(at)._parsed.forEach((parsed) => {
      for (const axis of ["x", "y"]) {
        const { min, max } = chart.scales[axis];
        const isBar = parsed._custom && axis !== across;
        const values = isBar ? [parsed._custom.min, parsed._custom.max] : [parsed[axis]];
        for (const value of values) if (Number.isFinite(value)) found.push({ axis, value, min, max });
      }
    });
  });
  return found;
}"""


def drawn(look: Any, kind: str, case: str) -> Any:
    return look(f"/look/odd-{kind}-{case}")


@pytest.mark.parametrize(("kind", "case"), [one for one in CASES if one[1] != "empty"])
def test_every_point_lies_inside_the_axes(look: Any, kind: str, case: str) -> None:
    page = drawn(look, kind, case)
    assert page.get_attribute(".drawing", "data-state") == "drawn"
    placed = page.evaluate(PLACED, kind)
    assert {one["axis"] for one in placed} == {"x", "y"}
    assert [one for one in placed if not one["min"] <= one["value"] <= one["max"]] == []


@pytest.mark.parametrize(("kind", "case"), [one for one in CASES if one[1] == "empty"])
def test_nothing_is_said_to_be_nothing(look: Any, kind: str, case: str) -> None:
    page = drawn(look, kind, case)
    assert page.get_attribute(".drawing", "data-state") == "empty"
    assert page.get_by_text("No data yet").locator("visible=true").count() == 1


def test_a_curve_is_drawn_from_left_to_right(look: Any) -> None:
    page = drawn(look, "curve", "unsorted")
    lines = page.evaluate(
        "Object.values(Chart.instances)[0].data.datasets.map((one) => one.data.map((point) => point.x))"
    )
    assert lines[0] == [1, 3, 5, 7, 8, 9]
    assert all(xs == sorted(xs) for xs in lines)


def test_marks_without_a_value_widen_the_axis(look: Any) -> None:
    page = drawn(look, "curve", "unsorted")
    assert page.evaluate("Object.values(Chart.instances)[0].scales.x.max") >= 20


def test_the_band_of_one_value_is_seen(look: Any) -> None:
    page = drawn(look, "curve", "one")
    band = page.evaluate("Object.values(Chart.instances)[0].data.datasets.find((one) => one.isRange).data")
    assert len(band) == 2
    assert band[0]["x"] < 12 < band[1]["x"]


def test_bars_of_a_bridge_begin_where_the_one_before_ended(look: Any) -> None:
    page = drawn(look, "waterfall", "unsorted")
    bars = page.evaluate("Object.values(Chart.instances)[0].data.datasets[0].data")
    assert bars == [[0, 5], [5, -35], [-35, 55], [55, 48], [48, -12], [-12, -9], [0, -9]]


def test_periods_that_overlap_lie_below_each_other(look: Any) -> None:
    page = drawn(look, "timeline", "unsorted")
    lanes = page.evaluate("Object.values(Chart.instances)[0].data.datasets[0].data.map((one) => one.y)")
    assert lanes == [0, 0, 1]


def test_the_last_day_is_part_of_a_period(look: Any) -> None:
    page = drawn(look, "timeline", "one")
    (start, end) = page.evaluate("Object.values(Chart.instances)[0].data.datasets[0].data[0].x")
    assert end - start == 86_400_000
