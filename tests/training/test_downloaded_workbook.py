"""The workbook of a version: what its first sheet says, and that it can be uploaded as it is."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from datasets.models import DatasetVersion
from tests.conftest import Api
from tests.datasets.uploads import by_api
from training.models import ModelVersion

ADDRESS = "/models/customers/1/results.xlsx"


def facts(content: bytes) -> dict[Any, Any]:
    return dict(load_workbook(io.BytesIO(content))["About"].iter_rows(max_col=2, values_only=True))


def test_it_says_what_it_is(page: Client, trained: ModelVersion) -> None:
    said = facts(page.get(ADDRESS).content)
    assert said["Question"] == str(trained.model.get_family().question)
    assert said["Model"] == "customers, version 1.0.0"
    assert said["Made on"]
    assert said["Trust"].endswith(".")
    assert said["Segment"] == "The number of the segment."


@pytest.mark.parametrize("query", ["", "?id=7"])
def test_uploaded_again_it_is_the_table(query: str, page: Client, api: Api, trained: ModelVersion) -> None:
    """However few its rows are beside the words about them."""
    answer = by_api(api, page.get(ADDRESS + query).content, "results.xlsx")
    assert answer.status_code == 201, answer.content
    version = DatasetVersion.objects.latest("pk")
    assert list(version.frame()) == ["Customer", "Segment", "Name", "Distance"]
    assert len(version.frame()) == (1 if query else 60)


def test_the_same_for_programs_has_the_names_of_the_api(api: Api, trained: ModelVersion) -> None:
    content = api("GET", "/models/customers/versions/1/results?format=xlsx").content
    assert load_workbook(io.BytesIO(content)).sheetnames == ["customers-1.0.0", "About"]
    assert facts(content)["segment"] == "The number of the segment."
    by_api(api, content, "results.xlsx")
    assert list(DatasetVersion.objects.latest("pk").frame()) == ["id", "segment", "name", "distance"]
