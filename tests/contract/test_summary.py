"""A summary is JSON in which sentences stay sentences; what does not fit is refused when it is made."""

from datetime import date

import pytest

from contract.blocks import Note
from contract.summary import Ground, Summary
from language.sentences import Sentence, say


def test_sentences_stay_sentences_and_dates_become_text() -> None:
    grounds = [Ground("error", "good", say("{own:percent} off", own=0.08))]
    found = Summary(say("sales"), 12.5, data_until=date(2025, 1, 7), picture=[1.0, 2.0], grounds=grounds)
    kept = found.as_dict()
    assert (kept["data_until"], kept["answers_until"], kept["picture"]) == ("2025-01-07", None, [1.0, 2.0])
    assert isinstance(kept["label"], Sentence)
    assert isinstance(kept["grounds"][0]["text"], Sentence)


def test_an_unknown_format_or_tone_is_refused() -> None:
    with pytest.raises(ValueError, match="format 'money'"):
        Summary("sales", 1.0, format="money")
    with pytest.raises(ValueError, match="tone 'fine'"):
        Summary("sales", 1.0, grounds=[Ground("error", "fine", "")])  # type: ignore[arg-type]


def test_a_block_stands_under_a_tab() -> None:
    assert Note("A", "b", under="good").as_dict()["under"] == "good"
    with pytest.raises(ValueError, match="place 'cellar'"):
        Note("A", "b", under="cellar")
