"""Expectations of a data set, over HTTP."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.problems import ApiProblem, error, field_problem
from api.views import View
from datasets import expectations
from datasets.models import Dataset
from language.sentences import told

EXPECTATION_SCHEMA = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["range", "categories", "not_missing", "unique", "fresh", "rows"]},
        "column": {"type": "string", "nullable": True},
        "params": {"type": "object"},
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

    @extend_schema(operation_id="dataset_expectations_read", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, slug: str) -> Response:
        return Response(_described(_dataset(slug)))

    @extend_schema(
        operation_id="dataset_expectations_replace",
        request=EXPECTATIONS_SCHEMA,
        responses=OpenApiTypes.OBJECT,
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


def _described(dataset: Dataset) -> dict[str, Any]:
    newest = dataset.latest()
    try:
        suggested = [promise.as_dict() for promise in expectations.suggested(newest)]
    except FileNotFoundError:
        suggested = []
    return {
        "expectations": [kept.as_dict() for kept in dataset.expectations.all()],
        "suggested": suggested,
        "version": newest.number,
        "outcome": newest.outcome or None,
        "verdicts": told(newest.verdicts),
    }


def _dataset(slug: str) -> Dataset:
    return get_object_or_404(Dataset, slug=slug)
