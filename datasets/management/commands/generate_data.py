"""``manage.py generate_data KIND``: writes a sample sheet, and the truth behind it."""

from __future__ import annotations

import datetime
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock

KINDS = ("retail", "sales", "retailers", "leads")  # named here so that --help does not load pandas


class Command(BaseCommand):
    help = "Write KIND.csv, a realistic sample sheet, and KIND.truth.json, the truth behind it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of {', '.join(KINDS)}")
        parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same sheet (0)")
        for name in ("rows", "days", "stores", "products"):
            parser.add_argument(f"--{name}", type=int, help=f"how many {name}, if the kind has them")
        parser.add_argument(
            "--end",
            type=datetime.date.fromisoformat,
            help="last day of the sheet, e.g. 2026-01-31 (yesterday)",
        )
        parser.add_argument("--out", type=Path, default=Path(), help="folder to write to (this one)")

    def handle(self, *args: Any, **options: Any) -> None:
        from datasets.samples import generate

        options["end"] = options["end"] or clock.today() - datetime.timedelta(days=1)

        names = ("rows", "days", "stores", "products", "end")
        size = {name: options[name] for name in names if options[name] is not None}
        try:
            sample = generate(options["kind"], options["seed"], **size)
        except ValueError as error:
            raise CommandError(str(error)) from None
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        sheet, truth = folder / f"{options['kind']}.csv", folder / f"{options['kind']}.truth.json"
        sample.frame.to_csv(sheet, index=False)
        truth.write_text(json.dumps(sample.truth, indent=1, allow_nan=False) + "\n", encoding="utf-8")
        self.stdout.write(f"{sample.description}\n{sheet}: {len(sample.frame):,} rows\n{truth}")
