"""The first screen of segments: the most valuable ones, and trust that has to be earned."""

from __future__ import annotations

from dataclasses import replace

from contract.data import TrainingData
from contract.registry import get
from contract.training import Plan


def summary_of(data: TrainingData, **settings: object):
    family = get("segmentation")
    plan = Plan(family.Settings(**settings), family.models["kmeans"].Params())
    found = family.train(data, plan).summary
    assert found is not None
    return found


def test_fifty_rows_are_little_to_trust() -> None:
    data = get("segmentation").example()
    few = replace(data, tables={**data.tables, "main": data.main.head(50)})
    tones = [{ground.about: ground.tone for ground in summary_of(one).grounds} for one in (data, few)]
    assert [found["data"] for found in tones] == ["good", "warn"]
    assert set(tones[0]) == {"structure", "data", "error"}


def test_the_figure_is_the_size_of_the_first_segment() -> None:
    found = summary_of(get("segmentation").example())
    assert found.value == found.picture[0]
    assert found.do
