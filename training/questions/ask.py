"""Asking a question: one decision per page, each saved in the draft before the next."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import needs
from api.pages import is_partial
from contract import filters, registry
from contract.data import DataProblems, Problem
from datasets.models import DatasetVersion
from datasets.sample_sheets import SAMPLE_SHEETS
from datasets.services import find_version
from training.models import Draft
from training.questions import choosing_columns, drafts
from training.questions.answers import forms_for, take_instead
from training.questions.ask_frame import PERMISSION, choose, family_of, go_on, own_draft, posted, show, step
from training.questions.ask_words import (
    STEP_LABELS,
    check_address,
    found_in,
    nothing_against,
    places_of,
    why_not,
)
from training.questions.column_form import ColumnsForm
from training.questions.forms import EFFORTS, EffortForm, QuestionForm, SettingsForm
from training.questions.worth import keep_worth, worth_form
from training.runs.expected import estimates
from training.runs.line import Line
from training.runs.orders import OrderError, OrderRefused

DRAFTS_SHOWN = 3


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
    drafts.discard(own_draft(request, pk))
    return redirect("ask")


# --- The steps, in their order ------------------------------------------------------------------


@step("data")
def data(request: HttpRequest, draft: Draft) -> HttpResponse:
    return _data_page(request, draft)


@step("question")
def question(request: HttpRequest, draft: Draft) -> HttpResponse:
    reasons = [(family, why_not(family.main_table, draft.sheet)) for family in registry.all_families()]
    choices = [{"family": family, "why_not": reason} for family, reason in reasons]
    possible = [family for family, reason in reasons if not reason]
    form = QuestionForm(possible, request.POST or None)
    if request.method == "POST" and form.is_valid():
        drafts.choose_question(draft, registry.get(form.cleaned_data["family"]))
        return go_on(draft, "question")
    chosen = draft.family or (possible[0].key if possible else "")
    return show(request, "question", draft, form=form, choices=choices, chosen=chosen, possible=possible)


@step("columns")
def columns(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A menu for each column. Each change of one is answered with what the choice means; nothing is saved
    before the form is sent."""
    family = family_of(draft)
    saved = choosing_columns.guessed(draft) if draft.columns is None else draft.columns
    form = ColumnsForm(family.main_table, draft.sheet, saved, *posted(request), left_out=draft.left_out)
    worth = worth_form(draft, family, request.POST if request.method == "POST" else None)
    valid = form.is_valid() and (worth.is_valid() or not worth.is_bound)
    said = [
        *(str(error) for error in form.non_field_errors()),
        *family.choice_in_words(form.columns(), choosing_columns.sheet_of(draft)),
    ]
    if is_partial(request):
        return render(request, "training/ask_columns_said.html", {"said": said})
    if valid:
        drafts.choose_columns(draft, form.columns())
        keep_worth(draft, worth)
        return _answer(draft) if "answer" in request.POST else go_on(draft, "columns")
    return show(request, "columns", draft, form=form, said=said, worth=worth)


@step("settings")
def settings(request: HttpRequest, draft: Draft) -> HttpResponse:
    values = partial(choosing_columns.values_of, draft)
    form = SettingsForm(family_of(draft), draft.settings, *posted(request), values=values)
    if form.is_valid():
        drafts.choose_settings(draft, form.settings())
        return go_on(draft, "settings")
    return show(request, "settings", draft, form=form)


@step("checks")
def checks(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What prevents the start, with the step where it can be fixed."""
    refusals: list[OrderError] = []
    problems: list[Problem] = []
    try:
        problems = drafts.problems_of(draft)
    except OrderRefused as refused:
        refusals = list(refused.errors)
    questions = forms_for(draft, problems, request.POST if request.method == "POST" else None)
    if (answered := next((form for form in questions if form.is_bound), None)) and answered.is_valid():
        answered.save(draft)
        return redirect("ask-checks", draft.pk)
    blocked = bool(refusals) or any(problem.fatal for problem in problems)
    if request.method == "POST" and "instead" in request.POST:
        return _instead(draft, problems, request.POST["instead"])
    if request.method == "POST" and "leave_out" in request.POST:
        choosing_columns.leave_out(draft, problems)
        return _answer(draft)
    if request.method == "POST" and not blocked:
        drafts.reach(draft, "effort")
        return _start(draft) if "answer" in request.POST else go_on(draft, "checks")
    context: dict[str, Any] = {
        "found": found_in(problems, draft),
        "questions": questions,
        "counting": [filters.in_words(filters.Filter.model_validate(one)) for one in draft.filters],
        "refusals": refusals,
        "places": places_of(refusals, draft),
        "blocked": blocked,
        "to_leave_out": choosing_columns.to_leave_out(draft, problems),
        "check_url": check_address(draft),
        "calm": [] if problems or refusals else nothing_against(draft),
    }
    return show(request, "checks", draft, **context)


@step("effort")
def effort(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The last decision; saying it starts the run."""
    family = family_of(draft)
    form = EffortForm(family, draft, *posted(request))
    if form.is_valid():
        drafts.choose_effort(draft, form.order(drafts.order_of(draft)))
        try:
            return redirect(drafts.start(draft))
        except OrderRefused as refused:
            for error in refused.errors:
                form.add_order_error(error.location, error.message)
        except DataProblems:
            return redirect("ask-checks", draft.pk)
    line = Line()
    efforts = [
        {
            "key": key,
            "title": EFFORTS[key][0],
            "text": EFFORTS[key][1],
            "time": estimate,
            "wait": line.place_of_new(estimate.seconds).wait,
        }
        for key, estimate in estimates(family, draft.sheet.rows, draft.settings).items()
    ]
    return show(request, "effort", draft, form=form, efforts=efforts)


def _answer(draft: Draft) -> HttpResponse:
    """The shortest way from the columns: the run, with everything else as it stands, unless something has to
    be said or read before."""
    if drafts.lacking_tables(draft):
        return go_on(draft, "columns")
    drafts.reach(draft, "checks")
    try:
        problems = drafts.problems_of(draft)
    except OrderRefused:
        return redirect("ask-checks", draft.pk)
    return redirect("ask-checks", draft.pk) if problems else _start(draft)


def _instead(draft: Draft, problems: list[Problem], place: str) -> HttpResponse:
    """What a finding offers in its place: of one that stands in the way, the run follows."""
    fatal = place.isdecimal() and int(place) < len(problems) and problems[int(place)].fatal
    take_instead(draft, [one.as_dict() for one in problems], place)
    return _answer(draft) if fatal else redirect("ask-checks", draft.pk)


def _start(draft: Draft) -> HttpResponse:
    """The run of a draft that nobody has given a name, or its page where the last step refuses it."""
    drafts.name_it(draft)
    try:
        return redirect(drafts.start(draft))
    except OrderRefused:
        return redirect("ask-effort", draft.pk)
    except DataProblems:
        return redirect("ask-checks", draft.pk)


def _data_page(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    version, context = choose(request)
    if version is not None:
        return _with_data(request, draft, version)
    unfinished = _unfinished(request) if draft is None and request.method == "GET" else []
    if not unfinished:
        context["form"].fields["file"].widget.attrs["autofocus"] = True
    context |= {
        "samples": SAMPLE_SHEETS,
        "unfinished": unfinished,
        "chosen": draft.version.dataset_id if draft and draft.version else None,
    }
    return show(request, "data", draft, **context)


def _with_data(request: HttpRequest, draft: Draft | None, version: DatasetVersion) -> HttpResponse:
    if draft is None:
        draft = drafts.begin(request.user, version)
    else:
        drafts.choose_data(draft, version)
    return go_on(draft, "data")


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
