"""Runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Preferences
from contract import registry
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.runs.models import Status
from training.versions import comparison
from training.versions.comparison import Row

MakeRun = Callable[..., TrainingRun]
MakeVersion = Callable[..., ModelVersion]


@pytest.fixture
def make_version(make_run: MakeRun) -> MakeVersion:
    """A version of a model with the run that made it. Fields are those of the run."""

    def make(slug: str = "customers", metric: float = 0.5, naive: float = 0.3, **fields: Any) -> ModelVersion:
        run = make_run(name=slug, status=Status.SUCCEEDED, **fields)
        name = run.get_family().primary_metric
        model, _ = TrainedModel.objects.get_or_create(slug=slug, name=slug, family=run.family)
        model.last_number += 1
        model.save()
        return ModelVersion.objects.create(
            model=model,
            run=run,
            number=model.last_number,
            label=f"1.{model.last_number - 1}.0",
            algorithm="kmeans",
            size=2048,
            sha256="0" * 64,
            manifest={"params": {}},
            headline="It is so.",
            report=[],
            metrics={name: metric},
            baseline={name: naive},
            baseline_label="bands",
        )

    return make


def rows_of(runs: list[TrainingRun]) -> dict[str, Row]:
    found = comparison.runs_of([run.pk for run in runs])
    return {
        row.label: row
        for section in comparison.sections(found[0].get_family(), found)
        for row in section.rows
    }


def texts(row: Row) -> list[str]:
    return [str(cell.value) for cell in row.cells]


def address(*runs: TrainingRun | None) -> str:
    return "/runs/compare?" + "&".join(f"run={run.pk}" for run in runs if run)


# --- What is compared ---------------------------------------------------------------------------


def test_the_rows(make_version: MakeVersion) -> None:
    first = make_version(settings={"segments": 3}, columns={"features": ["city"]}, effort="fast")
    second = make_version(settings={"segments": 4}, columns={"features": ["city", "age"]}, effort="best")
    rows = rows_of([first.run, second.run])
    assert texts(rows["Question"]) == ["Customer segments", "Customer segments"]
    assert texts(rows["Data"]) == ["customers, version 1", "customers, version 1"]
    assert texts(rows["Effort"]) == ["Fast", "Best"]
    assert texts(rows["What describes a customer"]) == ["city", "city, age"]
    assert texts(rows["Model chosen"]) == ["k-means", "k-means"]
    assert texts(rows["Answer"]) == ["It is so.", "It is so."]
    assert [(cell.value, cell.format) for cell in rows["Size of the model"].cells] == [(2048, "bytes")] * 2
    (setting,) = [row for row in rows.values() if texts(row) == ["3", "4"]]
    differing = {label for label, row in rows.items() if row.differs}
    assert differing == {"Effort", "What describes a customer", setting.label}


@pytest.mark.parametrize(
    ("family", "metrics", "best"),
    [
        ("segmentation", (0.2, 0.6), [False, True]),
        ("forecasting", (0.2, 0.6), [True, False]),
        ("segmentation", (0.6, 0.6), [True, True]),
    ],
)
def test_the_best_figure_is_marked(
    family: str, metrics: tuple[float, float], best: list[bool], make_version: MakeVersion
) -> None:
    runs = [make_version(family, value, family=family).run for value in metrics]
    chosen = registry.get(family)
    row = rows_of(runs)[str(chosen.metric_labels[chosen.primary_metric])]
    assert [cell.best for cell in row.cells] == best


def test_a_figure_stands_beside_the_baseline(make_version: MakeVersion, make_run: MakeRun) -> None:
    run = make_version(metric=0.6, naive=0.25).run
    row = rows_of([run, make_run(status=Status.FAILED)])["Separation (silhouette)"]
    assert [(cell.value, cell.note) for cell in row.cells] == [("0.6", "baseline 0.25"), ("–", "")]
    assert row.differs


# --- The page -----------------------------------------------------------------------------------


def test_the_page(page: Client, make_version: MakeVersion) -> None:
    one, two = make_version(metric=0.5, effort="fast"), make_version(metric=0.625, effort="best")
    content = page.get(address(one.run, two.run)).content.decode()
    assert content.count("best</span>") == 1
    assert content.index("0.5") < content.index("0.625")
    assert '<tr class="differs"><th scope="row">Effort <span class="differs-word"><svg' in content
    assert '<tr><th scope="row">Seed</th>' in content
    assert "style=" not in content


def test_only_the_differences(page: Client, make_version: MakeVersion) -> None:
    one, two = make_version(effort="fast"), make_version(effort="best")
    response = page.get(address(one.run, two.run) + "&only=differences")
    assert [row.label for section in response.context["sections"] for row in section.rows] == ["Effort"]
    assert f"?run={one.run_id}&amp;run={two.run_id}" in response.content.decode()


def test_no_difference(page: Client, make_run: MakeRun) -> None:
    content = page.get(address(make_run(), make_run()) + "&only=differences").content.decode()
    assert "No difference" in content


def test_numbers_are_written_as_the_reader_does(
    page: Client, make_version: MakeVersion, analyst: User
) -> None:
    Preferences.objects.create(user=analyst, numbers="fr")
    content = page.get(address(make_version(metric=0.625).run, make_version().run)).content.decode()
    assert "0,625" in content


@pytest.mark.parametrize("query", ["", "?run=1", "?run=x&run=-1&run=²", "?model=customers", "?model="])
def test_fewer_than_two(query: str, page: Client, make_version: MakeVersion) -> None:
    make_version()
    response = page.get(f"/runs/compare{query}")
    assert response.status_code == 200
    assert "Choose at least two runs" in response.content.decode()


def test_a_run_that_is_gone_is_left_out(page: Client, make_version: MakeVersion) -> None:
    one, two = make_version(), make_version()
    url = address(one.run, two.run) + f"&run=99999&run={'9' * 30}&run={one.run_id}"
    response = page.get(url)
    assert [run.pk for run in response.context["runs"]] == [one.run_id, two.run_id]
    assert "Run #99999 no longer exists" in response.content.decode()


def test_different_questions(page: Client, make_run: MakeRun) -> None:
    one, two, other = make_run(), make_run(), make_run(family="forecasting")
    content = page.get(address(one, other, two)).content.decode()
    assert "answer different questions" in content
    assert f'href="{address(one, two).replace("&", "&amp;")}"' in content
    assert "<table" not in content


def test_at_most_six(page: Client, make_run: MakeRun) -> None:
    runs = [make_run() for _ in range(7)]
    response = page.get(address(*runs))
    assert response.context["runs"] == runs[:6]
    assert "Only the first 6 runs" in response.content.decode()


def test_the_newest_versions_of_a_model(page: Client, make_version: MakeVersion) -> None:
    versions = [make_version() for _ in range(8)]
    make_version("others")
    response = page.get("/runs/compare?model=customers")
    assert [run.pk for run in response.context["runs"]] == [one.run_id for one in versions[:1:-1]]


def test_nothing_in_a_run_becomes_markup(page: Client, make_version: MakeVersion) -> None:
    evil = "<script>alert(1)</script>"
    one, two = make_version(columns={"id": evil}), make_version(settings={evil: evil})
    TrainedModel.objects.update(name=evil)
    TrainingRun.objects.update(name=evil)
    assert evil not in page.get(address(one.run, two.run)).content.decode()


# --- The drawing --------------------------------------------------------------------------------


def test_the_metric_over_the_versions(make_version: MakeVersion) -> None:
    runs = [make_version(metric=value, naive=0.1).run for value in (0.2, 0.3)]
    runs += [make_version("other", metric=0.4, naive=0.2).run]
    block = comparison.over_versions(registry.get("segmentation"), comparison.runs_of([r.pk for r in runs]))
    assert block is not None
    assert (block["kind"], block["data"]["x"]) == ("line", ["1", "2"])
    assert block["data"]["series"] == [
        {"name": "customers", "values": [0.2, 0.3], "dashed": False},
        {"name": "customers, naive baseline", "values": [0.1, 0.1], "dashed": True},
        {"name": "other", "values": [0.4, None], "dashed": False},
        {"name": "other, naive baseline", "values": [0.2, None], "dashed": True},
    ]


def test_shares_are_drawn_in_percent(make_version: MakeVersion) -> None:
    runs = [make_version(family="forecasting", metric=0.25, naive=0.5).run for _ in range(2)]
    block = comparison.over_versions(registry.get("forecasting"), comparison.runs_of([r.pk for r in runs]))
    assert block is not None
    assert [one["values"] for one in block["data"]["series"]] == [[25.0, 25.0], [50.0, 50.0]]
    assert block["data"]["y_label"].endswith(", %")


def test_one_version_is_no_line(make_version: MakeVersion, make_run: MakeRun) -> None:
    runs = comparison.runs_of([make_version().run_id, make_run().pk])
    assert comparison.over_versions(registry.get("segmentation"), runs) is None


def test_more_runs_and_versions_take_no_more_queries(
    page: Client, make_version: MakeVersion, django_assert_num_queries: Any
) -> None:
    versions = [make_version() for _ in range(30)]
    two, six = address(*(v.run for v in versions[:2])), address(*(v.run for v in versions[:6]))
    page.get(two)
    with CaptureQueriesContext(connection) as asked:
        page.get(two)
    with django_assert_num_queries(len(asked)):
        page.get(six)
