"""What is a hit is never decided by how often it occurs: known words, or the user says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.sheets.conftest import Refused, Sheets
from tests.sheets.scores import FAST, LARGE, SMALL, deals, roles

pytestmark = pytest.mark.django_db


def train(sheets: Sheets, text: str, family: str = "lead_scoring", **settings: Any) -> Any:
    return sheets.train(family, sheets.upload(text), columns=roles(), settings={**FAST, **settings})


def test_a_won_deal_is_won_though_it_is_the_more_frequent(sheets: Sheets) -> None:
    trained = train(sheets, deals(("Gewonnen", "Verloren"), seed=5))
    answer = trained.ask(rows=[LARGE, SMALL])
    assert answer["predictions"][0]["probability"] > 0.7
    assert answer["predictions"][1]["probability"] < 0.3
    assert len(trained.results()) == 120
    rate = sum(row["known_outcome"] == "Gewonnen" for row in trained.results()) / 120
    assert rate > 0.5
    for said in (answer, trained.version, trained.results()[0]):
        assert said["outcome"] == "Gewonnen"
        assert said["base_rate"] == pytest.approx(rate, abs=1e-4)
    headline, report = trained.version["headline"], trained.version["report"]
    assert f"how likely 'Status' is 'Gewonnen', as in {100 * round(rate, 2):.0f} % of 120 rows" in headline
    cards = next(block for block in report if block["title"] == "How good the scores are")["data"]["cards"]
    assert cards[0]["value"] == "Gewonnen"
    assert f"of {120} in 'Status'" in cards[0]["note"]


def test_the_page_says_of_what_the_probability_is(sheets: Sheets, page: Client) -> None:
    trained = train(sheets, deals(("Gewonnen", "Verloren")))
    address = f"/models/{trained.run['trained_model']}/1/try"
    shown = page.post(address, {"row-Source": "Web", "row-Seats": "58"})
    assert "Probability of &#x27;Gewonnen&#x27;" in shown.content.decode()


def test_a_large_sheet_is_answered_with_its_outcome_too(sheets: Sheets, settings: Any) -> None:
    from predictions.job_execution import execute
    from predictions.jobs_api import whole_answer
    from predictions.models import PredictionJob

    settings.PREDICTION_JOB_ROWS = 3
    trained = train(sheets, deals(("Gewonnen", "Verloren")))
    sheets.api("POST", f"/models/{trained.run['trained_model']}/predict", {"rows": [LARGE, SMALL] * 2})
    job = PredictionJob.objects.get()
    assert execute(job.pk) == "succeeded"
    job.refresh_from_db()
    answered = whole_answer(job, "json").data  # type: ignore[union-attr]
    assert answered["outcome"] == "Gewonnen"
    assert answered["base_rate"] == trained.version["base_rate"]


@pytest.mark.parametrize(
    ("family", "hit", "miss"),
    [
        ("lead_scoring", "gagné", "perdu"),
        ("lead_scoring", "ganado", "perdido"),
        ("lead_scoring", "Vinto", "Perso"),
        ("lead_scoring", "GANHO", "PERDIDO"),
        ("lead_scoring", "wygrana", "przegrana"),
        ("lead_scoring", "выиграна", "проиграна"),
        ("lead_scoring", "受注", "失注"),
        ("lead_scoring", "赢单", "输单"),
        ("lead_scoring", "Closed Won", "Closed Lost"),
        ("lead_scoring", "kazanıldı", "kaybedildi"),
        ("lead_scoring", "closedwon", "closedlost"),
        ("lead_scoring", "Fechado ganho", "Fechado perdido"),
        ("lead_scoring", "Customer", "Prospect"),
        ("purchase", "Bought", "Won't buy"),
        ("churn", "gekündigt", "bleibt"),
        ("churn", "résilié", "actif"),
        ("churn", "baja", "activo"),
        ("churn", "Attrited Customer", "Existing Customer"),
        ("churn", "解約", "継続中"),
        ("churn", "not renewed", "renewed"),
        ("churn", "отток", "остался"),
        ("purchase", "gekauft", "nicht gekauft"),
        ("purchase", "acheté", "pas acheté"),
        ("purchase", "compra", "no compra"),
        ("purchase", "koupil", "nekoupil"),
        ("purchase", "購入", "未購入"),
        ("engagement", "geöffnet", "ignoriert"),
        ("engagement", "köpt", "inte köpt"),
        ("outcome", "bestanden", "durchgefallen"),
        ("outcome", "mit Vertrag", "ohne Vertrag"),
    ],
)
def test_known_words_are_no_question(family: str, hit: str, miss: str) -> None:
    """Whichever is rarer, and whichever comes first."""
    import pandas as pd

    from scoring.questions import QUESTIONS
    from scoring.sheet.labels import read

    for hits, misses in ((40, 20), (20, 40)):
        found = read(pd.Series([miss] * misses + [hit] * hits), "Status", "", QUESTIONS[family])
        assert (found.positive, found.negative) == (hit, miss)


YES_AND_NO = [
    ("yes", "no"), ("ja", "nein"), ("oui", "non"), ("sí", "no"), ("sì", "no"), ("sim", "não"), ("ja", "nee"),
    ("tak", "nie"), ("ja", "nej"), ("ano", "ne"), ("evet", "hayır"), ("да", "нет"), ("ναι", "όχι"),
    ("はい", "いいえ"), ("是", "否"), ("예", "아니요"), ("igen", "nem"), ("kyllä", "ei"), ("1", "0"),
    ("Y", "N"), ("TRUE", "FALSE"), ("J", "N"), ("O", "N"), ("S", "N"),
]  # fmt: skip


@pytest.mark.parametrize(("yes", "no"), YES_AND_NO)
@pytest.mark.parametrize("question", ["lead_scoring", "churn", "purchase"])
def test_yes_and_no_are_no_question(sheets: Sheets, yes: str, no: str, question: str) -> None:
    """The checks of a run pass: nothing is asked."""
    uploaded = sheets.upload(deals((yes, no), rows=60))
    reference = f"{uploaded['slug']}@{uploaded['version']}"
    started = sheets.api("POST", "/runs", {"family": question, "dataset": reference, "columns": roles()})
    assert started.status_code == 202, started.content


def test_yes_and_no_train(sheets: Sheets) -> None:
    trained = train(sheets, deals(("tak", "nie")), "purchase")
    assert trained.version["outcome"] == "yes"
    assert trained.ask(rows=[LARGE])["predictions"][0]["probability"] > 0.6


STRANGE = [
    ("A", "B"), ("X1", "X2"), ("Rot", "Blau"), ("Premium", "Basic"), ("north", "south"), ("1", "2"),
    ("männlich", "weiblich"), ("M", "F"), ("grün", "gelb"), ("Typ 1", "Typ 2"), ("tier", "trend"),
    ("umgezogen", "Umzug storniert"), ("einmalig", "wiederkehrend"), ("PKW", "LKW"), ("7", "9"),
    ("erledigt", "in Arbeit"), ("alpha", "beta"), ("вход", "выход"), ("東", "西"), ("haut", "bas"),
    ("Won", "Open"), ("Won", "Negotiation"), ("gekauft", "noch nicht gekauft"),
    ("tak", "ja"), ("Freelancer", "Employee"), ("zahlt", "mahnen"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), STRANGE)
def test_other_words_are_asked_about(sheets: Sheets, one: str, other: str) -> None:
    refused = train(sheets, deals((one, other), rows=60))
    assert isinstance(refused, Refused)
    assert refused.status == 422
    asked = refused.question("settings.positive")
    assert {choice["value"] for choice in asked["choices"]} == {one, other}
    assert sum(choice["count"] for choice in asked["choices"]) == 60
    assert not any(choice["suggested"] for choice in asked["choices"])
    assert not asked["many"]
    assert one in refused.text


def test_the_answer_is_kept_with_the_model(sheets: Sheets) -> None:
    """ "Rot" is what many seats bring, and "Blau" is as good an outcome."""
    uploaded = sheets.upload(deals(("Rot", "Blau")))
    for word, likely in (("Rot", LARGE), (["Blau"], SMALL)):
        trained = sheets.train("outcome", uploaded, columns=roles(), settings={**FAST, "positive": word})
        answer = trained.ask(rows=[likely])
        assert answer["predictions"][0]["probability"] > 0.6
        assert answer["outcome"] == trained.version["settings"]["positive"] == "".join(word)


def test_a_negative_word_is_an_answer_too(sheets: Sheets) -> None:
    trained = train(sheets, deals(("Rot", "Blau")), "outcome", negative="Blau")
    assert trained.version["outcome"] == "Rot"


def test_a_word_that_is_not_there_is_refused(sheets: Sheets) -> None:
    refused = train(sheets, deals(("Rot", "Blau"), rows=60), positive="Grün")
    assert refused.codes == ["unknown_positive"]
    refused = train(sheets, deals(("Rot", "Blau"), rows=60), positive="Rot", negative="rot")
    assert refused.codes == ["hit_and_miss"]


def test_a_score_names_its_column(sheets: Sheets) -> None:
    text = "Seats,Score\n" + "".join(f"{n % 60},{(n % 60) * 1.5}\n" for n in range(90))
    trained = sheets.train("lead_scoring", sheets.upload(text), settings=FAST | {
        "allow_leakage": True, "leakage_reason": "a made-up sheet"
    })  # fmt: skip
    answer = trained.ask(rows=[{"Seats": 30}])
    assert answer["outcome"] == "Score"
    assert "base_rate" not in answer
