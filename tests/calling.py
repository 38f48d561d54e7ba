"""Calls to the API, as programs make them."""

from __future__ import annotations

import io
import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from accounts.models import ApiToken
from tests.told import wrong_with

Files = dict[str, tuple[str, bytes]]


class Api:
    """Calls the API as a program does: with a token. Whatever it answers must be as it is described."""

    def __init__(self, user: User | None = None, read_only: bool = False):
        self.client = Client()
        self.headers = {}
        if user is not None:
            _, secret = ApiToken.issue(user, "test", read_only=read_only)
            self.headers = {"Authorization": f"Bearer {secret}"}

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        files: Files | None = None,
        content_type: str = "application/json",
    ) -> Any:
        sent = {**self.headers, **(headers or {})}
        url = f"/api/v1{path}"
        response = self._answer(method, url, body, sent, files, content_type)
        wrong = wrong_with(method, url, response)
        assert not wrong, wrong
        return response

    def _answer(
        self, method: str, url: str, body: Any, sent: dict[str, str], files: Files | None, content_type: str
    ) -> Any:
        if files is not None:
            uploads = {key: io.BytesIO(content) for key, (_, content) in files.items()}
            for key, (name, _) in files.items():
                uploads[key].name = name
            return self.client.post(url, {**(body or {}), **uploads}, headers=sent)
        return self.client.generic(
            method,
            url,
            data=body if isinstance(body, (bytes, str)) else _json(body),
            content_type=content_type,
            headers=sent,
        )


def _json(body: Any) -> str:
    return "" if body is None else json.dumps(body)
