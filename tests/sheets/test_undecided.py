"""Open, pending, trial and empty are neither yes nor no: scored and counted, never learned from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets.conftest import Refused, Sheets
from tests.sheets.scores import FAST, LARGE, SMALL, deals, roles

pytestmark = pytest.mark.django_db


def train(sheets: Sheets, text: str, family: str = "lead_scoring", **settings: Any) -> Any:
    return sheets.train(family, sheets.upload(text), columns=roles(), settings={**FAST, **settings})


@pytest.mark.parametrize(
    ("family", "hit", "miss", "undecided"),
    [
        ("lead_scoring", "Won", "Lost", {"Open": 70}),
        ("lead_scoring", "Closed Won", "Closed Lost", {"Prospecting": 20, "Proposal": 15, "Negotiation": 10}),
        ("lead_scoring", "Won", "Closed-Lost to Competition", {"Not yet decided": 12}),
        ("lead_scoring", "Gewonnen", "Verloren", {"Offen": 30, "Angebot erstellt": 20}),
        ("lead_scoring", "gagné", "perdu", {"en cours": 25}),
        ("lead_scoring", "受注", "失注", {"商談中": 25, "検討中": 5}),
        ("lead_scoring", "Ganado", "Perdido", {"Abierto": 40, "Pendiente": 10}),
        ("churn", "Cancelled", "Active", {"Trial": 30}),
        ("churn", "gekündigt", "aktiv", {"Probe": 30, "pausiert": 4}),
        ("purchase", "yes", "no", {"pending": 22}),
        ("purchase", "oui", "non", {"en attente": 22}),
        ("purchase", "Y", "N", {"U": 12}),
        ("outcome", "TRUE", "FALSE", {"not yet": 12}),
    ],
)
def test_what_the_words_say(
    sheets: Sheets, family: str, hit: str, miss: str, undecided: dict[str, int]
) -> None:
    trained = train(sheets, deals((hit, miss), undecided=undecided), family)
    count = sum(undecided.values())
    assert f"{count} of {120 + count} rows are undecided" in trained.said
    for word, number in undecided.items():
        assert f"'{word}': {number}" in trained.said
    rows = trained.results()
    assert [row["known_outcome"] for row in rows[:count]] == [""] * count
    known = [row["known_outcome"] for row in rows[count:]]
    assert len(known) == 120
    rate = sum(word == trained.version["outcome"] for word in known) / 120
    assert 0.4 < rate < 0.6
    assert trained.version["base_rate"] == pytest.approx(rate, abs=1e-4)
    first, last = trained.ask(rows=[LARGE, SMALL])["predictions"]
    assert first["probability"] > 0.65
    assert last["probability"] < 0.4


@pytest.mark.parametrize(("hit", "miss"), [("1", "0"), ("yes", "no"), ("ja", "nein"), ("True", "False")])
@pytest.mark.parametrize("empty", ["", "unknown", "?"])
def test_empty_and_unknown_cells(sheets: Sheets, hit: str, miss: str, empty: str) -> None:
    trained = train(sheets, deals((hit, miss), undecided={empty: 18}), "purchase")
    assert "18 of 138 rows are undecided" in trained.said
    assert {row["known_outcome"] for row in trained.results()[:18]} == {""}
    assert "18 are undecided" in trained.version["headline"]


ASKED = [
    (("Rot", "Blau"), {"Grün": 30}),
    (("1", "0"), {"2": 30}),
    (("A", "B"), {"C": 20, "D": 10}),
    (("Abgeschickt", "Zurück"), {"Lager": 20}),
    (("Livré", "Retourné"), {"Perdu": 20}),
    (("3", "1"), {"2": 30, "4": 11}),
]


@pytest.mark.parametrize(("words", "undecided"), ASKED)
def test_other_words_are_asked_about(
    sheets: Sheets, words: tuple[str, str], undecided: dict[str, int]
) -> None:
    uploaded = sheets.upload(deals(words, undecided=undecided))
    refused = sheets.train("outcome", uploaded, columns=roles(), settings=FAST)
    assert isinstance(refused, Refused)
    for option in ("settings.positive", "settings.negative"):
        asked = refused.question(option)
        counts = {choice["value"]: choice["count"] for choice in asked["choices"]}
        assert set(counts) == {*words, *undecided}
        assert {word: counts[word] for word in undecided} == undecided
        assert asked["many"]
    answered = {**FAST, "positive": [words[0]], "negative": [words[1]]}
    trained = sheets.train("outcome", uploaded, columns=roles(), settings=answered)
    assert "undecided_outcomes" in trained.codes
    assert trained.ask(rows=[LARGE])["predictions"][0]["probability"] > 0.65


def test_the_hits_alone_ask_for_the_misses(sheets: Sheets) -> None:
    text = deals(("Won", "Lost"), undecided={"Open": 70})
    refused = train(sheets, text, positive="Won")
    asked = refused.question("settings.negative")
    assert [(choice["value"], choice["suggested"]) for choice in asked["choices"]] == [
        ("Open", False),
        ("Lost", True),
        ("*", False),
    ]
    everything = train(sheets, text, positive="Won", negative="*")
    assert "undecided_outcomes" not in everything.codes
    assert everything.version["base_rate"] < 0.4


def test_several_words_on_both_sides(sheets: Sheets) -> None:
    """A value may have a comma in it; a list and a text say the same."""
    text = deals(("Sold, paid", "Lost"), undecided={"Open": 30}).replace("Sold, paid", '"Sold, paid"')
    head, *lines, end = text.split("\n")
    half = [line.replace("Lost", "No budget") if n % 2 else line for n, line in enumerate(lines)]
    uploaded = sheets.upload("\n".join([head, *half, end]))
    for positive, negative in (
        (["Sold, paid"], ["Lost", "No budget"]),
        ("Sold, paid", "Lost, No budget"),
    ):
        trained = sheets.train(
            "lead_scoring",
            uploaded,
            columns=roles(),
            settings={**FAST, "positive": positive, "negative": negative},
        )
        assert "30 of 150 rows are undecided" in trained.said
        assert {row["known_outcome"] for row in trained.results()} == {"", "Sold, paid", "Lost", "No budget"}


def test_outcomes_in_a_sheet_of_their_own(sheets: Sheets) -> None:
    text = deals(("Gewonnen", "Verloren"), undecided={"Offen": 15})
    main = "\n".join(line.rpartition(",")[0] for line in text.split("\n"))
    outcomes = "\n".join(
        ",".join((line.split(",")[0], line.rpartition(",")[2])) for line in text.split("\n") if line
    )
    uploaded, side = sheets.upload(main, "leads.csv"), sheets.upload(outcomes, "outcomes.csv")
    trained = sheets.train(
        "lead_scoring",
        uploaded,
        tables={"labels": f"{side['slug']}@{side['version']}"},
        columns={
            "entity": "Deal",
            "features": ["Source", "Seats"],
            "labels.key": "Deal",
            "labels.label": "Status",
        },
        settings=FAST,
    )
    assert "15 of 135 rows are undecided" in trained.said
    assert trained.version["outcome"] == "Gewonnen"
