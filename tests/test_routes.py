"""Every route with every role: what a stranger may see is nothing, what a viewer may change is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import ApiToken
from datasets.models import Derivation, Expectation, Import
from predictions.models import PredictionJob, Session
from tests.conftest import Api
from training.models import Draft, ModelVersion, TrainingRun

OPEN = {"login", "healthz", "readyz", "texts"}
"""Answered without a login."""
OWN_ACCOUNT = {
    "logout",
    "account",
    "preferences",
    "language",
    "password_change",
    "token-new",
    "token-revoke",
    "api-docs",
}
"""Open to everybody who can log in, and about nobody but themselves."""
ASKING = {
    "version-try",
    "version-try-ask",
    "version-jobs",
    "version-sessions",
    "version-call-mark",
    "version-later-rows",
    "version-plan",
}
"""A viewer may ask a model, and changes nothing by it."""
ABOUT_NOTHING = {"version-item", "version-sessions", "version-calls", "version-calls-file", "version-plan"}
"""Names no item, and a model that neither learns by trying, nor lists anybody to call, nor takes a plan."""


NOTHING_THERE = {"readyz", "version-item", "derive", "derive-choose"}
"""No item is named, and no recipe is installed."""


def routes(resolver: URLResolver | None = None, prefix: str = "") -> list[tuple[str, str, Any]]:
    """(path with placeholders, name, callback) of every route, the admin's apart: it has tests of its own."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if not path.startswith("admin/"):
                found += routes(entry, path)
        elif isinstance(entry, URLPattern):
            found.append((path, entry.name or "", entry.callback))
    return found


def draft_of(run: TrainingRun) -> Draft:
    """A question that who started ``run`` is still asking."""
    version = run.run_tables.get().version
    return Draft.objects.get_or_create(owner=run.requested_by, version=version, family=run.family)[0]


def job_of(run: TrainingRun) -> PredictionJob:
    """Rows that who started ``run`` has sent to its model; the file of the answer is gone."""
    return PredictionJob.objects.get_or_create(
        version=run.version,
        requested_by=run.requested_by,
        defaults={"rows": 1, "status": "succeeded", "result": "jobs/gone.parquet"},
    )[0]


def session_of(run: TrainingRun) -> Session:
    """Of the model of ``run``, whose family does not learn by trying any more."""
    return Session.objects.get_or_create(
        version=run.version, owner=run.requested_by, settings={}, state={}, seed=1
    )[0]


def import_of(run: TrainingRun) -> Import:
    """A sheet that who started ``run`` has uploaded, read by now."""
    return Import.objects.get_or_create(
        requested_by=run.requested_by,
        defaults={"file_name": "sales.csv", "size": 1, "fingerprint": "f" * 64, "status": "failed"},
    )[0]


def derivation_of(run: TrainingRun) -> Derivation:
    """A table that who started ``run`` wanted, and that could not be made."""
    return Derivation.objects.get_or_create(
        requested_by=run.requested_by, defaults={"key": "gone", "fingerprint": "f" * 64, "status": "failed"}
    )[0]


def key_for(path: str, run: TrainingRun) -> int:
    """Of the record that ``path`` is about."""
    if path.startswith("ask/"):
        return draft_of(run).pk
    if path.startswith("account/tokens/"):
        return ApiToken.issue(run.requested_by, "mine")[0].pk
    if "expectations/" in path:
        dataset = run.run_tables.get().version.dataset
        return Expectation.objects.get_or_create(dataset=dataset, kind="rows", params={"least": 1})[0].pk
    if "imports/" in path:
        return import_of(run).pk
    if "derivation" in path:
        return derivation_of(run).pk
    if "sessions/" in path:
        return session_of(run).pk
    if "jobs/" in path:
        return job_of(run).pk
    return run.pk


def filled(path: str, version: ModelVersion) -> str:
    """The path with real values for its placeholders."""
    assert version.run is not None
    dataset = version.run.run_tables.get().version
    assert dataset is not None
    is_dataset = "datasets" in path
    values = {
        "<slug:slug>": dataset.dataset.slug if is_dataset else version.model.slug,
        "<int:number>": "1",
        "<int:pk>": str(key_for(path, version.run)),
        "<slug:alias>": "production",
        "<slug:table>": "promotions",
        "<slug:key>": version.model.family,
        "<slug:kind>": "lead",
        "<slug:what>": "runs",
        "<slug:ask>": "predict",
        r"(?P<slug>[-\w]+)": version.model.slug,
        r"(?P<number>\d+)": "1",
        r"(?P<pk>\d+)": str(key_for(path, version.run)),
        r"(?P<file_format>csv|xlsx)": "csv",
        r"(?P<tab>why|good|data|versions|use|about)": "good",
        r"results\.": "results.",
    }
    for placeholder, value in values.items():
        path = path.replace(placeholder, value)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def is_page(path: str, name: str) -> bool:
    return not path.startswith("api/") or name == "api-docs"


PAGES = [(path, name) for path, name, _ in routes() if is_page(path, name)]
CALLS = [path for path, name, _ in routes() if not is_page(path, name)]

Visit = Callable[..., AbstractContextManager[str]]


@pytest.fixture
def visit(subtests: pytest.Subtests, trained: ModelVersion) -> Visit:
    """The address of a route, filled in. Each visit passes or fails by itself under the name of its route,
    and what it changed is undone."""

    @contextmanager
    def visited(path: str, method: str = "") -> Iterator[str]:
        with subtests.test(f"{method} /{path}".strip()), transaction.atomic():
            yield filled(path, trained)
            transaction.set_rollback(True)

    return visited


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_nobody_sees_a_page_without_a_login(visit: Visit) -> None:
    for path, name in PAGES:
        with visit(path) as address:
            for response in (Client().get(address), Client().post(address)):
                if name in OPEN:
                    assert response.status_code in {200, 405, 503}
                else:
                    assert response.status_code == 302
                    assert response["Location"].startswith("/login")


def test_a_stranger_sees_nothing(visit: Visit, trained: ModelVersion, stranger: User) -> None:
    for path, name in PAGES:
        with visit(path) as address:
            client = browser_of(stranger)
            for response in (client.get(address), client.post(address)):
                if name in OPEN | OWN_ACCOUNT:
                    assert response.status_code < 500 or name == "readyz"
                    assert trained.model.name.encode() not in response.content
                else:
                    assert response.status_code in {403, 405}


def test_a_viewer_changes_nothing(visit: Visit, trained: ModelVersion, viewer: User) -> None:
    for path, name in PAGES:
        with visit(path) as address:
            response = browser_of(viewer).post(address, {"typed_name": trained.model.slug})
            if name in OPEN | OWN_ACCOUNT | ASKING:
                assert response.status_code < 500 or name == "readyz"
            else:
                assert response.status_code in {403, 405} or name == "prediction-job-cancel"
            assert not PredictionJob.objects.filter(status="cancelled").exists()
            assert ModelVersion.objects.filter(pk=trained.pk).exists()


def test_an_analyst_sees_every_page(visit: Visit, analyst: User) -> None:
    for path, name in PAGES:
        with visit(path) as address:
            response = browser_of(analyst).get(address)
            assert response.status_code in {200, 302, 405} or name in NOTHING_THERE | ABOUT_NOTHING


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_the_api_answers_nobody_and_no_stranger(method: str, visit: Visit, stranger: User) -> None:
    for path in CALLS:
        with visit(path, method) as address:
            url = address.removeprefix("/api/v1")
            assert Api()(method, url, {}).status_code == 401
            if "schema" not in path:
                assert Api(stranger)(method, url, {}).status_code in {403, 405}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_viewer_changes_nothing_over_the_api(
    method: str, visit: Visit, trained: ModelVersion, viewer: User
) -> None:
    for path in CALLS:
        with visit(path, method) as address:
            response = Api(viewer)(method, address.removeprefix("/api/v1"), {})
            assert (
                response.status_code in {403, 405}
                or path.endswith(("predict", "<slug:kind>", "<slug:ask>", "v1/sessions", "calls/marks"))
                or "prediction-jobs" in path
            )
            assert not Session.objects.filter(status="stopped").exists()
            assert ModelVersion.objects.filter(pk=trained.pk).exists()


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_read_only_token_changes_nothing(method: str, visit: Visit, analyst: User) -> None:
    for path in CALLS:
        with visit(path, method) as address:
            response = Api(analyst, read_only=True)(method, address.removeprefix("/api/v1"), {})
            assert response.status_code in {403, 405}


@pytest.mark.parametrize("kind", ["model", "dataset"])
def test_a_colleague_deletes_nothing_of_ours(
    kind: str, trained: ModelVersion, client: Client, colleague: User
) -> None:
    assert trained.run is not None
    table = trained.run.run_tables.get().version
    assert table is not None
    slug = trained.model.slug if kind == "model" else table.dataset.slug
    client.force_login(colleague)
    assert client.post(f"/{kind}s/{slug}/delete", {"typed_name": slug}).status_code == 403
    assert Api(colleague)("DELETE", f"/{kind}s/{slug}").status_code == 403
    assert client.post(f"/runs/{trained.run.pk}/delete").status_code == 403
