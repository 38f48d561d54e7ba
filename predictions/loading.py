"""Loaded models, the most recently used ones kept in memory, by the checksum of their file."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from django.conf import settings

from contract import artifacts, registry
from contract.model import Model
from language.sentences import say
from training.models import ModelVersion

logger = logging.getLogger(__name__)
UNPACKED_FACTOR = 8
"""A loaded model takes about so many times the bytes of its compressed file."""


class LoadedModels:
    """A cache bounded by bytes. Each model is loaded by one thread; the others wait for it."""

    def __init__(self, most_bytes: int):
        self.most_bytes = most_bytes
        self._models: OrderedDict[str, tuple[Model, int]] = OrderedDict()
        self._loading: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, version: ModelVersion) -> Model:
        """The model of ``version``. Raises artifacts.ArtifactError where its file must not be used, and
        ModelUnavailable where a library that it needs is not installed."""
        if (model := self._cached(version.sha256)) is not None:
            return model
        with self._lock:
            own = self._loading.setdefault(version.sha256, threading.Lock())
        with own:
            if (model := self._cached(version.sha256)) is None:
                model = _load(version)
                self._keep(version.sha256, model, version.size * UNPACKED_FACTOR)
        return model

    def _cached(self, sha256: str) -> Model | None:
        with self._lock:
            if sha256 not in self._models:
                return None
            self._models.move_to_end(sha256)
            return self._models[sha256][0]

    def _keep(self, sha256: str, model: Model, size: int) -> None:
        with self._lock:
            self._models[sha256] = (model, size)
            self._loading.pop(sha256, None)
            while len(self._models) > 1 and sum(s for _, s in self._models.values()) > self.most_bytes:
                self._models.popitem(last=False)


def _load(version: ModelVersion) -> Model:
    family = registry.get(version.manifest["family"])

    def load(folder: Path, manifest: dict[str, Any]) -> Model:
        try:
            choice = family.models[manifest["model"]]
            return choice.load_class().load(folder, choice.Params.model_validate(manifest["params"]))
        except (LookupError, ValueError, TypeError, AttributeError, OSError) as failure:
            # The checksum fits, so the file is what was once written: by a release that wrote it otherwise.
            logger.exception("The model file of %s cannot be read", version)
            message = say(
                "The file of {version} was written by another release of Almanac and cannot be read "
                "by this one. Train the model again.",
                version=str(version),
            )
            raise artifacts.ArtifactError(message) from failure

    try:
        file = version.artifact.open("rb")
    except FileNotFoundError:
        raise artifacts.ArtifactError(
            say("The model file of {version} is missing.", version=str(version))
        ) from None
    with file:
        return artifacts.read(file, version.sha256, load)


loaded = LoadedModels(settings.MODEL_CACHE_MB * 1_000_000)
