"""The settings with which the pages of tests/look/urls.py take the place of the program's."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from django.conf import settings


def page_settings() -> dict[str, Any]:
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(Path(__file__).parent / "templates")
    return {"TEMPLATES": templates, "ROOT_URLCONF": "tests.look.urls"}
