"""The page of a version, and versions over the API."""

from __future__ import annotations

import html
import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.base import File
from django.test import Client

from datasets.services import upload_version
from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import OTHER_SHEET, SHEET
from training.models import ModelVersion

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def two_versions(analyst: User) -> None:
    first = upload(analyst, SHEET)
    upload(analyst, OTHER_SHEET, "later.csv", dataset=first.dataset)


def test_a_data_set_is_its_newest_version(two_versions: None, api: Api) -> None:
    answer = api("GET", "/datasets/sales").json()
    assert (answer["version"], answer["rows"], answer["original_name"]) == (2, 2, "later.csv")
    assert [(entry["number"], entry["rows"]) for entry in answer["versions"]] == [(2, 2), (1, 3)]


def test_an_old_version_stays_as_it_was(two_versions: None, api: Api) -> None:
    answer = api("GET", "/datasets/sales/versions/1").json()
    assert (answer["version"], answer["rows"], answer["original_name"]) == (1, 3, "sales.csv")


@pytest.mark.parametrize(
    "path", ["/datasets/none", "/datasets/none/versions/1", "/datasets/sales/versions/3"]
)
def test_what_is_not_there(path: str, two_versions: None, api: Api) -> None:
    assert_problem(api("GET", path), 404)
    assert_problem(api("GET", f"/datasets/sales/versions/{10**30}"), 404)


def test_the_page_of_a_data_set_leads_to_the_newest(two_versions: None, page: Client) -> None:
    assert page.get("/datasets/sales/")["Location"] == "/datasets/sales/2"
    assert page.get("/datasets/none/").status_code == 404
    assert page.get("/datasets/sales/3").status_code == 404


def test_the_page_shows_the_profile(two_versions: None, page: Client) -> None:
    shown = html.unescape(page.get("/datasets/sales/1").content.decode())
    for said in ("3 rows · 2 columns · sales.csv", "33 % missing", "5 to 6.5", "30 Jan 2025", "utf-8"):
        assert said in shown
    assert "later.csv" in shown  # The other version is in reach.


def test_the_page_shows_what_was_found_while_reading(page: Client, analyst: User) -> None:
    rows = [f"2025-01-{day:02},{day}" for day in range(1, 31)]
    rows[3] = "2025-01-04,many"
    upload(analyst, "\n".join(["date,amount", *rows]).encode())
    shown = html.unescape(page.get("/datasets/sales/1").content.decode())
    assert "Found while reading" in shown
    assert "Column 'amount', row 5: 'many' is not a number" in shown


def test_what_a_sheet_says_is_never_markup(page: Client, analyst: User) -> None:
    content = f"{SCRIPT},note\n1,{SCRIPT}\n2,{SCRIPT}\n".encode()
    file = File(io.BytesIO(content), name="<script>alert(1)<script>.csv")
    version, _ = upload_version(analyst, file, name=SCRIPT)
    slug = version.dataset.slug
    for address in (f"/datasets/{slug}/1", "/datasets", f"/datasets/upload?dataset={slug}"):
        shown = page.get(address).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert(1)" in shown, address


def test_only_who_may_delete_is_offered_it(
    two_versions: None, page: Client, client: Client, viewer: User, colleague: User
) -> None:
    assert 'name="typed_name"' in page.get("/datasets/sales/2").content.decode()
    for other in (viewer, colleague):
        client.force_login(other)
        shown = client.get("/datasets/sales/2").content.decode()
        assert 'name="typed_name"' not in shown
        assert "New version" not in shown


def test_the_page_names_what_depends_on_it(trained: ModelVersion, page: Client) -> None:
    assert f"run {trained.run_id} (customers)" in page.get("/datasets/customers/1").content.decode()


def test_a_viewer_may_look(two_versions: None, api_as: Callable[..., Api], viewer: User) -> None:
    assert api_as(viewer)("GET", "/datasets/sales/versions/1").status_code == 200
