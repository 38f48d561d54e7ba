"""Whose name it is: nobody adds a version to somebody else's model, and no number is used twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from datasets.models import DatasetVersion
from tests.conftest import customers_csv, upload
from tests.helpers import train_here
from training.models import ModelVersion, TrainedModel, TrainingRun
from training.runs.orders import OrderRefused, RunOrder
from training.runs.services import start_run
from training.versions.deletion import delete_version


def order(version: DatasetVersion, **fields: Any) -> RunOrder:
    return RunOrder(family="segmentation", dataset=version.reference, settings={"segments": 2}, **fields)


def test_a_colleagues_name_is_refused(
    trained: ModelVersion, customers: DatasetVersion, colleague: User
) -> None:
    with pytest.raises(OrderRefused, match="belongs to someone else"):
        start_run(colleague, order(customers, name="Customers"))
    assert TrainingRun.objects.count() == 1


def test_a_name_of_our_own_making_avoids_a_colleagues(analyst: User, colleague: User) -> None:
    first, second = (upload(user, customers_csv(), "customers.csv") for user in (analyst, colleague))
    assert train_here(analyst, order(first)).model.slug == "customers-customer-segments"
    assert train_here(colleague, order(second)).model.slug == "customers-customer-segments-2"
    assert start_run(analyst, order(first)).name == "customers customer segments"


def test_the_second_of_two_queued_under_one_name_fails(analyst: User, colleague: User) -> None:
    from training.runs import execution

    version = upload(analyst, customers_csv(), "customers.csv")
    runs = [start_run(user, order(version, name="Ours")) for user in (analyst, colleague)]
    for run in runs:
        assert run.claim()
        execution.train(run.pk, run.attempt)
        run.refresh_from_db()
    assert [run.status for run in runs] == ["succeeded", "failed"]
    assert "belongs to someone else" in runs[1].error


def test_an_administrator_may_train_anybodys(
    trained: ModelVersion, customers: DatasetVersion, administrator: User
) -> None:
    assert start_run(administrator, order(customers, name="Customers")).name == "Customers"


def test_the_number_of_a_deleted_version_is_not_used_again(
    trained: ModelVersion, analyst: User, customers: DatasetVersion
) -> None:
    assert trained.number == 1
    delete_version(analyst, trained)
    assert train_here(analyst, order(customers, name="customers")).number == 2
    assert TrainedModel.objects.get().last_number == 2
