"""``manage.py startfamily NAME``: a working minimal family, to be changed into one of your own."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.templates import TemplateCommand

TEMPLATE = Path(__file__).parents[2] / "family_template"
FRENCH = TEMPLATE / "french.json"


class Command(TemplateCommand):
    help = "Make a working minimal family with its model, ask, example, test and French texts."
    missing_args_message = "Name the family: python manage.py startfamily returns"

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", help="Its folder and its key: lower-case letters, digits and _.")

    def handle(self, **options: Any) -> None:  # type: ignore[override]
        name = options["name"]
        if not re.fullmatch("[a-z][a-z0-9_]{2,39}", name):
            raise CommandError(f"'{name}' cannot be a family's name: use lower-case letters, digits and _.")
        label = name.replace("_", " ").capitalize()
        about = {"files": [], "extensions": ["py"], "exclude": [], "template": str(TEMPLATE)}
        folder = settings.BASE_DIR / name
        with contextlib.chdir(settings.BASE_DIR):
            super().handle("app", name, None, verbosity=0, label=label, **about)
        tests = settings.BASE_DIR / "tests" / name
        shutil.move(folder / "tests", tests)
        (folder / FRENCH.name).unlink(missing_ok=True)
        _list(name)
        _translate(label)
        self.stdout.write(
            f"{name}/ and tests/{name}/ are made, and {name} is in config/families.py. "
            f"Now run: pytest tests/test_families.py tests/{name}"
        )


def _list(name: str) -> None:
    """Adds the family to the one list, in its last place."""
    path = settings.BASE_DIR / "config" / "families.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"\n\)\n\Z", f'\n    "{name}",\n)\n', text), encoding="utf-8")


def _translate(label: str) -> None:
    """Its texts, with their French, in the catalogues."""
    from language import catalogues

    kept = catalogues.read("fr", catalogues.PYTHON)
    for english, french in {**json.loads(FRENCH.read_text(encoding="utf-8")), label: label}.items():
        one = tuple(english.split(" || ")) if " || " in english else english
        if kept.get(one) is None:
            kept.add(one, tuple(french.split(" || ")) if " || " in french else french)
    path = catalogues.path_of("fr", catalogues.PYTHON)
    texts = catalogues.brought_up_to_date(kept, catalogues.collect(catalogues.PYTHON, "fr"))
    path.write_bytes(catalogues.as_po(texts))
    path.with_suffix(".mo").write_bytes(catalogues.as_mo(texts))
