from __future__ import annotations

from django.http import HttpRequest

from accounts.permissions import CHANGE_OTHERS, may

REPORT_FIELDS = ["manifest", "report", "metrics", "baseline"]
"""Of a model version. Too large to be read for every row of a list."""


def may_manage(request: HttpRequest) -> bool:
    """Actions on many rows at once, whoever owns them."""
    return may(request.user, CHANGE_OTHERS) and may(request.user, "training.add_trainingrun")
