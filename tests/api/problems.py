"""What every error of the API must look like."""

from __future__ import annotations

import json
from typing import Any


def refuse_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def strict_json(content: bytes) -> Any:
    return json.loads(content, parse_constant=refuse_constant)


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    """An RFC 9457 problem with this status, as a dictionary."""
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = strict_json(response.content)
    assert {"type", "title", "status", "detail", "errors"} <= set(problem)
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    for entry in problem["errors"]:
        assert set(entry) == {"location", "code", "message"}
        assert isinstance(entry["location"], (str, dict))
        assert entry["code"] and entry["message"]
    assert "Traceback" not in response.content.decode()
    return problem
