"""Renaming, pinning and archiving a model, from its page and from the list; naming its groups."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import needs, require_change
from api.pages import back_to, new_name, printable
from audit.bin import NameTaken
from training.models import TrainedModel
from training.versions import care, group_names
from training.versions.views import find_version


@require_POST
@needs("training.add_trainingrun")
def rename(request: HttpRequest, slug: str) -> HttpResponse:
    model = _mine(request, slug)
    if name := new_name(request):
        try:
            care.rename_model(request.user, model, name)
        except NameTaken as taken:
            words = _(
                "“%(name)s” is the name of another model, “%(holder)s” of %(owner)s. Choose another one."
            )
            said = {"name": name, "holder": taken.holder, "owner": taken.holder.owner or "–"}
            messages.error(request, words % said)
        else:
            messages.success(request, _("It is called “%(name)s” now.") % {"name": model.name})
    return redirect(model)


@require_POST
@needs("training.add_trainingrun")
def pin(request: HttpRequest, slug: str) -> HttpResponse:
    """``value`` is 1 or 0."""
    model = _mine(request, slug)
    if care.pin_model(request.user, model, request.POST.get("value") == "1"):
        words = _("“%(name)s” stands first now.") if model.pinned else _("“%(name)s” is not pinned any more.")
        messages.success(request, words % {"name": model.name})
    return back_to(request, model.get_absolute_url())


@require_POST
@needs("training.add_trainingrun")
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """``value`` is 1 or 0."""
    model = _mine(request, slug)
    if care.archive_model(request.user, model, request.POST.get("value") == "1"):
        words = (
            _("“%(name)s” is archived. It still answers.")
            if model.archived
            else _("“%(name)s” is back among the models.")
        )
        messages.success(request, words % {"name": model.name})
    return back_to(request, model.get_absolute_url())


@require_POST
@needs("training.add_trainingrun")
def name_group(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """``name`` for the ``group`` of a version; empty: as it was made."""
    version = find_version(slug, number)
    require_change(request.user, "training.add_trainingrun", version.model)
    name = printable(request.POST.get("name", ""))
    if len(name) > group_names.LENGTH:
        words = _("Nothing was renamed: a name has at most %(most)s characters.")
        messages.error(request, words % {"most": group_names.LENGTH})
        return redirect(version)
    try:
        changed = group_names.name_group(request.user, version, request.POST.get("group", ""), name)
    except group_names.NoGroup:
        raise Http404 from None
    except group_names.SameName:
        messages.error(request, _("Nothing was renamed: another one is called “%(name)s”.") % {"name": name})
        return redirect(version)
    if changed and name:
        messages.success(request, _("It is called “%(name)s” now.") % {"name": name})
    elif changed:
        messages.success(request, _("It has its made name again."))
    return redirect(version)


def _mine(request: HttpRequest, slug: str) -> TrainedModel:
    model = get_object_or_404(TrainedModel.objects.select_related("owner"), slug=slug)
    require_change(request.user, "training.add_trainingrun", model)
    return model
