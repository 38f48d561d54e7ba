"""The repairs of an earlier version, done on a later one too by one click or call."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client

from audit.models import AuditEvent
from datasets.models import DatasetVersion
from datasets.services import append_version
from tests.conftest import Api, upload
from tests.datasets.uploads import sheet

FILL = {"kind": "fill_missing", "columns": ["amount"], "params": {"with": "zero"}}
MERGE = {"kind": "merge_categories", "columns": ["city"], "params": {"into": {"paarl": "Paarl"}}}
RENAME = {"kind": "rename", "columns": ["town"], "params": {"to": "city"}}
OFFER = "Apply them to this version too"


def rows(*amounts: str, head: str = "id,city,amount") -> bytes:
    lines = [f"{n},{'Paarl' if n % 2 else 'paarl'},{amount}" for n, amount in enumerate(amounts, start=1)]
    return "\n".join([head, *lines, ""]).encode()


JANUARY, FEBRUARY = rows("5", "", "7"), rows("", "8", "9", "4")


@pytest.fixture
def january(analyst: User) -> DatasetVersion:
    return upload(analyst, JANUARY, "shops.csv")


@pytest.fixture
def february(analyst: User, api: Api, january: DatasetVersion) -> DatasetVersion:
    """Version 3, after version 2 was made of the first one by two steps."""
    assert steps(api, 1, steps=[FILL, MERGE]).status_code == 201
    return upload(analyst, FEBRUARY, "shops.csv", dataset=january.dataset)


def steps(api: Api, number: int, **body: Any) -> Any:
    return api("POST", f"/datasets/shops/versions/{number}/steps", body)


def shown(page: Client, number: int) -> str:
    return html.unescape(page.get(f"/datasets/shops/{number}").content.decode())


def again(page: Client, number: int, as_in: Any = 2) -> Any:
    return page.post(f"/datasets/shops/{number}/steps-again", {"as_in": as_in}, follow=True)


def test_the_page_of_a_new_version_offers_the_steps(page: Client, february: DatasetVersion) -> None:
    text = shown(page, 3)
    assert "Version 2 was repaired by 2 steps:" in text
    assert "Fill the gaps in 'amount' with 0." in text
    assert "Spell each value of 'city' one way." in text
    assert OFFER in text


def test_one_click_does_them(page: Client, analyst: User, february: DatasetVersion) -> None:
    response = again(page, 3)
    assert response.redirect_chain == [("/datasets/shops/4", 302)]
    assert "2 steps of version 2 were repeated" in html.unescape(response.content.decode())
    made = DatasetVersion.objects.get(number=4)
    assert (made.steps, made.steps_of, made.created_by) == ([FILL, MERGE], 3, analyst)
    assert made.frame()["amount"].tolist() == [0, 8, 9, 4]
    assert made.frame()["city"].unique().tolist() == ["Paarl"]
    assert february.frame()["amount"].isna().sum() == 1
    assert AuditEvent.objects.get(object_name="shops@4").verb == "repaired"
    assert again(page, 3).redirect_chain == [("/datasets/shops/4", 302)]
    assert DatasetVersion.objects.count() == 4


def test_over_the_api(api: Api, february: DatasetVersion) -> None:
    answer = steps(api, 3, as_in=2)
    assert answer.status_code == 201
    assert (answer.json()["steps"], answer.json()["steps_of"]) == ([FILL, MERGE], 3)
    assert steps(api, 3, as_in=2).status_code == 200


def test_steps_upon_steps_are_all_done(
    api: Api, page: Client, analyst: User, january: DatasetVersion
) -> None:
    steps(api, 1, steps=[FILL])
    steps(api, 2, steps=[MERGE])
    upload(analyst, FEBRUARY, "shops.csv", dataset=january.dataset)
    assert "Version 3 was repaired by 2 steps:" in shown(page, 4)
    assert steps(api, 4, as_in=3).json()["steps"] == [FILL, MERGE]


def test_the_latest_repaired_version_counts(
    api: Api, page: Client, analyst: User, february: DatasetVersion
) -> None:
    steps(api, 3, steps=[MERGE])
    upload(analyst, rows("1", "2"), "shops.csv", dataset=february.dataset)
    assert "Version 4 was repaired by 1 step:" in shown(page, 5)


def test_where_nothing_is_to_be_repeated_nothing_is_offered(
    api: Api, page: Client, analyst: User, february: DatasetVersion
) -> None:
    assert OFFER not in shown(page, 1), "no version before it was repaired"
    assert OFFER not in shown(page, 2), "it was made by steps"
    steps(api, 3, as_in=2)
    assert OFFER not in shown(page, 3), "this was done"
    steps(api, 4, steps=[{"kind": "rename", "columns": ["city"], "params": {"to": "town"}}])
    assert OFFER not in shown(page, 5), "it came of them, under another name"


def test_other_names_alone_are_no_repair(
    api: Api, page: Client, analyst: User, january: DatasetVersion
) -> None:
    steps(api, 1, steps=[{"kind": "rename", "columns": ["amount"], "params": {"to": "sold"}}])
    upload(analyst, FEBRUARY, "shops.csv", dataset=january.dataset)
    assert "was repaired by" not in shown(page, 3)


def test_a_name_that_is_known_is_not_changed_again(api: Api, analyst: User) -> None:
    first = upload(analyst, rows("5", "", head="id,town,amount"), "shops.csv")
    steps(api, 1, steps=[RENAME, MERGE])
    upload(analyst, rows("6", "", head="id,town,amount"), "shops.csv", dataset=first.dataset)
    answer = steps(api, 3, as_in=2)
    assert answer.json()["steps"] == [MERGE]
    assert [column["name"] for column in answer.json()["columns"]] == ["id", "city", "amount"]


def test_a_name_that_is_accepted_first_leaves_the_offer(page: Client, api: Api, analyst: User) -> None:
    first = upload(analyst, JANUARY, "shops.csv")
    steps(api, 1, steps=[FILL])
    upload(analyst, FEBRUARY.replace(b"amount", b"worth"), "shops.csv", dataset=first.dataset)
    page.post("/datasets/shops/3/same-column", {"found": "worth", "column": "amount"})
    assert "Version 2 was repaired by 1 step:" in shown(page, 4)
    again(page, 4)
    assert DatasetVersion.objects.get(number=5).frame()["amount"].tolist() == [0, 8, 9, 4]


def test_a_column_that_has_its_old_name_is_renamed_too(api: Api, analyst: User) -> None:
    first = upload(analyst, rows("5", "", head="id,town,amount"), "shops.csv")
    upload(analyst, rows("6", "", head="id,town,amount"), "shops.csv", dataset=first.dataset)
    steps(api, 2, steps=[RENAME, MERGE])
    answer = steps(api, 1, as_in=3)
    assert answer.json()["steps"] == [RENAME, MERGE]


def test_rows_that_were_added_to_a_repaired_version(
    page: Client, analyst: User, api: Api, january: DatasetVersion
) -> None:
    steps(api, 1, steps=[FILL, MERGE])
    append_version(analyst, january.dataset, sheet(b"id,city,amount\n9,paarl,\n8,paarl,6\n"))
    assert OFFER in shown(page, 3)
    again(page, 3)
    assert DatasetVersion.objects.get(number=4).frame()["amount"].tolist() == [5, 0, 7, 0, 6]


def test_a_step_that_does_not_fit_is_named_and_nothing_is_done(
    page: Client, api: Api, analyst: User, february: DatasetVersion
) -> None:
    upload(analyst, b"id,city,worth\n1,Paarl,x\n2,paarl,y\n", "shops.csv", dataset=february.dataset)
    said = (
        "Version 4 stays unchanged, because a step of version 2 does not fit it: “Fill the gaps in 'amount' "
        "with 0.” The step 'fill_missing' needs the column 'amount', which the table does not have."
    )
    assert said in html.unescape(again(page, 4).content.decode())
    refused = steps(api, 4, as_in=2)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["location"] == "as_in"
    assert refused.json()["detail"] == said
    assert DatasetVersion.objects.count() == 4


def test_settings_that_do_not_fit_the_values_are_named_too(
    api: Api, analyst: User, january: DatasetVersion
) -> None:
    clip = {"kind": "clip_outliers", "columns": ["amount"], "params": {"low": 1, "high": 6}}
    steps(api, 1, steps=[MERGE, clip])
    upload(analyst, rows("many", "some", "few"), "shops.csv", dataset=january.dataset)
    refused = steps(api, 3, as_in=2).json()
    assert "“Limit 'amount' to the range from 1 to 6.” The step 'clip_outliers'" in refused["detail"]
    assert DatasetVersion.objects.count() == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"as_in": 1}, 422),
        ({"as_in": 9}, 422),
        ({"as_in": 10**30}, 422),
        ({"as_in": "2"}, 400),
        ({"as_in": True}, 400),
        ({"as_in": None}, 400),
        ({"as_in": 2, "steps": [FILL]}, 400),
    ],
)
def test_what_is_no_repaired_version_is_refused(
    api: Api, february: DatasetVersion, body: dict[str, Any], status: int
) -> None:
    refused = steps(api, 3, **body)
    assert refused.status_code == status
    assert refused.json()["errors"][0]["location"] == "as_in"
    assert DatasetVersion.objects.count() == 3


def test_steps_of_another_data_set_are_not_reached(page: Client, api: Api, february: DatasetVersion) -> None:
    assert again(page, 3, as_in=1).status_code == 404
    assert again(page, 3, as_in="x").status_code == 404


def test_only_the_owner_repeats(client: Client, february: DatasetVersion, colleague: User) -> None:
    client.force_login(colleague)
    assert OFFER not in shown(client, 3)
    assert again(client, 3).status_code == 403
    assert client.get("/datasets/shops/3/steps-again").status_code == 405
    assert DatasetVersion.objects.count() == 3


def test_a_table_that_is_gone(page: Client, api: Api, february: DatasetVersion) -> None:
    default_storage.delete(str(february.table.name))
    assert "no longer on disk" in again(page, 3).content.decode()
    assert steps(api, 3, as_in=2).status_code == 410
