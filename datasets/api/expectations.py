"""Expectations of a data set, over HTTP."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.openapi.operations import operation
from api.problems import ApiProblem, error, field_problem
from api.views import View
from datasets import expectations
from datasets.api import shapes
from datasets.models import Dataset
from language.sentences import told

EXAMPLES = {
    "Two promises": {
        "expectations": [
            {"kind": "range", "column": "amount", "params": {"min": 0, "max": 5000}},
            {"kind": "rows", "params": {"least": 1000}},
        ]
    }
}
EXPECTATION_SCHEMA = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["range", "categories", "not_missing", "unique", "fresh", "rows"]},
        "column": {"type": ["string", "null"]},
        "params": {"type": "object", "description": "What the kind needs: min and max, share, least ..."},
    },
}
EXPECTATIONS_SCHEMA = {
    "application/json": {
        "type": "object",
        "required": ["expectations"],
        "properties": {"expectations": {"type": "array", "items": EXPECTATION_SCHEMA}},
    }
}


class DatasetExpectations(View):
    """GET: expectations, suggestions from the newest version, and its verdicts. PUT: replaces all."""

    permissions_by_method = {"GET": "datasets.view_dataset", "PUT": "datasets.add_dataset"}

    @operation(
        "read_expectations",
        "See what is expected of a data set, and whether it is so",
        answers={200: shapes.Expectations},
    )
    def get(self, request: Request, slug: str) -> Response:
        return Response(_described(_dataset(slug)))

    @operation(
        "replace_expectations",
        "Replace all that is expected of a data set",
        body=EXPECTATIONS_SCHEMA,
        answers={200: shapes.Expectations},
        examples=EXAMPLES,
    )
    def put(self, request: Request, slug: str) -> Response:
        dataset = _dataset(slug)
        require_change(request.user, "datasets.add_dataset", dataset)
        sent = request.data.get("expectations") if isinstance(request.data, dict) else None
        if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
            message = "Send the expectations as a list of objects with kind, column and params."
            raise field_problem("expectations", "invalid", message, 400)
        expectations.expect_only(request.user, dataset, _promises(sent))
        return Response(_described(_dataset(slug)))


def _promises(sent: list[dict[str, Any]]) -> list[Any]:
    from datasets.checking.expectations import Expectation, ExpectationError

    promises, errors = [], []
    for place, stored in enumerate(sent):
        try:
            promises.append(Expectation.from_dict(stored))
        except ExpectationError as refusal:
            errors.append(error(f"expectations.{place}", "unfit", str(refusal)))
    if errors:
        raise ApiProblem(422, " ".join(one["message"] for one in errors), errors)
    return promises


def _described(dataset: Dataset) -> shapes.Expectations:
    newest = dataset.latest()
    suggested: list[Any] = []
    with suppress(FileNotFoundError):
        suggested = [promise.as_dict() for promise in expectations.suggested(newest)]
    kept: list[Any] = [kept.as_dict() for kept in dataset.expectations.all()]
    return {
        "expectations": kept,
        "suggested": suggested,
        "version": newest.number,
        "outcome": newest.outcome or None,
        "verdicts": told(newest.verdicts),
    }


def _dataset(slug: str) -> Dataset:
    return get_object_or_404(Dataset, slug=slug)
