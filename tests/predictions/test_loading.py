"""Loaded models: kept by the checksum of their file, bounded by bytes, loaded once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from contract.artifacts import ArtifactError
from predictions import loading
from predictions.loading import UNPACKED_FACTOR, LoadedModels
from training.models import ModelVersion


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The checksums of what was read from its file, in order. A model is its checksum here."""
    read: list[str] = []

    def load(version: ModelVersion) -> Any:
        read.append(version.sha256)
        return f"model {version.sha256}"

    monkeypatch.setattr(loading, "_load", load)
    return read


def version(sha256: str, size: int = 10) -> ModelVersion:
    return ModelVersion(sha256=sha256, size=size)


def models(most: int) -> LoadedModels:
    """A cache for so many models of ten bytes."""
    return LoadedModels(most * 10 * UNPACKED_FACTOR)


def test_a_model_is_read_once(loads: list[str]) -> None:
    cache = models(2)
    assert cache.get(version("a")) is cache.get(version("a"))
    assert loads == ["a"]


def test_other_content_is_another_model(loads: list[str]) -> None:
    cache = models(2)
    assert [cache.get(version(name)) for name in "aba"] == ["model a", "model b", "model a"]
    assert loads == ["a", "b"]


def test_what_was_used_longest_ago_makes_room(loads: list[str]) -> None:
    cache = models(2)
    for name in "abacab":
        cache.get(version(name))
    assert loads == ["a", "b", "c", "b"]


def test_room_is_counted_in_bytes(loads: list[str]) -> None:
    cache = models(3)
    for name in "abc":
        cache.get(version(name))
    cache.get(version("large", size=25))
    assert list(cache._models) == ["large"]


def test_a_model_larger_than_all_room_is_kept_alone(loads: list[str]) -> None:
    cache = models(1)
    for name in ("large", "large", "small", "large"):
        cache.get(version(name, size=500 if name == "large" else 1))
    assert loads == ["large", "small", "large"]


def test_many_threads_load_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def load(version: ModelVersion) -> Any:
        read.append(version.sha256)
        time.sleep(0.05)
        return object()

    monkeypatch.setattr(loading, "_load", load)
    cache, start = models(5), threading.Barrier(8)

    def ask(name: str) -> Any:
        start.wait()
        return cache.get(version(name))

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, "aaaabbbb"))
    assert sorted(read) == ["a", "b"]
    assert len(set(map(id, found[:4]))) == len(set(map(id, found[4:]))) == 1


def test_one_slow_file_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, go = threading.Event(), threading.Event()

    def load(version: ModelVersion) -> Any:
        if version.sha256 == "slow":
            waiting.set()
            assert go.wait(5)
        return version.sha256

    monkeypatch.setattr(loading, "_load", load)
    cache = models(5)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(cache.get, version("slow"))
        assert waiting.wait(5)
        assert cache.get(version("quick")) == "quick"
        assert not slow.done()
        go.set()
        assert slow.result(5) == "slow"


def test_a_failure_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([ArtifactError("damaged"), "restored"])

    def load(version: ModelVersion) -> Any:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(loading, "_load", load)
    cache = models(2)
    with pytest.raises(ArtifactError):
        cache.get(version("a"))
    assert cache.get(version("a")) == "restored"


def test_a_real_file(trained: ModelVersion) -> None:
    cache = models(1000)
    model: Any = cache.get(trained)
    assert len(model.segments_) == 2
    assert cache.get(ModelVersion.objects.get(pk=trained.pk)) is model


def test_a_file_of_another_release_is_refused_in_words(
    trained: ModelVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(folder: Path, params: Any) -> Any:
        raise KeyError("a field that this release writes")

    monkeypatch.setattr("segmentation.kmeans.KMeansModel.load", load)
    with pytest.raises(ArtifactError, match="was written by another release of Almanac"):
        models(1000).get(trained)
