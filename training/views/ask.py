"""Asking a question: one decision a page, each kept in the draft before the next is asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import may, needs
from api.pages import page_of
from datasets.forms import UploadForm
from datasets.models import Dataset, DatasetVersion
from datasets.sample_sheets import SAMPLE_SHEETS, add_sample
from datasets.services import find_version
from datasets.views import Received, receive
from training import registry
from training.exchange import DataProblems
from training.expected import expected_seconds, in_words
from training.families import Family
from training.forms import EFFORTS, ColumnsForm, EffortForm, QuestionForm, SettingsForm
from training.models import Draft
from training.orders import OrderRefused
from training.services import drafts
from training.views.ask_words import STEP_LABELS, nothing_against, remedies, why_not

PERMISSION = "training.add_trainingrun"
DRAFTS_SHOWN = 3

Step = Callable[[HttpRequest, Draft], HttpResponse]


@require_GET
@needs(PERMISSION)
def new(request: HttpRequest) -> HttpResponse:
    """The entry for links on other pages: ``?dataset=sales@3&family=forecasting`` are said already."""
    family = request.GET.get("family", "")
    if family not in {known.key for known in registry.all_families()}:
        family = ""
    try:
        version = find_version(request.GET.get("dataset", ""))
    except DatasetVersion.DoesNotExist:
        version = None
    if version is None and not family:
        return redirect("ask")
    draft = drafts.begin(request.user, version, family)
    return redirect(f"ask-{drafts.reached(draft)[-1]}", draft.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@needs(PERMISSION)
def ask(request: HttpRequest) -> HttpResponse:
    """The first question: of which data? Its answer begins a draft."""
    return _data_page(request, None)


@require_POST
@needs(PERMISSION)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    drafts.discard(_own_draft(request, pk))
    return redirect("ask")


def _own_draft(request: HttpRequest, pk: int) -> Draft:
    rows = Draft.objects.select_related("version__dataset", "owner", "run")
    return get_object_or_404(rows, pk=pk, owner=request.user.pk)


def step(view: Step) -> Callable[..., HttpResponseBase]:
    """A page of a draft of one's own, named as its step. A draft that was started leads to its run, a
    step that is not reached yet to the last one that is."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @needs(PERMISSION)
    @wraps(view)
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        draft = _own_draft(request, pk)
        if draft.run is not None:
            return redirect(draft.run)
        reached = drafts.reached(draft)
        if view.__name__ not in reached:
            return redirect(f"ask-{reached[-1]}", draft.pk)
        return view(request, draft)

    return page


# --- The steps, in their order ------------------------------------------------------------------


@step
def data(request: HttpRequest, draft: Draft) -> HttpResponse:
    return _data_page(request, draft)


@step
def question(request: HttpRequest, draft: Draft) -> HttpResponse:
    reasons = [(family, why_not(family, draft.sheet)) for family in registry.all_families()]
    choices = [{"family": family, "why_not": reason} for family, reason in reasons]
    possible = [family for family, reason in reasons if not reason]
    form = QuestionForm(possible, request.POST or None)
    if request.method == "POST" and form.is_valid():
        drafts.choose_question(draft, registry.get(form.cleaned_data["family"]))
        return _go_on(draft, "question")
    chosen = draft.family or (possible[0].key if possible else "")
    return _page(request, "question", draft, form=form, choices=choices, chosen=chosen, possible=possible)


@step
def columns(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = ColumnsForm(_family(draft), draft.sheet, draft.columns, *_posted(request))
    if form.is_valid():
        drafts.choose_columns(draft, form.columns())
        return _go_on(draft, "columns")
    return _page(request, "columns", draft, form=form)


@step
def settings(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = SettingsForm(_family(draft), draft.settings, *_posted(request))
    if form.is_valid():
        drafts.choose_settings(draft, form.settings())
        return _go_on(draft, "settings")
    return _page(request, "settings", draft, form=form)


@step
def checks(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What stands against it, with the step at which it can be put right."""
    refusals, problems = [], []
    try:
        problems = drafts.problems_of(draft)
    except OrderRefused as refused:
        refusals = list(refused.errors)
    blocked = bool(refusals) or any(problem.fatal for problem in problems)
    if request.method == "POST" and not blocked:
        drafts.pass_checks(draft)
        return _go_on(draft, "checks")
    found = [
        {"problem": problem, "remedies": _links(draft, remedies(problem, draft))} for problem in problems
    ]
    calm = "" if found or refusals else nothing_against(draft)
    return _page(request, "checks", draft, found=found, refusals=refusals, blocked=blocked, calm=calm)


@step
def effort(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The last decision; saying it starts the run."""
    family = _family(draft)
    form = EffortForm(family, draft, *_posted(request))
    if form.is_valid():
        drafts.choose_effort(draft, form.order(drafts.order_of(draft)))
        try:
            return redirect(drafts.start(draft))
        except OrderRefused as refused:
            for error in refused.errors:
                form.add_order_error(error.location, error.message)
        except DataProblems:
            return redirect("ask-checks", draft.pk)
    efforts = [
        {"key": key, "title": title, "text": text, "time": _time(family, key, draft)}
        for key, (title, text) in EFFORTS.items()
    ]
    return _page(request, "effort", draft, form=form, efforts=efforts)


# --- What the steps share -----------------------------------------------------------------------


def _posted(request: HttpRequest) -> tuple[Any, ...]:
    return (request.POST,) if request.method == "POST" else ()


def _family(draft: Draft) -> Family:
    family = drafts.family_of(draft)
    if family is None:
        raise Http404
    return family


def _go_on(draft: Draft, step: str) -> HttpResponse:
    return redirect(f"ask-{drafts.after(draft, step)}", draft.pk)


def _links(draft: Draft, steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(reverse(f"ask-{step}", args=[draft.pk]), label) for step, label in steps]


def _time(family: Family, effort: Any, draft: Draft) -> str:
    return in_words(expected_seconds(family, effort, draft.sheet.rows, draft.settings))


def _page(request: HttpRequest, step: str, draft: Draft | None, **context: Any) -> HttpResponse:
    """The page of a step: 422 where it shows what was posted and refused."""
    shown = draft or Draft()
    steps, reached = drafts.steps_of(shown), drafts.reached(shown)
    addresses = {key: reverse(f"ask-{key}", args=[draft.pk]) for key in steps} if draft else {}
    frame = {
        "draft": draft,
        "step": step,
        "steps": [
            {"key": key, "label": STEP_LABELS[key], "reached": key in reached, "url": addresses.get(key, "")}
            for key in steps
        ],
        "back": addresses.get(steps[steps.index(step) - 1], "") if step != "data" else "",
        "family": drafts.family_of(shown),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, f"training/ask_{step}.html", {**frame, **context}, status=status)


def _data_page(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """Sample data, one's own file, or a sheet that is here: three buttons, one answer."""
    form, received = UploadForm(), Received()
    may_upload = may(request.user, "datasets.add_dataset")
    if request.method == "POST":
        if "dataset" in request.POST:
            received = Received(_chosen_sheet(request))
        elif "sample" in request.POST and may_upload:
            received = Received(_sample(request))
        elif may_upload:
            form = UploadForm(request.POST, request.FILES)
            received = receive(request, form)
        if received.version is not None:
            return _with_data(request, draft, received.version)
    search = request.GET.get("q", "").strip()
    unfinished = _unfinished(request) if draft is None and request.method == "GET" else []
    if not unfinished:
        form.fields["file"].widget.attrs["autofocus"] = True
    context = {
        "form": form,
        "findings": received.findings,
        "samples": SAMPLE_SHEETS,
        "q": search,
        "page": page_of(request, Dataset.objects.with_latest().search(search)),
        "may_upload": may_upload,
        "unfinished": unfinished,
    }
    return _page(request, "data", draft, **context)


def _with_data(request: HttpRequest, draft: Draft | None, version: DatasetVersion) -> HttpResponse:
    if draft is None:
        draft = drafts.begin(request.user, version)
    else:
        drafts.choose_data(draft, version)
    return _go_on(draft, "data")


def _chosen_sheet(request: HttpRequest) -> DatasetVersion:
    try:
        return find_version(request.POST["dataset"])
    except DatasetVersion.DoesNotExist:
        raise Http404(_("There is no such sheet.")) from None


def _sample(request: HttpRequest) -> DatasetVersion:
    if request.POST["sample"] not in SAMPLE_SHEETS:
        raise Http404(_("There is no such sheet."))
    return add_sample(request.user, request.POST["sample"])


def _unfinished(request: HttpRequest) -> list[dict[str, Any]]:
    """What the user began and did not start, with the step to go on at."""
    rows = Draft.objects.unfinished().filter(owner=request.user.pk)[:DRAFTS_SHOWN]
    return [
        {
            "draft": draft,
            "family": drafts.family_of(draft),
            "step": f"ask-{(last := drafts.reached(draft)[-1])}",
            "label": STEP_LABELS[last],
        }
        for draft in rows
    ]
