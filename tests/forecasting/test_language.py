"""What is kept is said again: every sentence survives JSON, in each reader's number format."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from contract.data import Options
from contract.family import Trained
from forecasting.options import Request, Settings
from language.reader import Reader, reading
from language.sentences import Sentence, kept, revive, told
from tests.forecasting.conftest import FAMILY, WEEK, prepared, sheet, train

FRENCH = Reader("fr", "fr")


@pytest.fixture(scope="module")
def trained() -> Trained:
    noise = np.random.default_rng(8).normal(0, 900, size=(2, 140))
    frames = [sheet(1000 * np.tile(WEEK, 20) + noise[row], item=name) for row, name in enumerate("ab")]
    frames = [frame.assign(price=np.arange(140) % 3 + 1.0) for frame in frames]
    return train(*frames, features=("price",), horizon=14, model="boosting", unit="R")


def again(value: Any) -> Any:
    return revive(json.loads(json.dumps(kept(value), allow_nan=False)))


def words(value: Any, path: str = "") -> dict[str, str]:
    """Every text in JSON by where it stands."""
    if isinstance(value, str):
        return {path: value}
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {at: text for key, part in parts for at, text in words(part, f"{path}/{key}").items()}


def test_every_label_and_sentence_of_the_report_is_kept(trained: Trained) -> None:
    blocks = [block.as_dict() for block in trained.blocks]
    plain = {
        path.split("/", 2)[2]: text for path, text in words(blocks).items() if not isinstance(text, Sentence)
    }
    spoken = {
        text
        for path, text in plain.items()
        if not path.startswith("data/items/")  # dates and names of items
        and path.rsplit("/", 1)[-1]
        in {"title", "summary", "label", "note", "text", "name", "y_label", "x_label"}
    }
    assert spoken <= {"amount", "item", ""}


def test_what_was_kept_is_the_same_again(trained: Trained) -> None:
    blocks = [block.as_dict() for block in trained.blocks]
    revived = again(blocks)
    assert json.dumps(revived) == json.dumps(blocks)
    with reading(FRENCH):
        assert told(revived) == told(blocks)


def test_numbers_are_said_in_the_readers_format(trained: Trained) -> None:
    headline, (note, *_) = again(trained.headline), again([trained.blocks[0].as_dict()])
    english = str(headline)
    with reading(FRENCH):
        french, text = str(headline), str(note["data"]["text"])
    assert "," in english.split(": ")[1].split(" R")[0]
    assert "\u202f" in french
    assert "," not in french.split(": ")[1].split("R")[0]
    assert ", between" in text or ", entre" in text
    assert text != str(note["data"]["text"])


def test_problems_flags_and_reasons_are_sentences(trained: Trained) -> None:
    data = prepared(sheet(np.arange(60.0), item="old"), sheet(np.arange(9.0), "2024-02-21", item="A12"))
    said = [problem.message for problem in data.problems]
    said += [flag.message for flag in trained.model.predict(Request(horizon=100)).flags]
    said += [trained.headline, trained.evaluation.reason, trained.evaluation.baseline_label]
    said += [candidate.label for candidate in trained.evaluation.candidates]
    assert len(said) > 6
    assert all(isinstance(sentence, Sentence) for sentence in said)


def test_the_declaration_is_said_in_the_readers_language() -> None:
    said: list[Any] = [FAMILY.label, FAMILY.question, FAMILY.auto_help, *FAMILY.metric_labels.values()]
    said += [text for role in FAMILY.main_table.roles for text in (role.label, role.help)]
    declared: list[type[Options]] = [Settings, Request, *(c.Params for c in FAMILY.models.values())]
    for options in declared:
        said += [field.title for field in options.model_fields.values()]
    assert all(isinstance(sentence, Sentence) for sentence in said)
