"""The pages of sessions: opened on the page of a model, tried step by step, stopped."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import ValidationError

from accounts.permissions import PermissionLacking, may, may_change, needs, require_change
from api.pages import is_partial, page_of
from contract.artifacts import ArtifactError
from contract.asking import RequestProblem
from contract.data import Options
from contract.model import ModelUnavailable
from contract.registry import FamilyMissing
from predictions.learning import services
from predictions.learning.forms import OptionsForm
from predictions.learning.models import Session, SessionStatus
from predictions.learning.services import PERMISSION, SessionGone, SessionRefused
from predictions.learning.shown import proposal_facts, settings_facts, shown_steps
from training.models import ModelVersion

SEE = "training.view_trainedmodel"
NEXT = (SessionRefused, FamilyMissing, ArtifactError, ModelUnavailable)
"""Why a session may not go on; each says so in a sentence."""
REASON_LENGTH = 300


@require_http_methods(["GET", "POST"])
@needs(SEE)
def sessions_of_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The sessions of a model; another one is opened with this version of it.

    The page of the model shows those that are open, this page all of them.
    """
    versions = ModelVersion.objects.select_related("model").defer("report")
    version = get_object_or_404(versions, model__slug=slug, number=number)
    learning = version.model.get_family().learning
    if learning is None:
        raise Http404(_("This model does not learn by trying."))
    form = OptionsForm(learning.Settings)
    if request.method == "POST":
        if not may(request.user, PERMISSION):
            raise PermissionLacking(PERMISSION)
        form = OptionsForm(learning.Settings, request.POST)
        if form.is_valid() and (session := _started(request, version, form)) is not None:
            return redirect(session)
    partial = is_partial(request)
    rows = Session.objects.for_one().filter(version__model=version.model)
    if partial:
        rows = rows.filter(status=SessionStatus.OPEN)
    page = page_of(request, rows)
    context = {
        "version": version,
        "model": version.model,
        "form": form,
        "page": page,
        "sessions": [(session, services.describe(session)) for session in page],
        "partial": partial,
        "may_open": may(request.user, PERMISSION),
    }
    status = 422 if form.is_bound else 200
    return render(request, "predictions/sessions.html", context, status=status)


def _started(request: HttpRequest, version: ModelVersion, form: OptionsForm) -> Session | None:
    """A session with its first proposal; None where it was refused, and the form says why."""
    try:
        session = services.start(request.user, version, form.values())
    except (ValidationError, RequestProblem) as failure:
        form.refuse(failure)
    except NEXT as refused:
        form.add_error(None, str(refused))
    else:
        _propose(request, session)
        return session
    return None


@require_http_methods(["GET", "POST"])
@needs(SEE)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session as it stands; the result of its proposal is posted here, and the next one follows."""
    found = _find(pk)
    if request.method == "GET":
        return _page(request, found)
    require_change(request.user, PERMISSION, found)
    learning = found.learning
    form = OptionsForm(learning.Result if learning else Options, request.POST)
    number = request.POST.get("step", "")
    if form.is_valid():
        try:
            number_of_step = int(number) if number.isdecimal() else 0
            services.observe(request.user, pk, number_of_step, form.values())
        except (ValidationError, RequestProblem) as failure:
            form.refuse(failure)
        except NEXT as refused:
            messages.error(request, str(refused))
            return redirect(found)
        else:
            _propose(request, found)
            return redirect(found)
    return _page(request, found, form)


@require_POST
@needs(PERMISSION)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """For a session that waits to be asked: one opened over the API, or one whose model file was gone."""
    found = _find(pk)
    _propose(request, found)
    return redirect(found)


@require_POST
@needs(PERMISSION)
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    found = _find(pk)
    reason = request.POST.get("reason", "").replace("\0", "").strip()[:REASON_LENGTH]
    try:
        services.stop(request.user, pk, reason)
    except SessionRefused as refused:
        messages.info(request, str(refused))
    return redirect(found)


def _propose(request: HttpRequest, found: Session) -> None:
    """A proposal for the current step, or a message that says why there is none."""
    try:
        services.propose(request.user, found.pk)
    except NEXT as refused:
        messages.error(request, str(refused))


def _page(request: HttpRequest, found: Session, refused: OptionsForm | None = None) -> HttpResponse:
    """htmx asks for the live part alone; ``refused`` is a result with its errors."""
    learning, step = found.learning, found.current() if found.is_open else None
    form = refused or (OptionsForm(learning.Result) if learning else None)
    page = page_of(request, found.steps.select_related("proposed_by", "observed_by").order_by("-number"))
    context: dict[str, Any] = {
        "session": found,
        "version": found.version,
        "model": found.version.model,
        "family": found.version.model.get_family(),
        "learning": learning,
        "step": step,
        "proposal": proposal_facts(learning, step) if step else [],
        "form": form,
        "may_change": may_change(request.user, PERMISSION, found),
        "state": services.describe(found),
        "blocks": [block.as_dict() for block in services.blocks(found)],
        "settings": settings_facts(found),
        "steps": shown_steps(found, list(page)),
        "page": page,
        "partial": is_partial(request),
    }
    if context["partial"]:  # htmx would leave out what comes with a status of refusal.
        if form:
            form.focus_first()
        return render(request, "predictions/session_live.html", context)
    return render(request, "predictions/session.html", context, status=422 if refused else 200)


def _find(pk: int) -> Session:
    try:
        return services.find_session(pk)
    except SessionGone as gone:
        raise Http404(str(gone)) from None
