"""The page of a model, and of one of its versions; the same over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import Preferences
from datasets.models import Dataset, DatasetVersion
from predictions.models import PredictionLog
from tests.conftest import Api
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.versions.services import set_alias

Train = Callable[..., ModelVersion]
PAGE = "/models/customers/"
TABS = ("why", "good", "data", "versions", "use", "about")
WORSE = {"silhouette": 0.1, "smallest_share": 0.5}


def tab(page: Client, name: str, number: int = 1) -> Any:
    response = page.get(f"{PAGE}{number}/{name}")
    assert response.status_code == 200
    return response


def text(page: Client, name: str, number: int = 1) -> str:
    return str(tab(page, name, number).content.decode())


def test_the_report(page: Client, trained: ModelVersion) -> None:
    response = page.get(PAGE)
    content = response.content.decode()
    assert response.status_code == 200
    assert escape(trained.summary["label"]) in content
    for block in trained.report:
        where = content if block["under"] == "answer" else text(page, block["under"])
        assert escape(block["title"]) in where
    assert trained.sha256 in text(page, "about")
    assert "in use</span>" in content
    assert "/models/customers/1/results.csv" in content
    assert 'hx-get="/models/customers/1/try"' in text(page, "use")
    assert page.get(trained.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/models/nothing/", "/models/customers/2", "/models/nothing/1"])
def test_what_is_not_there(path: str, page: Client, trained: ModelVersion) -> None:
    assert page.get(path).status_code == 404


def test_the_version_that_answers_is_shown(page: Client, trained: ModelVersion, train_again: Train) -> None:
    newest = train_again()
    assert page.get(PAGE).context["version"] == newest
    set_alias(None, trained, "production", "the board decided")
    shown = page.get(PAGE)
    assert shown.context["version"] == trained
    assert "the board decided" in text(page, "versions")
    other = text(page, "versions", newest.number)
    assert "another version is in use" in other
    assert other.count("in use</span>") == 2, "once above, once in the list of versions"


def test_an_old_version_says_so(page: Client, trained: ModelVersion) -> None:
    assert "days ago;" not in page.get(PAGE).content.decode()
    ModelVersion.objects.update(created_at=timezone.now() - timedelta(days=30), baseline=WORSE)
    assert "Trained 30 days ago;" in page.get(PAGE).content.decode()


def test_a_model_without_a_version(page: Client, api: Api, trained: ModelVersion) -> None:
    trained.delete()
    assert "No version is left" in page.get(PAGE).content.decode()
    assert api("GET", "/models/customers").json()["versions"] == []


def test_who_may_only_look_is_offered_no_change(client: Client, viewer: User, trained: ModelVersion) -> None:
    client.force_login(viewer)
    assert "Make production" not in text(client, "versions")
    assert "typed_name" not in text(client, "about")
    assert "/models/customers/1/try" in text(client, "use")


def test_the_markup_of_a_name_is_text(page: Client, trained: ModelVersion) -> None:
    TrainedModel.objects.update(name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in page.get(PAGE).content.decode()


def test_how_good_it_is_in_words_and_numbers(page: Client, trained: ModelVersion) -> None:
    ModelVersion.objects.update(baseline=WORSE)
    content = text(page, "good")
    assert "Separation (silhouette) is" in content
    assert "this version is better by" in content
    assert "Higher is better." in content
    assert escape(trained.baseline_label) in content
    first, *others = tab(page, "good").context["figures"]
    assert (first.label, first.better) == ("Separation (silhouette)", True)
    assert first.difference.startswith("+")
    assert {other.label: other.naive for other in others} == {"Stability": "–", "Smallest segment": "50 %"}


def test_no_better_than_guessing(page: Client, trained: ModelVersion) -> None:
    ModelVersion.objects.update(baseline={"silhouette": 0.99})
    content = text(page, "good")
    assert "this version is no better than guessing" in content
    assert "not better</span>" in content
    ModelVersion.objects.update(baseline={})
    assert "There is no figure to compare" in text(page, "good")


def test_every_version_stands_with_its_figures(
    page: Client, trained: ModelVersion, train_again: Train
) -> None:
    train_again()
    ModelVersion.objects.filter(number=2).update(
        metrics={"silhouette": 0.123}, baseline={"silhouette": 0.045}
    )
    newest, first = tab(page, "versions").context["versions"]
    assert (newest.version.label, newest.ours, newest.naive) == ("1.1.0", "0.123", "0.045")
    assert first.ours != newest.ours


def test_many_versions_come_in_pages(page: Client, trained: ModelVersion, train_again: Train) -> None:
    assert "/runs/compare" not in text(page, "versions"), "there is nothing to compare yet"
    for _ in range(25):
        train_again()
    assert "/runs/compare?model=customers" in text(page, "versions")
    assert len(tab(page, "versions").context["versions"]) == 25
    assert [row.version for row in tab(page, "versions?page=2").context["versions"]] == [trained]


def test_the_data_it_came_from(page: Client, trained: ModelVersion) -> None:
    content = text(page, "data")
    assert "/datasets/customers/1" in content
    assert "60 rows" in content
    assert "Customer value" in content
    assert "Number of segments" in content
    Dataset.objects.all().delete()
    content = text(page, "data")
    assert "customers, version 1" in content
    assert "customers@1" not in content
    assert "since deleted" in content
    assert "/datasets/customers/1" not in content


def test_another_sheet_under_the_same_name_is_not_what_it_came_from(
    page: Client, trained: ModelVersion
) -> None:
    DatasetVersion.objects.update(sha256="0" * 64)
    assert "since deleted" in text(page, "data")


@pytest.mark.parametrize(("field", "words"), [("artifact", "Model file"), ("results", "Result rows")])
def test_a_file_that_is_gone_from_the_disk_is_said(
    field: str, words: str, page: Client, trained: ModelVersion
) -> None:
    assert "no longer on disk" not in text(page, "about")
    Path(getattr(trained, field).path).unlink()
    response = page.get(PAGE)
    assert response.status_code == 200
    assert f"Missing: {words}." in response.content.decode()
    assert "no longer on disk" in text(page, "about")


def test_a_version_without_its_run(page: Client, trained: ModelVersion) -> None:
    assert "Everything tried" in text(page, "good")
    TrainingRun.objects.all().delete()
    assert "Everything tried" not in text(page, "good")
    assert "/datasets/customers/1" in text(page, "data")


def test_every_tab_leads_to_every_other(page: Client, trained: ModelVersion) -> None:
    assert page.get(f"{PAGE}1/nothing").status_code == 404
    named = re.findall(r'<nav class="tabs tabs-page".*?</nav>', page.get(PAGE).content.decode(), re.DOTALL)
    addresses = re.findall(r'href="([^"]+)"', named[0])
    assert addresses[0] == f"{PAGE}1"
    assert {address.rpartition("/")[2] for address in addresses[1:]} >= {*TABS} - {"why"}
    for address in addresses:
        assert page.get(address).content.decode().count('aria-current="page"') >= 1


def test_it_is_said_in_french_numbers(page: Client, trained: ModelVersion) -> None:
    Preferences.objects.update_or_create(user=trained.model.owner, defaults={"numbers": "fr"})
    ModelVersion.objects.update(metrics={"silhouette": 0.5}, baseline={"silhouette": 0.25})
    content = text(page, "good") + page.get(PAGE).content.decode()
    assert "is 0,5. The naive baseline (equal bands of total sales) reaches 0,25" in content
    assert 'value="0.5000"' in content, "an attribute is read by the browser, not by people"


def test_a_long_history_takes_no_more_queries(
    page: Client, trained: ModelVersion, train_again: Train
) -> None:
    def queries() -> list[int]:
        counts = []
        for path in (PAGE, *(f"{PAGE}1/{name}" for name in TABS)):
            with CaptureQueriesContext(connection) as asked:
                assert page.get(path).status_code == 200
            counts.append(len(asked))
        return counts

    def use(version: ModelVersion) -> None:
        PredictionLog.objects.create(version=version, rows=1, seconds=0.1)
        set_alias(None, version, "production")

    use(trained)
    queries()
    once = queries()
    for _ in range(8):
        use(train_again())
    assert queries() == once


def test_a_model_over_http(api: Api, trained: ModelVersion, train_again: Train) -> None:
    train_again()
    set_alias(None, trained, "production")
    answer = api("GET", "/models/customers").json()
    assert (answer["slug"], answer["family"], answer["owner"]) == ("customers", "segmentation", "ann")
    assert [(version["number"], version["label"]) for version in answer["versions"]] == [
        (2, "1.1.0"),
        (1, "1.0.0"),
    ]
    assert [(alias["alias"], alias["version"]) for alias in answer["aliases"]] == [("production", 1)]
    assert api("GET", "/models/nothing").status_code == 404


def test_a_version_over_http(api: Api, trained: ModelVersion) -> None:
    answer: dict[str, Any] = api("GET", "/models/customers/versions/1").json()
    assert answer["columns"] == {"id": "id", "value": "total_sales", "features": ["city", "employees"]}
    assert answer["metrics"] == trained.metrics
    assert answer["baseline"] == trained.baseline
    assert answer["report"] == trained.report
    assert answer["datasets"]["main"]["name"] == "customers@1"
    assert set(answer["files"]) == {"segments.json"}
    assert answer["size"] == trained.artifact.size
    assert {wanted["name"] for wanted in answer["inputs"]} == {"id", "city", "employees", "total_sales"}
    assert api("GET", "/models/customers/versions/2").status_code == 404
