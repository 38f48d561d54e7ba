"""Pages of what went wrong: they say why and what to do, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from home import errors

FRENCH = {"Accept-Language": "fr"}


def test_what_a_role_lacks_is_said_with_whom_to_ask(
    client: Client, viewer: User, administrator: User
) -> None:
    client.force_login(viewer)
    answer = client.get("/datasets/upload")
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "Your role does not let you upload data." in text
    assert "administrator, analyst" in text
    assert "ada" in text


def test_of_somebody_elses_things_the_owner_is_named(
    client: Client, colleague: User, administrator: User, sales: Any
) -> None:
    client.force_login(colleague)
    text = client.post(f"/datasets/{sales.dataset.slug}/delete", {"typed_name": "x"}).content.decode()
    assert "Only the owner of sales or an administrator can do this." in text


def test_a_form_from_an_old_page_says_what_to_do(analyst: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(analyst)
    answer = strict.post("/account/preferences", {})
    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


def test_an_upload_that_is_too_large_is_told_in_the_readers_numbers(page: Client) -> None:
    answer = page.post("/datasets/upload", headers=FRENCH, CONTENT_LENGTH="2000000000")
    text = answer.content.decode()
    assert answer.status_code == 413
    assert "2\u202f000" in text
    assert 'class="rail"' in text, "the page has lost its frame"


def test_an_upload_that_is_too_large_is_told_to_programs_in_english(api: Any) -> None:
    answer = api.client.post(
        "/api/v1/datasets", headers={**api.headers, **FRENCH}, CONTENT_LENGTH="2000000000"
    )
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("The upload is 2,000 MB; the limit")


def test_a_crash_is_a_page_that_needs_no_database(rf: Any) -> None:
    answer = errors.server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


@pytest.mark.parametrize("name", ["bad_request", "permission_denied", "page_not_found", "server_error"])
def test_below_the_api_they_are_problems(name: str, rf: Any) -> None:
    failure = [] if name == "server_error" else [Exception("no")]
    answer = getattr(errors, name)(rf.get("/api/v1/nothing"), *failure)
    assert answer["Content-Type"] == "application/problem+json"
