"""Every answer says what a page may load."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from training.models import ModelVersion


@pytest.mark.parametrize("path", ["/", "/login", "/datasets", "/runs", "/nope", "/api/v1/models", "/healthz"])
def test_no_script_inside_the_page_and_nothing_from_elsewhere(path: str, page: Client) -> None:
    policy = page.get(path)["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/docs"])
def test_no_inline_script_in_the_borrowed_pages_either(path: str, client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    policy = client.get(path)["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*)", policy)
    assert "unsafe-inline" not in (scripts.group(1) if scripts else policy.split("style-src")[0])


def test_the_pages_hold_no_script_that_would_be_refused(page: Client, trained: ModelVersion) -> None:
    text = page.get(trained.get_absolute_url()).content.decode()
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))", text)
    assert inline == []
    assert not re.search(r"\son(click|load|change|submit)=", text)
