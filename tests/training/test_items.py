"""Item reports: found by name, loaded one by one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.test import Client

from language.sentences import kept, say
from training.models import ModelVersion
from training.versions import items

URL = "/models/customers/1"
NAMES = ("Zürich", "Bern 1", "Bern 2", "Oberbern", "Thun & Spiez", "1001")


def fan_item(name: str) -> dict[str, Any]:
    history = {"at": ["2025-01-01"], "value": [1234.5]}
    note = say("{rows:number} rows", rows=1234.5)
    return kept({"item": name, "history": history, "note": note, "coarser": []})


def add_items(version: ModelVersion, names: Sequence[str], folder: Path) -> ModelVersion:
    rows = [{"item": name, "report": json.dumps(fan_item(name))} for name in names]
    items.write(pd.DataFrame(rows), folder / "items")
    with (folder / "items").open("rb") as file:
        version.items.save("items", File(file))
    return version


@pytest.fixture
def with_items(trained: ModelVersion, tmp_path: Path) -> ModelVersion:
    return add_items(trained, NAMES, tmp_path)


def test_all_items_come_in_the_order_of_the_model(page: Client, with_items: ModelVersion) -> None:
    assert page.get(f"{URL}/items").json() == {"count": len(NAMES), "items": list(NAMES)}


def test_a_search_finds_parts_of_names_and_puts_beginnings_first(
    page: Client, with_items: ModelVersion
) -> None:
    found = page.get(f"{URL}/items", {"q": " BERN", "limit": "2"}).json()
    assert found == {"count": 3, "items": ["Bern 1", "Bern 2"]}
    assert page.get(f"{URL}/items", {"q": "nowhere"}).json() == {"count": 0, "items": []}


@pytest.mark.parametrize(("limit", "shown"), [("0", 0), ("2", 2), ("-1", 50), ("9" * 5000, 50), ("999", 200)])
def test_an_answer_is_never_long(
    limit: str, shown: int, page: Client, trained: ModelVersion, tmp_path: Path
) -> None:
    add_items(trained, [f"Store {number}" for number in range(300)], tmp_path)
    answer = page.get(f"{URL}/items", {"limit": limit}).json()
    assert (answer["count"], len(answer["items"])) == (300, shown)


@pytest.mark.parametrize("name", NAMES)
def test_one_item_is_fetched_by_its_name(name: str, page: Client, with_items: ModelVersion) -> None:
    assert page.get(f"{URL}/item", {"name": name}).json()["item"] == name


def test_an_item_far_down_the_file_is_the_right_one(
    page: Client, trained: ModelVersion, tmp_path: Path
) -> None:
    add_items(trained, [f"Store {number}" for number in range(130)], tmp_path)
    assert page.get(f"{URL}/item", {"name": "Store 101"}).json()["item"] == "Store 101"


def test_its_sentences_are_said_to_the_reader(page: Client, with_items: ModelVersion) -> None:
    asked = {"name": "Zürich"}
    assert page.get(f"{URL}/item", asked).json()["note"] == "1,235 rows"
    french = page.get(f"{URL}/item", asked, headers={"accept-language": "fr"}).json()
    assert french["note"].startswith("1\u202f235")
    assert french["history"]["value"] == [1234.5]


def test_an_unknown_item_is_a_problem(page: Client, with_items: ModelVersion) -> None:
    answer = page.get(f"{URL}/item", {"name": "Atlantis"})
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert "Atlantis" in answer.json()["detail"]
    assert page.get("/models/customers/77/items").status_code == 404


def test_a_version_without_items_has_none(page: Client, trained: ModelVersion) -> None:
    assert page.get(f"{URL}/items").json() == {"count": 0, "items": []}
    assert page.get(f"{URL}/item", {"name": "Bern 1"}).status_code == 404


def test_a_file_that_is_gone_is_said(page: Client, with_items: ModelVersion) -> None:
    default_storage.delete(str(with_items.items.name))
    for path in ("items", "item?name=Thun"):
        answer = page.get(f"{URL}/{path}")
        assert answer.status_code == 410
        assert "not on disk" in answer.json()["detail"]


def test_a_search_reads_the_file_once(
    page: Client, with_items: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.get(f"{URL}/items", {"q": "b"})
    monkeypatch.setattr(items, "names", lambda file: pytest.fail("read again"))
    assert page.get(f"{URL}/items", {"q": "be"}).json()["count"] == 3


def test_who_may_not_see_models_sees_no_items(
    client: Client, stranger: Any, with_items: ModelVersion
) -> None:
    client.force_login(stranger)
    assert client.get(f"{URL}/items").status_code == 403
    assert client.get(f"{URL}/item", {"name": "Bern 1"}).status_code == 403
