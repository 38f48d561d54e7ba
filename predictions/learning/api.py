"""Sessions over HTTP: opened, asked for proposals, told what came of them, stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import Field, ValidationError, model_validator
from rest_framework.request import Request
from rest_framework.response import Response

from api.idempotency import idempotent
from api.openapi.operations import PAGING, listed, operation
from api.paging import Paging, page
from api.problems import ApiProblem, field_problem, from_pydantic
from api.views import ANY, View
from contract.asking import RequestProblem
from contract.data import Options
from predictions.api import refused_as_problems
from predictions.learning import services, shapes
from predictions.learning.models import LARGEST_SEED, Session, SessionStep
from training.models import ModelVersion, TrainedModel

READ, WRITE = "training.view_trainedmodel", services.PERMISSION


class SessionOrder(Options):
    """The body that opens a session. The settings are those of the model's family."""

    model: str = Field(description="The slug of a model, or slug@alias.")
    version: int | None = Field(default=None, description="The number of a version, beside a plain slug.")
    settings: dict[str, Any] = Field(
        default_factory=dict, description="The settings of the session, as the family declares them."
    )
    seed: int | None = Field(default=None, ge=0, le=LARGEST_SEED)

    @model_validator(mode="after")
    def _one_of_both(self) -> SessionOrder:
        if self.version is not None and "@" in self.model:
            raise ValueError("Name an alias or a version, not both.")
        return self


class Observation(Options):
    """The body that says what came of the proposal of a step."""

    step: int = Field(description="The step of the proposal.")
    result: dict[str, Any] = Field(description="As `takes` of the session describes it.")


class Stop(Options):
    """The body that stops a session; it may be left out."""

    reason: str = Field(default="", max_length=300, pattern="^[^\\x00]*$")


ORDERING = ["created_at", "stopped_at"]
LISTED = listed({"status": "open or stopped.", "model": "The model that learns."}, ORDERING)
PROPOSED = {"step": 7, "proposal": {"price": 9.5}, "why": "9.5 may earn most: it was tried 3 times."}


def describe_session(session: Session) -> shapes.Session:
    return {
        **_opened(session),
        "label": session.version.label,
        "status": session.status,
        "owner": session.owner.get_username() if session.owner else None,
        "created_at": session.created_at,
        "stopped_at": session.stopped_at,
        "reason": session.reason or None,
    }


def describe_step(step: SessionStep) -> shapes.SessionStep:
    return {
        "step": step.number,
        "proposal": step.proposal,
        "why": str(step.why),
        "seed": step.seed,
        "proposed_by": step.proposed_by.get_username() if step.proposed_by else None,
        "proposed_at": step.proposed_at,
        "result": step.result,
        "observed_by": step.observed_by.get_username() if step.observed_by else None,
        "observed_at": step.observed_at,
    }


class SessionList(View):
    """One's own sessions; administrators see everybody's."""

    permissions_by_method = {"GET": READ, "POST": WRITE}
    parameters_by_method = {"GET": ANY}

    @operation(
        "list_sessions",
        "List your sessions, newest first",
        answers={200: shapes.SessionPage},
        parameters=LISTED,
    )
    def get(self, request: Request) -> Response:
        filters = {"status": "status", "model": "version__model__slug"}
        rows = services.sessions_of(request.user)
        return page(request, rows, describe_session, ORDERING, filters)

    @operation(
        "open_session",
        "Open a session with a model that learns by trying",
        body=SessionOrder,
        answers={201: shapes.SessionOpened},
        fails=[409, 503],
        examples={"A price to find": {"model": "prices", "settings": {"cost": 4}}},
        answered={"The session": {"id": 12, "step": 1, "model": "prices", "version": 3}},
    )
    @idempotent
    def post(self, request: Request) -> Response:
        order = SessionOrder.model_validate(request.data)
        version = _version(order)
        with refused("settings"):
            session = services.start(request.user, version, order.settings, order.seed)
        location = f"/api/v1/sessions/{session.pk}"
        return Response(_opened(session), status=201, headers={"Location": location})


class SessionDetail(View):
    """A session: its state in words and as blocks, what a result is made of, and a page of its steps."""

    permissions_by_method = {"GET": READ}
    parameters_by_method = {"GET": ("limit", "offset")}

    @operation(
        "read_session",
        "See a session with its steps and its state",
        answers={200: shapes.SessionDetail},
        parameters=PAGING,
    )
    def get(self, request: Request, pk: int) -> Response:
        with refused():
            session = services.find_session(pk)
        steps = session.steps.select_related("proposed_by", "observed_by")
        paging = Paging()
        shown = paging.paginate_queryset(steps, request) or []
        learning = session.learning
        return Response(
            {
                **describe_session(session),
                "settings": session.settings,
                "seed": session.seed,
                "state": services.describe(session) or None,
                "takes": learning.Result.model_json_schema() if learning else None,
                "blocks": [block.as_dict() for block in services.blocks(session)],
                "steps": paging.get_paginated_response([describe_step(step) for step in shown]).data,
            }
        )


class SessionPropose(View):
    permissions_by_method = {"POST": WRITE}

    @operation(
        "propose",
        "Ask what to try next: the same until its result is observed",
        answers={200: shapes.Proposal},
        fails=[409, 503],
        answered={"A price to try": PROPOSED},
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        with refused():
            step = services.propose(request.user, pk)
        return Response({"step": step.number, "proposal": step.proposal, "why": str(step.why)})


class SessionObserve(View):
    permissions_by_method = {"POST": WRITE}

    @operation(
        "observe",
        "Say what came of a proposal; 409 with the current step for any other step",
        body=Observation,
        answers={200: shapes.Observed},
        fails=[409, 503],
        examples={"What came of it": {"step": 7, "result": {"shown": 40, "bought": 9}}},
        answered={"The next step": {"step": 8, "state": "After 7 steps, 9.5 earns most."}},
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        with refused():
            services.changing(request.user, pk)  # Who may not is told so before what is wrong with the body.
        body = Observation.model_validate(request.data)
        with refused("result"):
            session = services.observe(request.user, pk, body.step, body.result)
        return Response({"step": session.step, "state": services.describe(session)})


class SessionStop(View):
    permissions_by_method = {"POST": WRITE}

    @operation(
        "stop_session",
        "Stop a session: it neither proposes nor observes any more",
        body=Stop,
        optional_body=True,
        answers={200: shapes.Session},
        fails=[409],
        examples={"With a reason": {"reason": "The season is over."}},
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        body = Stop.model_validate(request.data or {})
        with refused():
            session = services.stop(request.user, pk, body.reason)
        return Response(describe_session(session))


@contextmanager
def refused(part: str = "") -> Iterator[None]:
    """What the services refuse, over HTTP; fields are those of ``part`` of the body."""
    with refused_as_problems():
        try:
            yield
        except services.SessionGone as gone:
            raise ApiProblem(404, str(gone)) from None
        except services.SessionRefused as conflict:
            now: dict[str, Any] = {} if conflict.step is None else {"step": conflict.step}
            raise ApiProblem(409, str(conflict), **now) from None
        except ValidationError as failure:
            raise from_pydantic(failure, part) from None
        except RequestProblem as problem:
            location = f"{part}.{problem.location}".strip(".")
            raise field_problem(location, problem.code, problem.message) from None


def _opened(session: Session) -> shapes.SessionOpened:
    version = session.version
    return {
        "id": session.pk,
        "step": session.step,
        "model": version.model.slug,
        "version": version.number,
    }


def _version(order: SessionOrder) -> ModelVersion:
    """Raises ApiProblem where there is no such model or version."""
    slug, _, alias = order.model.partition("@")
    model = TrainedModel.objects.filter(slug=slug).first()
    if model is None:
        raise field_problem("model", "unknown", f"There is no model {slug!r}.")
    if order.version is not None:
        version = model.versions.defer("report").filter(number=order.version).first()
        if version is None:
            raise field_problem("version", "unknown", f"The model {slug!r} has no version {order.version}.")
        return version
    version, _found_under = model.version_to_ask(alias)
    if version is None:
        wanted = f"alias {alias!r}" if alias else "version"
        raise field_problem("model", "unknown", f"The model {slug!r} has no {wanted}.")
    return version
