"""Reasons add up to the score, and name the true drivers with their sign."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.family import LeadScoring
from scoring.report.drivers import importance
from tests.asking import ask


def encoded(model, frame):
    return model.schema_.encode({name: frame[name] for name in frame}, len(frame))


@pytest.mark.parametrize("kind", ["fast", "best"])
def test_base_and_parts_add_up_to_the_score(kind, request, people):
    model = request.getfixturevalue(kind).model
    frame = people(80, seed=9)
    found = model.effects(encoded(model, frame))
    rows = frame.drop(columns="label").to_dict("records")
    answer = ask(LeadScoring(), model, rows=rows, reasons=0).table
    total = found.base + found.parts.sum(axis=1)
    assert np.allclose(total, found.score, atol=1e-6)
    assert np.allclose(total, answer["probability"], atol=2e-4)


@pytest.mark.parametrize("kind", ["fast", "best"])
def test_the_true_drivers_rank_first_with_their_sign(kind, request, people):
    model = request.getfixturevalue(kind).model
    frame = people(300, seed=5)
    matrix = encoded(model, frame)
    names = [column.name for column in model.schema_.columns]
    strength = importance(model, matrix)
    assert [names[place] for place in np.argsort(-strength)[:2]] == ["strong", "weak"]
    parts = dict(zip(names, model.effects(matrix).parts.T, strict=True))
    assert np.corrcoef(parts["strong"], frame["strong"])[0, 1] < -0.8
    assert np.corrcoef(parts["weak"], frame["weak"])[0, 1] > 0.7


def test_a_reason_has_the_users_value_and_points(fast):
    row = {"strong": -2.0, "weak": 0.5, "noise": 0.0, "colour": "red"}
    answer = ask(LeadScoring(), fast.model, rows=[row], reasons=2).table
    (reasons,) = answer["reasons"]
    assert len(reasons) == 2
    first = reasons[0]
    assert (first["column"], first["value"]) == ("strong", -2.0)
    assert first["effect"] > 10
    assert first["text"] == f"strong is -2 ({first['effect']:+.10g} points)"
    assert str(reasons).startswith(first["text"] + "; ")
    assert str(reasons.sentence()) == str(reasons)


def test_a_missing_value_can_be_a_reason(fast):
    answer = ask(LeadScoring(), fast.model, rows=[{"strong": None, "weak": 2}], reasons=20).table
    texts = [reason["text"] for reason in answer["reasons"][0]]
    assert any(text.startswith("strong is missing (") for text in texts)
