"""Derivations asked for and done, as the tests of their operations need them."""

from __future__ import annotations

import html
from typing import Any

from django.test import Client

from datasets.deriving.execution import execute
from datasets.models import DatasetVersion, Derivation
from tests.conftest import Api

KEY = "till_customers"
FORM = f"/datasets/till/1/derive/{KEY}"
CHOSEN = {
    "column-transactions.customer": "client",
    "column-transactions.day": "day",
    "column-transactions.amount": "paid",
    "setting-least": "1",
}


def body(reference: str = "till@1", **more: Any) -> dict[str, Any]:
    return {"tables": {"transactions": reference}, **more}


def preview(api: Api, sent: Any = None, **headers: str) -> Any:
    return api("POST", f"/derivations/{KEY}/preview", body() if sent is None else sent, headers)


def start(api: Api, sent: Any = None, **headers: str) -> Any:
    return api("POST", f"/derivations/{KEY}", body(name="Customers") if sent is None else sent, headers)


def started(api: Api, sent: Any = None) -> Derivation:
    answer = start(api, sent)
    assert answer.status_code == 202, answer.content
    return Derivation.objects.get(pk=answer.json()["id"])


def done(job: Derivation) -> Derivation:
    execute(job.pk)
    job.refresh_from_db()
    return job


def derived(api: Api, sent: Any = None) -> DatasetVersion:
    """The version that comes of it."""
    job = done(started(api, sent))
    assert job.version is not None, job.error
    return job.version


# --- On pages ---


def previewed(page: Client, address: str = FORM, **changes: str) -> Any:
    return page.post(address, CHOSEN | changes)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())
