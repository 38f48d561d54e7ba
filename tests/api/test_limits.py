"""A body over the limit is refused by its declared length, before a byte of it is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from api.middleware import FORM_OVERHEAD_BYTES
from tests.api.problems import assert_problem

LIMIT = 2_000_000 + FORM_OVERHEAD_BYTES


class UntouchedBody:
    """Fails the test that reads it."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = readlines = __iter__ = read


@pytest.fixture(autouse=True)
def two_megabytes(settings: Any) -> None:
    settings.MAX_UPLOAD_MB = 2


def send(client: Client, path: str, length: str) -> Any:
    declared: dict[str, Any] = {"CONTENT_LENGTH": length, "wsgi.input": UntouchedBody()}
    return client.generic("POST", path, content_type="multipart/form-data; boundary=x", **declared)


def test_a_program_gets_a_problem(client: Client) -> None:
    problem = assert_problem(send(client, "/api/v1/datasets", "200000000"), 413)
    assert "200 MB" in problem["detail"]
    assert "the limit is 2 MB" in problem["detail"]
    assert "MAX_UPLOAD_MB" in problem["detail"]


@pytest.mark.django_db
def test_a_person_gets_a_page(page: Client) -> None:
    answer = send(page, "/datasets/upload", "200000000")
    assert answer.status_code == 413
    assert answer["Content-Type"].startswith("text/html")
    assert "the limit is 2 MB" in answer.content.decode()


def test_the_answer_carries_no_header_between_hops(client: Client) -> None:
    """Python's own WSGI server, under ``make dev``, crashes on one; gunicorn takes it out."""
    assert "Connection" not in send(client, "/api/v1/datasets", "200000000")


def test_the_limit_itself_passes(client: Client, db: None) -> None:
    """It is refused for the missing login, with the body still unread."""
    assert send(client, "/api/v1/datasets", str(LIMIT)).status_code == 401
    assert send(client, "/api/v1/datasets", str(LIMIT + 1)).status_code == 413


@pytest.mark.parametrize("length", ["", "many", "²", "9" * 5000])
def test_a_length_that_is_no_number_is_no_crash(length: str, client: Client, db: None) -> None:
    assert send(client, "/api/v1/datasets", length).status_code == 401
