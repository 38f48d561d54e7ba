"""Trains the models of this folder, keeps their files, and writes down what they answer.

The files here were made by release 0.4.0, on Linux with Python 3.11:

    OMP_NUM_THREADS=1 .venv/bin/python -m tests.stored_models.make [NAME ...]

They stand for the model files that people have trained with that release, so they are never made again by a
later one: what a later release makes says nothing about what it can still read. The script refuses to run
there; it is kept to show what is in the files.

``NAME.zip`` is the model file, ``NAME.json`` its checksum, its family, and the requests with their answers.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from typing import Any

import django

RELEASE = "0.4.0"


def main(names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    from tests.stored_models import customer_cases, series_cases

    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        here = tomllib.load(file)["project"]["version"]
    if here != RELEASE:
        sys.exit(f"This is release {here}; the files are those of {RELEASE}, and stay as they are.")
    for case in (*series_cases.CASES, *customer_cases.CASES):
        if not names or case.name in names:
            keep(case)


def keep(case: Any) -> None:
    from contract import artifacts, registry
    from tests.stored_models.asking import FOLDER, ask
    from training.runs.orders import plan_for

    family, data = registry.get(case.family), case.data()
    plan = plan_for(family, case.settings, case.params, case.model, case.effort, seed=3)
    trained = family.train(data, plan)
    # What training.services.trained writes into the manifest of a version, but for runs and data sets.
    manifest = {
        "family": case.family,
        "model": trained.evaluation.model,
        "params": trained.model.params.model_dump(mode="json"),
        "settings": plan.settings.model_dump(mode="json"),
        "columns": dict(data.columns),
        "effort": plan.effort,
        "seed": plan.seed,
        "inputs": [vars(wanted) for wanted in trained.inputs],
    }
    sha256, _ = artifacts.write(trained.model, manifest, FOLDER / f"{case.name}.zip")
    told = {"release": RELEASE, "family": case.family, "model": trained.evaluation.model, "sha256": sha256}
    asked = [{"request": body, "answer": ask(case.name, case.family, sha256, body)} for body in case.requests]
    (FOLDER / f"{case.name}.json").write_text(_in_lines(told, asked), encoding="utf-8")
    size = (FOLDER / f"{case.name}.zip").stat().st_size
    print(f"{case.name}: {trained.evaluation.model}, {size:,} bytes, {len(asked)} requests")


def _in_lines(told: dict[str, Any], asked: list[dict[str, Any]]) -> str:
    """JSON with one line for each request."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, allow_nan=False) for one in asked)
    return f'{json.dumps(told)[:-1]}, "asked": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    main(sys.argv[1:])
