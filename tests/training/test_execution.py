"""What the child does with a run: every end is a sentence, and what is kept is kept whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from audit.models import AuditEvent
from contract.data import DataProblems, Problem
from contract.family import Trained
from contract.training import Progress
from datasets.models import DatasetVersion
from datasets.services import delete_dataset
from language.reader import Reader, reading
from language.sentences import say
from tests.helpers import run_here
from training.models import Metric, ModelVersion, TrainedModel, TrainingRun
from training.runs import execution
from training.runs.models import Status
from training.runs.orders import RunOrder, plan_for
from training.runs.services import start_run
from training.versions.services import RunLost, keep

TrainAs = Callable[[Callable[[Progress], Trained]], None]
MakeRun = Callable[..., TrainingRun]


def model_files(media: Path) -> list[Path]:
    return [path for folder in ("models", "results") for path in (media / folder).rglob("*.*")]


def nothing_kept(media: Path) -> bool:
    rows = (ModelVersion, TrainedModel, Metric)
    return not model_files(media) and not any(model.objects.exists() for model in rows)


@pytest.fixture
def claimed(analyst: User, order: RunOrder) -> TrainingRun:
    run = start_run(analyst, order)
    assert run.claim()
    return run


def trained_run(run: TrainingRun) -> TrainingRun:
    execution.train(run.pk, run.attempt)
    run.refresh_from_db()
    return run


def test_success(
    analyst: User, order: RunOrder, own_media: Path, train_as: TrainAs, segments_of_customers: Trained
) -> None:
    train_as(lambda progress: segments_of_customers)
    run = run_here(analyst, order)
    assert (run.status, run.progress, run.error) == (Status.SUCCEEDED, 100, "")
    assert run.child_started_at is not None
    assert "Reading customers@1" in run.log
    assert segments_of_customers.headline in run.log
    assert [p["code"] for p in run.problems] == [
        "little_data",
        *(p.code for p in segments_of_customers.problems),
    ]
    assert "60 rows; below 100" in run.problems[0]["message"]
    assert run.candidates
    assert run.metrics_of("evaluation")["silhouette"] > 0
    assert run.metrics_of("baseline")
    version = run.version
    assert (version.number, version.label, version.model.slug) == (1, "1.0.0", "customers")
    assert version.result_rows == 60
    assert len(model_files(own_media)) == 2
    assert AuditEvent.objects.filter(verb="trained").count() == 1


def test_data_that_cannot_answer(analyst: User, order: RunOrder, own_media: Path, train_as: TrainAs) -> None:
    def refuse(progress: Progress) -> Trained:
        raise DataProblems(
            [
                Problem("few", "only 2 customers differ", column="city", count=2, remedy="Add some."),
                Problem("odd", "a note", fatal=False),
            ]
        )

    train_as(refuse)
    run = run_here(analyst, order)
    assert (run.status, run.error) == (Status.FAILED, "only 2 customers differ")
    assert [problem["code"] for problem in run.problems] == ["few", "odd"]
    assert "only 2 customers differ Add some." in run.log
    assert nothing_kept(own_media)


def test_an_unexpected_error(analyst: User, order: RunOrder, own_media: Path, train_as: TrainAs) -> None:
    def crash(progress: Progress) -> Trained:
        raise ZeroDivisionError("no such thing")

    train_as(crash)
    run = run_here(analyst, order)
    assert run.status == Status.FAILED
    assert "ZeroDivisionError: no such thing" in run.error
    assert "Traceback" not in run.error
    assert len(run.error.splitlines()) == 1
    assert "Ask the same question again" in run.remedy
    assert "Traceback" in run.log
    assert "in crash" in run.log
    assert nothing_kept(own_media)


def test_too_little_memory(analyst: User, order: RunOrder, train_as: TrainAs) -> None:
    def large(progress: Progress) -> Trained:
        raise MemoryError

    train_as(large)
    run = run_here(analyst, order)
    assert run.status == Status.FAILED
    assert "too little memory" in run.error
    assert "fewer rows or columns" in run.remedy


def test_a_data_set_deleted_before_the_training(
    claimed: TrainingRun, analyst: User, customers: DatasetVersion
) -> None:
    delete_dataset(analyst, customers.dataset)
    run = trained_run(claimed)
    assert run.status == Status.FAILED
    assert run.error == "The data set of this run was deleted before the training began."
    assert "other data" in run.remedy
    assert run.dataset_name == "customers@1"


def cancelled(run: TrainingRun) -> None:
    TrainingRun.objects.get(pk=run.pk).cancel()


def given_away(run: TrainingRun) -> None:
    other = TrainingRun.objects.get(pk=run.pk)
    assert other.requeue()
    assert other.claim()


@pytest.mark.parametrize("lose", [cancelled, given_away])
@pytest.mark.parametrize("reports", [True, False])
def test_a_lost_run_keeps_nothing(
    lose: Callable[[TrainingRun], None],
    reports: bool,
    claimed: TrainingRun,
    own_media: Path,
    train_as: TrainAs,
    segments_of_customers: Trained,
) -> None:
    """Whether it notices while it trains, or only when it wants to keep what it has learned."""

    def train(progress: Progress) -> Trained:
        lose(claimed)
        if reports:
            progress(0.5, "Half way")
            pytest.fail("went on")
        return segments_of_customers

    train_as(train)
    execution.train(claimed.pk, claimed.attempt)
    after = TrainingRun.objects.get(pk=claimed.pk)
    assert after.status == (Status.CANCELLED if lose is cancelled else Status.RUNNING)
    assert after.error == ""
    assert nothing_kept(own_media)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.RUNNING])
def test_only_a_running_run_is_trained(status: Status, make_run: MakeRun, train_as: TrainAs) -> None:
    train_as(lambda progress: pytest.fail("was trained"))
    run = make_run(status=status, attempt=1)
    execution.train(run.pk, 1)
    run.refresh_from_db()
    assert (run.status, run.log) == (status, "")


def test_only_the_attempt_of_the_claim_is_trained(claimed: TrainingRun, train_as: TrainAs) -> None:
    train_as(lambda progress: pytest.fail("was trained"))
    execution.train(claimed.pk, claimed.attempt + 1)
    execution.train(claimed.pk, claimed.attempt - 1)
    claimed.refresh_from_db()
    assert claimed.status == Status.RUNNING
    assert claimed.child_started_at is None


def test_keeping_is_all_or_nothing(
    claimed: TrainingRun,
    own_media: Path,
    segments_of_customers: Trained,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(TrainingRun, "succeed", lambda self, **fields: False)
    with pytest.raises(RunLost):
        keep(claimed, plan_for(claimed.get_family(), claimed.settings, {}), segments_of_customers)
    assert nothing_kept(own_media)
    assert not AuditEvent.objects.filter(verb="trained").exists()


def test_a_name_that_another_question_took_meanwhile(
    claimed: TrainingRun, own_media: Path, train_as: TrainAs, segments_of_customers: Trained
) -> None:
    other = TrainedModel.objects.create(slug="customers", name="customers", family="forecasting")
    train_as(lambda progress: segments_of_customers)
    run = trained_run(claimed)
    assert run.status == Status.FAILED
    assert run.error == "The model 'customers' answers another question; choose another name."
    assert not other.versions.exists()
    assert model_files(own_media) == []


def test_a_family_that_is_not_installed(claimed: TrainingRun) -> None:
    TrainingRun.objects.filter(pk=claimed.pk).update(family="weather")
    run = trained_run(claimed)
    assert run.status == Status.FAILED
    assert "The app 'weather' is not installed" in run.error
    assert "another question" in run.remedy


def test_a_failure_keeps_how_far_it_came(claimed: TrainingRun, train_as: TrainAs) -> None:
    def train(progress: Progress) -> Trained:
        progress(0.1, "Testing")
        progress(0.75, "Learning")  # Within the same second: not written while it goes on.
        raise ZeroDivisionError

    train_as(train)
    run = trained_run(claimed)
    assert run.progress == 75
    assert "Learning" in run.log


def test_problems_are_kept_as_sentences(claimed: TrainingRun, train_as: TrainAs) -> None:
    def refuse(progress: Progress) -> Trained:
        few = Problem("few", say("Only {rows:integer} rows differ.", rows=1234), remedy=say("Add some."))
        raise DataProblems([few, Problem("odd", say("Nothing is known.")), Problem("dull", "x", fatal=False)])

    train_as(refuse)
    run = trained_run(claimed)
    assert run.error == "Only 1,234 rows differ. Nothing is known."
    with reading(Reader(numbers="de")):
        assert str(run.error) == "Only 1.234 rows differ. Nothing is known."
        assert str(run.problems[0]["message"]) == "Only 1.234 rows differ."
