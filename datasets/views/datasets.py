"""The pages of data sets."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import may, may_change, needs, require_change
from api.pages import new_name, page_of, undo_offered
from audit.bin import NameTaken
from datasets import services
from datasets.api.datasets import original_response
from datasets.models import Dataset, Derivation, Import
from datasets.presenters import import_section
from datasets.presenters import version as version_page
from datasets.presenters.check import sentences_of
from datasets.presenters.deriving import lineage_for
from datasets.views.uploads import find_version

IMPORTS_SHOWN = 5


@require_GET
@needs("datasets.view_dataset")
def dataset_list(request: HttpRequest) -> HttpResponse:
    search = request.GET.get("q", "").strip()
    rows = Dataset.objects.with_latest().select_related("owner").search(search)
    own = Import.objects.unsettled().filter(requested_by_id=request.user.pk)
    derived = Derivation.objects.unsettled().filter(requested_by_id=request.user.pk)
    context = {
        "page": page_of(request, rows),
        "q": search,
        "may_upload": may(request.user, "datasets.add_dataset"),
        "imports": own.defer("plan", "problems")[:IMPORTS_SHOWN],
        "derivations": derived.defer("result", "problems")[:IMPORTS_SHOWN],
    }
    return render(request, "datasets/list.html", context)


@require_GET
@needs("datasets.view_dataset")
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    return redirect(get_object_or_404(Dataset, slug=slug).latest())


@require_GET
@needs("datasets.view_dataset")
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    found = find_version(slug, number)
    may_delete = may_change(request.user, "datasets.delete_dataset", found.dataset)
    may_upload = may(request.user, "datasets.add_dataset")
    may_add = may_change(request.user, "datasets.add_dataset", found.dataset)
    newest = found.dataset.versions.aggregate(last=Max("number"))["last"]
    page = version_page.columns_of(found, request.GET)
    versions, history = version_page.history_of(found, request.GET)
    context = {
        "dataset": found.dataset,
        "version": found,
        "page": page,
        "column": request.GET.get("column", "").strip(),
        "rows": version_page.first_rows(found, page.object_list),
        "versions": versions,
        "history": history,
        "facts": version_page.reading_of(found),
        "findings": import_section.findings_of(found),
        "import": import_section.import_of(found, request.GET),
        "steps": sentences_of(found.steps),
        "repeatable": services.repairs_to_repeat(found),
        "other_sheets": version_page.other_sheets(found),
        "depending": services.dependents_of(found.dataset) if may_delete else [],
        "going": services.what_goes(found.dataset) if may_delete else [],
        "may_delete": may_delete,
        "may_add": may_add,
        "may_correct": may_add and found.number == newest,
        "newest": newest,
        "lineage": lineage_for(found, may_upload, may_add),
        "may_train": may(request.user, "training.add_trainingrun"),
    }
    return render(request, "datasets/version.html", context)


@require_GET
@needs("datasets.view_dataset")
def download(request: HttpRequest, slug: str, number: int) -> FileResponse:
    return original_response(find_version(slug, number))


@require_POST
@needs("datasets.add_dataset")
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Dataset, slug=slug)
    require_change(request.user, "datasets.add_dataset", found)
    if name := new_name(request):
        try:
            services.rename_dataset(request.user, found, name)
        except NameTaken as taken:
            words = _("“%(name)s” is the name of another data set, of %(owner)s. Choose another one.")
            messages.error(request, words % {"name": name, "owner": taken.holder.owner or "–"})
        else:
            messages.success(request, _("It is called “%(name)s” now.") % {"name": found.name})
    return redirect(found.latest())


@require_POST
@needs("datasets.delete_dataset")
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    """The page before names what depends on it; the form sends the typed name as the confirmation."""
    found = get_object_or_404(Dataset, slug=slug)
    require_change(request.user, "datasets.delete_dataset", found)
    if request.POST.get("typed_name", "").strip() != found.slug:
        messages.error(request, _("Nothing was deleted: type “%(name)s” to confirm.") % {"name": found.slug})
        return redirect(found)
    if services.bin_dataset(request.user, found):
        text = _("The data set “%(name)s” was deleted with its versions.") % {"name": found.name}
        messages.success(request, undo_offered(request, found, text))
    return redirect("dataset-list")
