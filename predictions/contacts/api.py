"""The call list of a version over HTTP: who is to be contacted, and what came of it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import idempotent
from api.openapi.answers import Page
from api.openapi.operations import listed, operation
from api.paging import Paging
from api.problems import ApiProblem, field_problem
from api.views import View
from predictions.contacts import services
from predictions.contacts.models import Outcome, State
from predictions.contacts.services import UNMARKED, Filter, NoCallList
from training.models import ModelVersion
from training.versions.api import find_model, find_version
from training.versions.services import FileMissing

Marked = Literal["", "done", "reached", "not_reached"]
CameOfIt = Literal["yes", "no", "unknown"]


class Mark(BaseModel):
    """What came of contacting a person. What is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(max_length=200, description="The person, as the list names them.")
    state: Marked = Field("", description="How far the contact came; empty: not contacted yet.")
    outcome: CameOfIt = Field("unknown", description="What the person did.")
    note: str = Field("", max_length=500)


class Before(BaseModel):
    state: Marked
    outcome: CameOfIt
    note: str


class MarkKept(Mark):
    """The mark as it stands, and the one before, which takes it back when it is sent."""

    before: Before


class Call(BaseModel):
    """A person of the list. ``probability`` or ``value`` is None, as the model predicts."""

    id: str
    probability: float | None = Field(description="From 0 to 1.")
    value: float | None = Field(description="Of a model that predicts an amount.")
    quality: str = Field(description="The rating, such as hot, warm or cold.")
    reasons: str
    recommendation: str = Field(description="What to do, in words.")
    state: Marked
    outcome: CameOfIt
    note: str


class Calls(Page):
    results: list[Call]


FILTERS = {
    "state": "open: not contacted yet; done, reached or not_reached.",
    "quality": "The rating, in the words of the family.",
    "q": "A word that occurs in the row.",
}
REACHED = {"id": "C0042", "state": "reached", "outcome": "yes"}


class CallList(View):
    """Everybody whose outcome is open, the highest score first, with their marks."""

    permissions_by_method = {"GET": "predictions.add_predictionlog"}
    parameters_by_method = {"GET": ("state", "quality", "q", "limit", "offset")}

    @operation(
        "list_calls",
        "List whom to contact: people whose outcome is open, the highest score first",
        answers={200: Calls},
        parameters=listed(FILTERS),
        fails=[400, 410],
    )
    def get(self, request: Request, slug: str, number: int | None = None) -> Response:
        asked = {name: request.query_params.get(name, "").strip() for name in ("state", "quality", "q")}
        if asked["state"] not in {"", UNMARKED, *State.values}:
            known = ", ".join([UNMARKED, *State.values])
            raise field_problem("state", "unknown", f"state is one of {known}, not {asked['state']!r}.", 400)
        version = _version(slug, number)
        try:
            table = services.listed(version, Filter(asked["state"], asked["quality"], asked["q"]))
        except (NoCallList, FileMissing) as none:
            raise _no_list(version, none) from None
        paging, name = Paging(), "value" if "mae" in version.metrics else "probability"
        shown: list[Any] = paging.paginate_queryset(table.to_dict("records"), request) or []
        return paging.get_paginated_response([_described(row, name) for row in shown])


class CallMark(View):
    """A mark for one person of the list."""

    permissions_by_method = {"POST": "predictions.add_predictionlog"}

    @operation(
        "mark_call",
        "Mark a person of the call list: done, reached or not, and what they did",
        body=Mark,
        answers={200: MarkKept},
        examples={"Reached, and stays": REACHED},
        fails=[410],
    )
    @idempotent
    def post(self, request: Request, slug: str, number: int | None = None) -> Response:
        mark, version = Mark.model_validate(request.data), _version(slug, number)
        try:
            known = services.is_listed(version, mark.id)
        except (NoCallList, FileMissing) as none:
            raise _no_list(version, none) from None
        if not known:
            raise field_problem("id", "unknown", f"{mark.id!r} is not on the call list of {version}.", 404)
        stands = version.contacts.filter(customer=mark.id).first()
        said = {
            name: getattr(mark if name in mark.model_fields_set else stands or mark, name)
            for name in ("state", "outcome", "note")
        }
        before = services.mark(request.user, version, mark.id, **said)
        return Response({"id": mark.id, **said, "before": _whole(before)})


def _version(slug: str, number: int | None) -> ModelVersion:
    if number is not None:
        return find_version(slug, number)
    version, _alias = find_model(slug).version_to_ask()
    if version is None:
        raise ApiProblem(404, f"The model {slug!r} has no version yet.")
    return version


def _no_list(version: ModelVersion, why: Exception) -> ApiProblem:
    if isinstance(why, NoCallList):
        return ApiProblem(404, f"{version} has no call list: its model does not score people.")
    return ApiProblem(410, f"{why} Train the model again, or restore the file.")


def _described(row: dict[str, Any], chance: str) -> dict[str, Any]:
    return {
        "id": row["customer"],
        "probability": None,
        "value": None,
        chance: row["chance"],
        "quality": row["quality"],
        "reasons": row["reasons"],
        "recommendation": row["action"],
        **_whole(row),
    }


def _whole(mark: dict[str, Any]) -> dict[str, str]:
    return {"state": mark["state"], "outcome": mark["outcome"] or Outcome.UNKNOWN.value, "note": mark["note"]}
