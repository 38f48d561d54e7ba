"""What a run keeps is shown to each reader in their own language; files and programs get it in English."""

from __future__ import annotations

import gettext
import json
from dataclasses import asdict
from typing import Any

import pandas as pd
import pytest

from language import sentences
from language.reader import Reader, reading
from language.sentences import Sentence, told
from segmentation.kmeans import KMeansModel
from tests.asking import asked

FRENCH = Reader("fr", "fr")
WORDS = {
    "large {adjectives} customers": "grands clients {adjectives}",
    "{customers} with {traits}": "{customers} avec {traits}",
    "{word} {column}": "{column} {word}",
    "{column} {ratio:number} times the average": "{column} {ratio:number} fois la moyenne",
}
CODES = {"kind", "under", "format", "tone", "key", "_tone", "rows", "rows_by", "model"}


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader of French, with a few words of it."""

    class Catalogue(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return WORDS.get(message, message)

    real = sentences.catalogue
    monkeypatch.setattr(sentences, "catalogue", lambda code: Catalogue() if code == "fr" else real(code))


@pytest.fixture
def trained(family, train):
    return train(family.example(), segments=3)


def loose(value: Any, found: set[str]) -> set[str]:
    """The texts in ``value`` that nobody can translate."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key not in CODES:
                loose(item, found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            loose(item, found)
    elif isinstance(value, str) and value and not isinstance(value, Sentence):
        found.add(value)
    return found


def test_all_that_is_kept_can_be_translated(trained, family):
    frame = family.example().main
    of_the_sheet = {str(cell) for name in ("customer_id", "area", "loyalty") for cell in frame[name]}
    of_the_sheet |= {name.replace("_", " ") for name in frame}
    kept = [
        *(block.as_dict() for block in trained.blocks),
        *map(asdict, trained.evaluation.candidates),
        {"said": [trained.headline, trained.evaluation.reason, trained.evaluation.baseline_label]},
    ]
    assert loose(kept, set()) - of_the_sheet == set()


def test_what_the_family_declares_can_be_translated(family):
    kept = [family.label, family.question, family.auto_help, *family.metric_labels.values()]
    kept += [text for role in family.main_table.roles for text in (role.label, role.help)]
    for options in (family.Settings, *(one.Request for one in family.asks)):
        kept += [text for field in options.model_fields.values() for text in (field.title, field.description)]
    assert loose(kept, set()) == set()


def test_a_name_is_said_in_the_order_of_another_language(trained, french):
    card = trained.blocks[0].data["cards"][0]
    assert card["value"] == "Large urban customers with high loyalty"
    with reading(FRENCH):
        assert told(card["value"]) == "Grands clients urban avec loyalty high"
        assert told(card["text"]).startswith("Total sales 2,3 fois la moyenne, ")


def test_the_model_file_keeps_the_sentences(trained, french, tmp_path):
    trained.model.save(tmp_path)
    loaded = KMeansModel.load(tmp_path, None)
    with reading(FRENCH):
        assert str(loaded.segments_[0]["name"]).startswith("Grands clients")


def test_a_file_of_older_models_holds_plain_text(trained, tmp_path):
    trained.model.save(tmp_path)
    (file,) = tmp_path.iterdir()
    stored = json.loads(file.read_text())
    for segment in stored["segments"]:
        segment |= {"name": segment["name"]["say"], "description": segment["description"]["say"]}
    file.write_text(json.dumps(stored))
    assert KMeansModel.load(tmp_path, None).segments_ == trained.model.segments_


def test_an_answer_is_said_and_the_table_of_a_run_is_english(trained, family, french, tmp_path):
    row = {"total_sales": 48_000, "area": "urban", "loyalty": "high"}
    context, answer = asked(family, trained.model, {"rows": [row]})
    with reading(FRENCH):
        [shown] = told([block.as_dict() for block in family.ask().present(context, answer)])
        assert shown["data"]["rows"][0]["name"].startswith("Grands clients")
        assert "Grands clients" in shown["summary"]
        trained.results.to_parquet(tmp_path / "results")
        as_csv = trained.results.to_csv()
    assert pd.read_parquet(tmp_path / "results")["name"][0].startswith("Large urban customers")
    assert "Large urban customers" in as_csv
    assert "Grands" not in as_csv


def test_a_doubt_about_a_row_is_said(trained, family, french):
    flags = asked(family, trained.model, {"rows": [{"total_sales": 1e9}]})[1].flags
    assert all(isinstance(flag.message, Sentence) for flag in flags)
    with reading(FRENCH):
        assert "1\u202f000\u202f000\u202f000" in str(flags[0].message)
