"""The texts of the scripts in the reader's language: ``gettext()`` and ``ngettext()`` for static/js."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

# The address names language and version, so that a browser may keep the answer.
texts = login_not_required(
    cache_control(private=True, max_age=86_400)(JavaScriptCatalog.as_view(packages=["language"]))
)
