"""Why runs fail: every end has a sentence and a remedy, for each reader in their own words."""

from __future__ import annotations

import signal
from datetime import UTC, datetime

import pytest

from language.reader import Reader, reading
from training.runs import failures


@pytest.mark.parametrize(
    ("code", "sentence", "remedy"),
    [
        (-signal.SIGKILL, "ran out of memory", "Use fewer rows"),
        (-signal.SIGSEGV, "crashed inside a library (SIGSEGV)", "another model"),
        (-signal.SIGABRT, "(SIGABRT)", "another model"),
        (-40, "(signal 40)", "another model"),
        (7, "ended with code 7 without a result", "another model"),
        (0, "ended with code 0 without a result", "another model"),
    ],
)
def test_every_death_has_a_sentence_and_a_remedy(code: int, sentence: str, remedy: str) -> None:
    failure = failures.death(code)
    assert sentence in failure.error
    assert remedy in failure.remedy


def test_braces_in_the_text_of_an_error_are_no_places() -> None:
    assert "KeyError: '{rows}'" in failures.program_error(KeyError("{rows}")).error


def test_numbers_and_dates_are_told_as_the_reader_writes_them() -> None:
    lost = failures.worker_lost(3, datetime(2026, 1, 31, 12, 30, tzinfo=UTC))
    assert lost.error == (
        "The worker was lost 3 times while this run was training, last at 31 Jan 2026, 12:30 UTC."
    )
    with reading(Reader(numbers="fr")):
        assert "longer than 1,5 hours" in str(failures.too_long(1.5).error)
