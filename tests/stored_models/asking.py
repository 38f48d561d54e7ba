"""Everything that these tests know of the program: how a kept model file is opened and asked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.test import override_settings

from contract.asking import PREDICT, RequestProblem
from contract.plain import plain
from predictions.services import Asked
from training.models import ModelVersion, TrainedModel

FOLDER = Path(__file__).parent


def ask(name: str, family: str, sha256: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """What the model file ``name`` answers to ``body``, as a call of the API gets it: ``predictions`` and
    ``flags``, or the problem of a request that is ``refused``.

    Loaded as a version is that someone has trained, but for the row in the database.
    """
    version = ModelVersion(
        model=TrainedModel(slug=name, family=family),
        label="0.4.0",
        artifact=f"{name}.zip",
        sha256=sha256,
        size=(FOLDER / f"{name}.zip").stat().st_size,
        manifest=json.loads(zipfile.ZipFile(FOLDER / f"{name}.zip").read("manifest.json"))
        | {"family": family},
    )
    told: dict[str, Any]
    try:
        with override_settings(MEDIA_ROOT=FOLDER):
            asked = Asked.of(version, PREDICT, body)
            context, flags = asked.read()
        answer = asked.ask.answer(context).flagged(flags)
    except RequestProblem as problem:
        told = {"refused": {"location": problem.location, "code": problem.code, "message": problem.message}}
    else:
        told = {
            "predictions": plain(answer.table.to_dict("records")),
            "flags": [plain(vars(flag)) for flag in answer.flags],
        }
    return dict(json.loads(json.dumps(told, allow_nan=False)))
