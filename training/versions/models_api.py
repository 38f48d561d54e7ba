"""Trained models over HTTP: the list, one of them, its name and marks, the bin and back."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_change
from api.binning import RestoreOrder, binned, binned_response, naming, restoring
from api.openapi.answers import Deletes
from api.openapi.operations import NOTHING, listed, operation
from api.paging import flag, page
from api.problems import field_problem
from api.views import ANY, View
from contract.data import Options
from training.models import TrainedModel
from training.versions import care, deletion, shapes
from training.versions.api import PREVIEW, describe_alias, find_model

MARKS = ("pinned", "archived")


def describe_model(model: TrainedModel) -> shapes.Model:
    versions = model.versions.order_by("-number")
    aliases = model.aliases.at().select_related("version", "set_by")
    return {
        "slug": model.slug,
        "name": model.name,
        "family": model.family,
        "owner": model.owner.get_username() if model.owner else None,
        "pinned": model.pinned,
        "archived": model.archived,
        "created_at": model.created_at,
        "aliases": [describe_alias(alias) for alias in aliases],
        "versions": [
            {
                "number": version.number,
                "label": version.label,
                "headline": version.headline,
                "metrics": version.metrics,
                "baseline": version.baseline,
                "size": version.size,
                "created_at": version.created_at,
            }
            for version in versions
        ],
    }


ORDERING = ["name", "slug", "created_at", "family"]
LISTED = listed(
    {
        "family": "The key of a family.",
        "name": "A part of the name.",
        "owner": "The name of a user.",
        "pinned": "Only those that are, or are not.",
        "archived": "Only those that are, or are not.",
    },
    ORDERING,
    pinned=bool,
    archived=bool,
)


class ModelList(View):
    permissions_by_method = {"GET": "training.view_trainedmodel"}
    parameters_by_method = {"GET": ANY}

    @operation("list_models", "List the models", answers={200: shapes.ModelPage}, parameters=LISTED)
    def get(self, request: Request) -> Response:
        def describe(model: Any) -> shapes.ModelInList:
            return {
                "slug": model.slug,
                "name": model.name,
                "family": model.family,
                "owner": model.owner.get_username() if model.owner else None,
                "versions": model.version_count,
                "latest": model.latest_number,
                "production": model.production_number,
                "headline": model.latest_headline,
                "size": model.total_size,
                "pinned": model.pinned,
                "archived": model.archived,
                "created_at": model.created_at,
            }

        rows = TrainedModel.objects.with_latest().select_related("owner")
        filters = {"family": "family", "name": "name__icontains", "owner": "owner__username"}
        for mark in MARKS:
            if wanted := request.query_params.get(mark):
                rows = rows.filter(**{mark: flag(mark, wanted)})
        return page(request, rows, describe, ORDERING, filters, MARKS)


class ModelChange(Options):
    """The body that changes a model; what is left out stays. The address never changes."""

    name: str | None = Field(default=None, min_length=1, max_length=120)
    pinned: bool | None = None
    archived: bool | None = None


class ModelDetail(View):
    permissions_by_method = {
        "GET": "training.view_trainedmodel",
        "PATCH": "training.add_trainingrun",
        "DELETE": "training.delete_trainedmodel",
    }
    parameters_by_method = {"DELETE": ("preview",)}

    @operation("read_model", "See a model with its versions", answers={200: shapes.Model})
    def get(self, request: Request, slug: str) -> Response:
        return Response(describe_model(find_model(slug)))

    @operation(
        "change_model",
        "Rename, pin or archive a model",
        body=ModelChange,
        answers={200: shapes.Model},
        fails=[409],
        examples={"Pin it": {"pinned": True}, "Another name": {"name": "Sales of next month"}},
    )
    def patch(self, request: Request, slug: str) -> Response:
        model = find_model(slug)
        require_change(request.user, "training.add_trainingrun", model)
        change = ModelChange.model_validate(request.data)
        if change.pinned and change.archived:
            raise field_problem("archived", "not_with_pinned", "A model is pinned or archived, not both.")
        if change.name is not None:
            with naming(change.name) as name:
                care.rename_model(request.user, model, name)
        if change.pinned is not None:
            care.pin_model(request.user, model, change.pinned)
        if change.archived is not None:
            care.archive_model(request.user, model, change.archived)
        return Response(describe_model(find_model(slug)))

    @operation(
        "delete_model",
        "Put a model into the bin",
        answers={204: NOTHING, 200: Deletes},
        parameters=[PREVIEW],
    )
    def delete(self, request: Request, slug: str) -> Response:
        model = find_model(slug)
        require_change(request.user, "training.delete_trainedmodel", model)
        if request.query_params.get("preview") == "true":
            return Response({"deletes": deletion.dependents_of_model(model)})
        deletion.bin_model(request.user, model)
        return binned_response(model)


class ModelRestore(View):
    """Back from the bin, under its old name or under ``name``."""

    permissions_by_method = {"POST": "training.delete_trainedmodel"}

    @operation(
        "restore_model",
        "Bring a model back from the bin",
        body=RestoreOrder,
        optional_body=True,
        answers={200: shapes.Model},
        fails=[409],
        examples={"Under another name": {"name": "Sales of last year"}},
    )
    def post(self, request: Request, slug: str) -> Response:
        order = RestoreOrder.model_validate(request.data or {})
        model = binned(TrainedModel, slug)
        require_change(request.user, "training.delete_trainedmodel", model)
        with restoring(model):
            deletion.restore_model(request.user, model, order.name)
        return Response(describe_model(find_model(model.slug)))
