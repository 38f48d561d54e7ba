"""The example bodies of the families: kept as files, so that describing the API needs no tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from contract import registry
from contract.family import Family
from tests.toy_family import Stall
from training.examples import example_of, made
from training.management.commands import writeexamples


@pytest.mark.parametrize("family", registry.all_families(), ids=lambda family: family.key)
def test_a_file_holds_what_the_example_data_says(family: Family) -> None:
    """Else: manage.py writeexamples."""
    assert example_of(family) == made(family)


def test_a_family_without_a_file() -> None:
    assert example_of(Stall()) == {}


def test_the_command_writes_the_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(writeexamples, "place_of", lambda family: tmp_path / f"{family.key}.json")
    call_command("writeexamples")
    assert {path.stem for path in tmp_path.iterdir()} == {family.key for family in registry.all_families()}
