"""The uploaded file, as it came."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.api.problems import assert_problem
from tests.conftest import Api, upload
from tests.datasets.uploads import workbook

CONTENTS = [
    ("sales.csv", b"\xef\xbb\xbfdate;amount\r\n2025-01-01;1,5\r\n2025-01-02;2,5\r\n"),
    ("book.xlsx", workbook(("a", "b"), (1, 2))),
    ("page.html", b"note,b\n<script>alert(1)</script>,=1+1\n"),
]


def downloads(api: Api, page: Client, slug: str) -> list[Any]:
    return [api("GET", f"/datasets/{slug}/versions/1/download"), page.get(f"/datasets/{slug}/1/download")]


@pytest.mark.parametrize(("name", "content"), CONTENTS)
def test_the_bytes_come_back_and_are_never_shown(
    name: str, content: bytes, api: Api, page: Client, analyst: User
) -> None:
    version = upload(analyst, content, name)
    for response in downloads(api, page, version.dataset.slug):
        assert response.status_code == 200
        assert response.getvalue() == content
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_name_breaks_no_header(api: Api, page: Client, analyst: User) -> None:
    version = upload(analyst, b"a,b\n1,2\n", 'Zoë "x"\r\nSet-Cookie: a=b.csv')
    for response in downloads(api, page, version.dataset.slug):
        assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Zo%C3%AB")
        assert "\n" not in response["Content-Disposition"]
        assert "Set-Cookie" not in response


def test_every_version_keeps_its_own_bytes(api: Api, analyst: User) -> None:
    first = upload(analyst, b"a,b\n1,2\n")
    upload(analyst, b"a,b\n3,4\n", dataset=first.dataset)
    assert api("GET", "/datasets/sales/versions/1/download").getvalue() == b"a,b\n1,2\n"
    assert api("GET", "/datasets/sales/versions/2/download").getvalue() == b"a,b\n3,4\n"


def test_a_version_that_is_not_there(api: Api, page: Client) -> None:
    assert_problem(api("GET", "/datasets/sales/versions/1/download"), 404)
    assert page.get("/datasets/sales/1/download").status_code == 404


def test_a_viewer_may_download(api_as: Callable[..., Api], analyst: User, viewer: User) -> None:
    upload(analyst, b"a,b\n1,2\n")
    assert api_as(viewer)("GET", "/datasets/sales/versions/1/download").status_code == 200
