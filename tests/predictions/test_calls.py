"""The calls offered beside the form do what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from predictions import calls

URL = "http://testserver/api/v1/models/sales/predict"
BODY = {"rows": [{"city": 'O"Hara\'s "Cape"', "employees": 3, "open": True, "note": None}]}


def test_python_sends_the_body_and_the_token(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    sent: list[Any] = []

    class Answer:
        def read(self) -> bytes:
            return b'{"predictions": [1, 2]}'

    def urlopen(request: Any) -> Answer:
        sent.append(request)
        return Answer()

    monkeypatch.setattr("urllib.request.urlopen", urlopen)
    monkeypatch.setenv("TOKEN", "alm_secret")
    exec(calls.python(URL, BODY), {})  # noqa: S102  (our own text, run as a user would)
    assert sent[0].full_url == URL
    assert json.loads(sent[0].data) == BODY
    assert sent[0].headers["Authorization"] == "Bearer alm_secret"
    assert "[1, 2]" in capsys.readouterr().out


def test_excel_holds_the_body_as_text() -> None:
    line = next(line for line in calls.excel(URL, BODY).splitlines() if "Body = " in line)
    text = line.strip().removeprefix('Body = "').removesuffix('",').replace('""', '"')
    assert json.loads(text) == BODY
