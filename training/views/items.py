"""What the picker of a forecast asks for: names of items, and the report of one (docs/blocks.md)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.permissions import needs
from api.problems import plain_response
from language.sentences import told
from training.services import items
from training.services.trained import FileMissing
from training.views.models import find_version

LIMIT, MOST = 50, 200


@require_GET
@needs("training.view_trainedmodel")
def item_list(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """``{count, items}``: how many items have ``q`` in their name, and the first ``limit`` names."""
    asked = request.GET.get("limit", "")
    limit = min(int(asked), MOST) if asked.isdecimal() and len(asked) < 5 else LIMIT
    try:
        count, names = items.find(find_version(slug, number), request.GET.get("q", ""), limit)
    except FileMissing as missing:
        return plain_response(request, 410, str(missing.args[0]))
    return JsonResponse({"count": count, "items": names})


@require_GET
@needs("training.view_trainedmodel")
def item(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The item called ``name``; a problem where there is none."""
    name = request.GET.get("name", "")
    try:
        found = items.report(find_version(slug, number), name)
    except KeyError:
        return plain_response(request, 404, _("There is no item “%(name)s” in this model.") % {"name": name})
    except FileMissing as missing:
        return plain_response(request, 410, str(missing.args[0]))
    return JsonResponse(told(found))
