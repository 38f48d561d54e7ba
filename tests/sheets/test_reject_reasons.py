"""Why a cell could not be read is said in the language of who reads it, whoever uploaded the sheet."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from datasets.services import first_rejects, rejects_of
from language.reader import Reader, reading
from tests.conftest import Api, upload

DAYS = [f"2025-01-{day:02},{day}" for day in range(1, 31)]
SHEET = "\n".join(["date,amount", *DAYS, "2025-01-31,many", "2025-02-01,5,6,7", ""]).encode()
ENGLISH = {"This is not a number.", "This row has more cells than the header."}
FRENCH = Reader("fr", "fr")


@pytest.mark.parametrize("uploads_in", [Reader(), FRENCH])
def test_the_reason_is_in_the_readers_language(analyst: User, api: Api, uploads_in: Reader) -> None:
    with reading(uploads_in):
        version = upload(analyst, SHEET)
    assert {line["reason"] for line in first_rejects(version, 9)} == ENGLISH
    assert all(reason in rejects_of(version).decode() for reason in ENGLISH)
    with reading(FRENCH):
        said = {line["reason"] for line in first_rejects(version, 9)}
        fetched = rejects_of(version).decode("utf-8-sig")
    assert said.isdisjoint(ENGLISH)
    assert all(reason in fetched for reason in said)
    assert fetched.startswith("row,column,value,reason")
    by_api = api("GET", f"/datasets/{version.dataset.slug}/versions/1/rejects").content.decode()
    assert all(reason in by_api for reason in ENGLISH)
