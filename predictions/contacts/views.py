"""The call list of a version: filtered, marked as people are reached, exported, kept as outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from pydantic import ValidationError

from accounts.permissions import PermissionLacking, may, needs
from api.pages import ROWS
from api.problems import from_pydantic
from api.rendering import table_response
from contract.asking import PREDICT, RequestProblem
from contract.registry import FamilyMissing
from contract.result_columns import ResultColumn
from language.formats import translated
from predictions.contacts import later_rows as later
from predictions.contacts import services
from predictions.contacts.models import Outcome, State
from predictions.contacts.services import UNMARKED, Filter, NoCallList
from predictions.forms import SheetForm
from predictions.services import AskMissing
from training.models import ModelVersion
from training.versions.about_sheet import about
from training.versions.services import FileMissing

PERMISSION = "predictions.add_predictionlog"
"""Whoever may get answers may say what came of them."""


class MarkForm(forms.Form):
    customer = forms.CharField(max_length=200)
    state = forms.ChoiceField(choices=[("", ""), *State.choices], required=False)
    outcome = forms.ChoiceField(choices=Outcome.choices, required=False)
    note = forms.CharField(max_length=500, required=False)


@require_GET
@needs(PERMISSION)
def calls(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    version, wanted = _version(slug, number), _filter(request)
    try:
        table = services.listed(version, wanted)
    except NoCallList:
        raise Http404 from None
    except FileMissing as missing:
        context = {"version": version, "model": version.model, "missing": missing.args[0]}
        return render(request, "predictions/contacts/calls.html", context, status=410)
    page: Any = Paginator(table.to_dict("records"), ROWS).get_page(request.GET.get("page"))
    context = {
        "version": version,
        "model": version.model,
        "page": page,
        "rows": [_shown(row) for row in page],
        "wanted": wanted,
        "states": [(UNMARKED, _("Not contacted yet")), *State.choices],
        "marks": State.choices,
        "outcomes": Outcome.choices,
        "qualities": [(str(word), translated(word)) for word in _qualities(version)],
        "numeric": "mae" in version.metrics,
        "may_keep": may(request.user, "datasets.add_dataset"),
        **(_todays(request, version) if not len(table) and wanted == Filter() else {}),
    }
    return render(request, "predictions/contacts/calls.html", context)


@require_GET
@needs(PERMISSION)
def download(request: HttpRequest, slug: str, number: str, file_format: str) -> HttpResponse:
    """All rows that the page with the same filters has, as a sheet that a CRM reads."""
    version = _version(slug, int(number))
    try:
        table = services.listed(version, _filter(request))
    except (NoCallList, FileMissing):
        raise Http404 from None
    said = about(version, table.columns, in_words=True, columns=call_columns(version))
    return table_response(table, file_format, f"{slug}-{version.label}-calls", for_excel=True, about=said)


@require_POST
@needs(PERMISSION)
def mark(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The message offers the way back: the mark before, sent to this same address."""
    version = _version(slug, number)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was marked: %(why)s") % {"why": _first_error(form)})
        return redirect("version-calls", slug, number)
    said = form.cleaned_data
    try:
        known = services.is_listed(version, said["customer"])
    except (NoCallList, FileMissing):
        known = False
    if not known:
        raise Http404
    before = services.mark(request.user, version, **said)
    told = {"version": version, "customer": said["customer"], "before": before}
    messages.success(request, render_to_string("predictions/contacts/marked.html", told, request))
    return redirect("version-calls", slug, number)


@require_POST
@needs(PERMISSION)
def later_rows(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Score the rows of the data set after a date. Its rows are read: that takes a permission of its own."""
    if not may(request.user, "datasets.view_dataset"):
        raise PermissionLacking("datasets.view_dataset")
    version = get_object_or_404(ModelVersion.objects.select_related("model"), model__slug=slug, number=number)
    sheet = later.newest_of(version)
    columns = later.date_columns(version, sheet) if sheet else []
    form = later.AfterForm(columns, request.POST)
    if sheet is None or not columns:
        raise Http404
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return redirect("version-calls", slug, number)
    said = form.cleaned_data
    try:
        return redirect(later.start(request.user, version, sheet, said["column"], said["after"]))
    except (later.NothingLater, RequestProblem, FamilyMissing, AskMissing) as refused:
        messages.error(request, str(refused))
    except ValidationError as refused:
        messages.error(request, from_pydantic(refused).sentence)
    return redirect("version-calls", slug, number)


def _todays(request: HttpRequest, version: ModelVersion) -> dict[str, Any]:
    """The two ways to today's customers, where nobody of the sheet is open: a sheet, and later rows."""
    family = version.model.get_family()
    if not any(ask.key == PREDICT for ask in family.asks):
        return {}
    found: dict[str, Any] = {"sheet_form": SheetForm(version, family.ask())}
    sheet = later.newest_of(version) if may(request.user, "datasets.view_dataset") else None
    if sheet is not None and (columns := later.date_columns(version, sheet)):
        found |= {"after_form": later.AfterForm(columns), "sheet": sheet}
    return found


@require_POST
@needs("datasets.add_dataset")
def outcomes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    from datasets.reading.outcome import ReadingError, ReadingQuestion

    version = _version(slug, number)
    try:
        kept = services.keep_outcomes(request.user, version)
    except (ReadingError, ReadingQuestion) as refused:
        messages.error(request, str(refused))
        return redirect("version-calls", slug, number)
    if kept is None:
        messages.error(request, _("No outcome is marked yet: say what people did, then keep it."))
        return redirect("version-calls", slug, number)
    text = _("Kept. Add “%(name)s” as “Known outcomes” the next time you train.")
    messages.success(request, text % {"name": kept.dataset.name})
    return redirect(kept)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Words of the family in the reader's language; the rest as it is."""
    return {**row, **{name: translated(row[name]) for name in ("quality", "action")}}


def call_columns(version: ModelVersion) -> dict[str, ResultColumn]:
    """The words for a call list in a sheet."""
    share = "" if "mae" in version.metrics else "percent"
    return {
        "customer": ResultColumn(_("Customer"), _("Whom to contact, the most likely first."), "text"),
        "chance": ResultColumn(_("Chance"), _("How likely the outcome is."), share),
        "quality": ResultColumn(_("Quality"), _("The chance in a word.")),
        "reasons": ResultColumn(_("Reasons"), _("What moves the score most, in points up or down.")),
        "action": ResultColumn(_("What to do"), _("What follows from the score.")),
        "state": ResultColumn(_("State"), _("How far the contact came.")),
        "outcome": ResultColumn(_("Outcome"), _("What the person did then.")),
        "note": ResultColumn(_("Note"), _("What was written down.")),
    }


def _version(slug: str, number: int) -> ModelVersion:
    versions = ModelVersion.objects.select_related("model").defer("report")
    return get_object_or_404(versions, model__slug=slug, number=number)


def _qualities(version: ModelVersion) -> Sequence[str]:
    """No words where the family is not installed any more: its rows can still be read."""
    words = getattr(version.model.get_family(), "words", None)
    return words.qualities if words else ()


def _filter(request: HttpRequest) -> Filter:
    asked = {name: request.GET.get(name, "").strip() for name in ("state", "quality")}
    return Filter(**asked, text=request.GET.get("q", "").strip())


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])
