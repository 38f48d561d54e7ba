"""The frame of every page: navigation by role, errors, parts."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from training.runs.models import Status
from training.templatetags.pages import STATUSES, duration, navigation


def person(*permissions: str) -> Any:
    return SimpleNamespace(
        is_authenticated=True, is_staff=False, get_username=lambda: "vic", has_perm=permissions.__contains__
    )


def entries(path: str, user: Any) -> dict[str, Any]:
    return navigation({"request": RequestFactory().get(path), "user": user})  # type: ignore[arg-type]


def test_the_entry_whose_pages_one_is_on_is_current() -> None:
    assert entries("/run-list/17", person())["current"] == "/run-list/"
    assert entries("/", person())["current"] == "/"
    assert entries("/elsewhere", person())["current"] == ""


def test_asking_is_offered_to_those_who_may() -> None:
    def labels(user: Any) -> list[str]:
        return [entry["label"] for entry in entries("/", user)["entries"]]

    assert "Ask a question" in labels(person("training.add_trainingrun"))
    assert "Ask a question" not in labels(person())


def test_pages_without_anybody_logged_in_show_no_navigation() -> None:
    request = RequestFactory().get("/nowhere")
    request.user = AnonymousUser()
    html = render_to_string("404.html", request=request)
    assert "Nothing here" in html
    assert '<nav aria-label="Main"' not in html


def test_the_page_for_a_crash_needs_no_context() -> None:
    assert "Something went wrong" in render_to_string("500.html")


def test_a_refused_upload_says_why() -> None:
    request = RequestFactory().post("/datasets")
    html = render_to_string("413.html", {"detail": "The upload is 200 MB."}, request=request)
    assert "The upload is 200 MB." in html


def test_every_status_has_its_word() -> None:
    assert set(Status.values) <= set(STATUSES)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(None, "–"), (0.4231, "0.42 s"), (12.4, "12 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


def test_the_parts_are_drawn(client: Client) -> None:
    html = client.get("/look/parts").content.decode()
    assert '<span class="badge info busy" data-status="running">' in html
    assert "1 record depends on it:" in html
    assert "21–40 of 95" in html
    assert 'href="?page=3"' in html
    assert 'id="id_days_error"' in html
