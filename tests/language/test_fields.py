"""Sentences survive the database, and the texts of people stay texts."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from language.reader import Reader, reading
from language.sentences import Sentence, say
from training.models import TrainingRun


def kept(user: User, **fields: Any) -> TrainingRun:
    run = TrainingRun.objects.create(name="sales", family="forecasting", requested_by=user, **fields)
    return TrainingRun.objects.get(pk=run.pk)


def test_a_sentence_comes_back_as_one(analyst: User) -> None:
    sentence = say("{rows:integer} rows, {share:percent}", rows=12_345, share=0.5)
    error = kept(analyst, error=sentence).error
    assert isinstance(error, Sentence)
    assert error == sentence
    with reading(Reader(numbers="de")):
        assert str(error) == "12.345 rows, 50 %"


def test_so_it_does_after_an_update(analyst: User) -> None:
    run = kept(analyst)
    TrainingRun.objects.filter(pk=run.pk).update(message=say("Testing {model}", model="A"))
    run.refresh_from_db()
    assert isinstance(run.message, Sentence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It broke.",
        '{"say": ',
        '{"say": "a", "template": "b", "values": {}}',
        '{"say": "a", "template": "{x.__class__}", "values": {"x": 1}}',
        '{"say": "ä", "template": 3}',
    ],
)
def test_any_other_text_comes_back_as_it_was(text: str, analyst: User) -> None:
    run = kept(analyst, error=text)
    assert run.error == str(run.error) == text
    assert TrainingRun.objects.filter(error=text, pk=run.pk).exists()


def test_sentences_anywhere_in_json_come_back(analyst: User) -> None:
    run = kept(analyst, candidates=[{"label": say("Gradient boosting"), "error": None, "values": [1, 2.5]}])
    assert isinstance(run.candidates[0]["label"], Sentence)
    assert run.candidates == [{"label": "Gradient boosting", "error": None, "values": [1, 2.5]}]
