"""What nothing refers to is deleted, once it is old; everything else stays."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from training.housekeeping import KEPT_FOR, sweep
from training.models import ModelVersion, Worker

ORPHANS = [
    "models/orphan.zip",
    "results/orphan.parquet",
    "datasets/7/orphan.original",
    "imports/orphan.upload",
]


def age(*names: str) -> None:
    """Make files as old as orphans may become, and a minute more."""
    then = time.time() - KEPT_FOR.total_seconds() - 60
    for name in names:
        os.utime(default_storage.path(name), (then, then))


def everything(media: Path) -> set[str]:
    return {path.relative_to(media).as_posix() for path in media.rglob("*") if path.is_file()}


@pytest.mark.parametrize("orphan", ORPHANS)
def test_old_orphans_go(orphan: str, db: None) -> None:
    default_storage.save(orphan, ContentFile(b"x"))
    age(orphan)
    assert sweep()["files"] == 1
    assert not default_storage.exists(orphan)


@pytest.mark.parametrize("orphan", ORPHANS)
def test_young_orphans_stay(orphan: str, db: None) -> None:
    """Their row may be on its way."""
    default_storage.save(orphan, ContentFile(b"x"))
    assert sweep()["files"] == 0
    assert default_storage.exists(orphan)


def test_what_is_referred_to_stays(trained: ModelVersion, own_media: Path) -> None:
    kept = everything(own_media)
    assert len(kept) == 4, "two files of the data set and two of the model"
    default_storage.save(ORPHANS[0], ContentFile(b"x"))
    age(*kept, ORPHANS[0])
    assert sweep()["files"] == 1
    assert everything(own_media) == kept


def test_other_folders_are_not_touched(db: None) -> None:
    default_storage.save("elsewhere/note.txt", ContentFile(b"x"))
    age("elsewhere/note.txt")
    assert sweep()["files"] == 0
    assert default_storage.exists("elsewhere/note.txt")


def test_nothing_there_is_no_error(db: None) -> None:
    assert set(sweep().values()) == {0}


def test_workers_long_gone_go(db: None) -> None:
    Worker.objects.create(cluster="training", host="here", pid=1)
    Worker.objects.create(
        cluster="training", host="here", pid=2, seen_at=timezone.now() - KEPT_FOR - timedelta(minutes=1)
    )
    assert sweep()["workers"] == 1
    assert [worker.pid for worker in Worker.objects.all()] == [1]
