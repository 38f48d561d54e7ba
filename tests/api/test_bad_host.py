"""A request under a name this server does not know."""

from __future__ import annotations

from django.test import Client


def test_a_program_gets_a_problem() -> None:
    answer = Client().get("/api/v1/models", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_person_gets_a_page() -> None:
    answer = Client().get("/login", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "ALLOWED_HOSTS" in answer.content.decode()
