"""Writes the example bodies of all families beside them, for the description of the API."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from contract import registry
from training.examples import made, place_of


class Command(BaseCommand):
    help = "Write the example bodies of all families, made of their example data."

    def handle(self, *args: Any, **options: Any) -> None:
        files: dict[Path, dict[str, Any]] = defaultdict(dict)
        for family in registry.all_families():
            files[place_of(family)][family.key] = made(family)
        for path, found in files.items():
            path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            self.stdout.write(f"{path}: {', '.join(found)}")
