"""Small sheets of people who do this job, sent over the API: what comes back, and what is said with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest

from tests.conftest import Api
from training.models import TrainingRun
from training.runs import execution

QUICK = {"forecasting": "seasonal_naive"}
"""What a sheet is read as does not depend on the model; a test that is about the amounts says ``auto``."""


@dataclass(frozen=True)
class Refused:
    """A call that was answered with a problem: what is wrong, or what is asked."""

    status: int
    body: Mapping[str, Any]

    @property
    def codes(self) -> list[str]:
        return [error["code"] for error in self.body["errors"]]

    @property
    def text(self) -> str:
        return " ".join([self.body["detail"], *(error["message"] for error in self.body["errors"])])

    def question(self, option: str) -> Mapping[str, Any]:
        """The question whose answer goes to ``option``."""
        return next(one for one in self.body["questions"] if one["option"] == option)


@dataclass(frozen=True)
class Trained:
    """A run that succeeded, as GET /runs/{id} shows it, and its version."""

    api: Api
    run: Mapping[str, Any]

    @cached_property
    def version(self) -> Mapping[str, Any]:
        found = self.api("GET", f"/models/{self.run['trained_model']}/versions/{self.run['version']}")
        assert found.status_code == 200
        return dict(found.json())

    @property
    def said(self) -> str:
        """All that the run found, as text."""
        return " ".join(f"{one['message']} {one['remedy']}" for one in self.run["problems"])

    @property
    def codes(self) -> list[str]:
        return [one["code"] for one in self.run["problems"]]

    def results(self) -> list[dict[str, Any]]:
        """The table that the run itself produced."""
        address = f"/models/{self.run['trained_model']}/versions/{self.run['version']}/results"
        found = self.api("GET", f"{address}?limit=200")
        assert found.status_code == 200, found.content
        return list(found.json()["results"])

    def ask(self, **body: Any) -> Any:
        """The answer of the model to a request; Refused where there is none."""
        found = self.api("POST", f"/models/{self.run['trained_model']}/predict", body)
        return found.json() if found.status_code == 200 else Refused(found.status_code, found.json())


class Sheets:
    """Uploads and trains over the API; the worker's part is done in this process."""

    def __init__(self, api: Api):
        self.api = api

    def upload(self, content: bytes | str, name: str = "sheet.csv", **fields: str) -> Any:
        """The version as the API describes it; Refused where there is none."""
        sent = content.encode() if isinstance(content, str) else content
        found = self.api("POST", "/datasets", fields, files={"file": (name, sent)})
        return found.json() if found.status_code in (200, 201) else Refused(found.status_code, found.json())

    def train(self, family: str, uploaded: Mapping[str, Any], **order: Any) -> Any:
        """Trained, or Refused at the order or by the run."""
        reference = f"{uploaded['slug']}@{uploaded['version']}"
        order = {"family": family, "dataset": reference, "model": QUICK.get(family, "auto"), **order}
        started = self.api("POST", "/runs", order)
        if started.status_code != 202:
            return Refused(started.status_code, started.json())
        run = TrainingRun.objects.get(pk=started.json()["id"])
        assert run.claim()
        execution.train(run.pk, run.attempt)
        ended = self.api("GET", f"/runs/{run.pk}").json()
        if ended["problems"] and ended["status"] == "failed":
            return Refused(422, {"detail": ended["error"], "errors": ended["problems"]})
        assert ended["status"] == "succeeded", (ended["error"], ended["log_tail"])
        return Trained(self.api, ended)

    def forecast(self, content: bytes | str, name: str = "sheet.csv", **order: Any) -> Any:
        """From a sheet to a trained forecast; Refused where it ends before."""
        uploaded = self.upload(content, name)
        if isinstance(uploaded, Refused):
            return uploaded
        return self.train("forecasting", uploaded, **order)


@pytest.fixture
def sheets(api: Api) -> Sheets:
    return Sheets(api)


def csv(header: str, rows: Iterable[Sequence[Any]], mark: str = ",") -> str:
    return "\n".join([header, *(mark.join(map(str, row)) for row in rows), ""])
