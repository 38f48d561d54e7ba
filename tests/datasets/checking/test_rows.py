"""Rows that come twice."""

from __future__ import annotations

import pandas as pd

from datasets.checking import apply
from tests.datasets.checking.tools import codes, of, people


def test_exact_duplicates() -> None:
    frame = pd.concat([people(), people().iloc[[4, 5]]], ignore_index=True)
    (found,) = of(frame, "duplicates")
    assert (found.row, found.count, found.severity) == (200, 2, "warn")
    pd.testing.assert_frame_equal(apply(frame, found.steps), people())
    assert "duplicates" not in codes(people())


def test_rows_that_are_equal_in_all_but_their_number() -> None:
    frame = pd.concat([people(), people().iloc[[4, 5]]], ignore_index=True).assign(number=range(202))
    (found,) = of(frame, "duplicates_but_name")
    assert (found.row, found.count, found.column) == (200, 2, "number")
    assert len(apply(frame, found.steps)) == 200
    assert "duplicates" not in codes(frame)
    assert "duplicates_but_name" not in codes(people().assign(number=range(200)))


def test_the_key_that_was_named_is_left_out_of_the_comparison() -> None:
    frame = pd.concat([people(), people().iloc[[4, 5]]], ignore_index=True)
    frame["client"] = [f"{row % 7}-{row}" for row in range(202)]
    (found,) = of(frame, "duplicates_but_name", keys=["client"])
    assert found.steps[0].params == {"except": ["client"]}


def test_rows_of_few_categories_are_equal_by_nature() -> None:
    frame = people()[["city", "left"]].assign(member=lambda f: f["left"], number=range(200))
    assert "duplicates_but_name" not in codes(frame)
