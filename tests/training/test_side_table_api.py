"""Side tables over HTTP: what families read, and runs that name them."""

from __future__ import annotations

from typing import Any

import pytest

from datasets.models import DatasetVersion
from tests.conftest import Api
from training.models import TrainingRun

pytestmark = pytest.mark.usefixtures("deliveries")
ORDER = {"family": "deliveries", "dataset": "sales", "tables": {"routes": "routes", "closures": "closures@1"}}
GUESSED = {
    "target": "amount",
    "routes.name": "route",
    "routes.length": "km",
    "routes.features": ["driver"],
    "closures.start": "from",
    "closures.end": "until",
}


@pytest.fixture(autouse=True)
def sheets(sales: DatasetVersion, routes: DatasetVersion, closures: DatasetVersion, sent: list[int]) -> None:
    """All sheets are here, and nothing is trained."""


def test_families_list_them_with_their_roles(api: Api) -> None:
    found = {family["key"]: family for family in api("GET", "/families").json()["results"]}
    routes, closures = found["deliveries"]["tables"][1:]
    assert (routes["key"], routes["required"], closures["required"]) == ("routes", True, False)
    assert [(role["key"], role["required"], role["many"]) for role in routes["roles"]] == [
        ("name", True, False),
        ("length", False, False),
        ("features", False, True),
    ]
    assert closures["roles"][0]["kinds"] == ["date"]


def test_the_openapi_document_names_them(api: Api) -> None:
    schema = api("GET", "/schema", headers={"Accept": "application/vnd.oai.openapi+json"}).json()
    tables = schema["components"]["schemas"]["DeliveriesRunOrder"]["properties"]["tables"]
    assert tables["required"] == ["routes"]
    said = tables["properties"]["closures"]["description"]
    assert said == "Closures. Roles: `closures.start`, `closures.end` (optional)."


def test_columns_left_out_are_guessed_in_every_table(api: Api) -> None:
    response = api("POST", "/runs", ORDER)
    assert response.status_code == 202
    answer = response.json()
    assert answer["columns"] == GUESSED
    assert answer["tables"] == {"main": "sales@1", "routes": "routes@1", "closures": "closures@1"}


def test_columns_of_one_table_leave_the_others_guessed(api: Api) -> None:
    answer = api("POST", "/runs", {**ORDER, "columns": {"closures.start": "until"}}).json()
    without_closures = {role: name for role, name in GUESSED.items() if not role.startswith("closures.")}
    assert answer["columns"] == {**without_closures, "closures.start": "until"}


def test_an_optional_table_may_be_left_out(api: Api) -> None:
    answer = api("POST", "/runs", {**ORDER, "tables": {"routes": "routes"}}).json()
    assert not any(role.startswith("closures.") for role in answer["columns"])


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"tables": {"routes": "nothing"}}, "tables.routes", "There is no data set 'nothing'."),
    ({"tables": {"routes": "routes", "sky": "sales"}}, "tables.sky", "has no table 'sky'"),
    ({"columns": {"closures.end": "gone"}}, "columns.closures.end", "it has from, until, reason"),
    (
        {"tables": {"routes": "routes"}, "columns": {"closures.start": "from"}},
        "columns.closures.start",
        "'First day' is a column of the table 'closures', for which no data set is named.",
    ),
]


@pytest.mark.parametrize(("said", "location", "sentence"), REFUSED)
def test_what_is_wrong_is_named(said: dict[str, Any], location: str, sentence: str, api: Api) -> None:
    response = api("POST", "/runs", {**ORDER, **said})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["location"]) == (422, location)
    assert sentence in error["message"]
    assert not TrainingRun.objects.exists()


def test_a_problem_of_the_data_names_its_table(api: Api) -> None:
    response = api("POST", "/runs", {**ORDER, "columns": {"routes.length": "km"}})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["code"]) == (422, "missing_role")
    assert error["location"]["table"] == "routes"
