"""What the services promise beneath pages and API: races, and failures half-way."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError

from audit.models import AuditEvent
from datasets import services
from datasets.ingest import keeping
from datasets.models import Dataset, DatasetVersion
from tests.conftest import upload
from tests.datasets.uploads import OTHER_SHEET, SHEET, assert_nothing_kept, stored_files


class Crash(Exception):
    pass


def blind(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, looks: int, seen: Any) -> None:
    """The service does not see, ``looks`` times, what another process has just written."""
    real, left = getattr(owner, name), [looks]

    def look(*args: Any) -> Any:
        left[0] -= 1
        return seen if left[0] >= 0 else real(*args)

    monkeypatch.setattr(owner, name, look)


@pytest.mark.parametrize("as_version", [False, True])
@pytest.mark.parametrize("looks", [1, 2])
def test_the_same_upload_twice_at_once_is_one_version(
    looks: int, as_version: bool, analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look: the other upload ended while this one was read. Two: it ended while this one was written."""
    first = upload(analyst, SHEET)
    dataset = first.dataset if as_version else None
    blind(monkeypatch, keeping.Place, "existing", looks, None)
    if not as_version:
        blind(monkeypatch, keeping, "free_slug", looks - 1, "sales")
    second = upload(analyst, SHEET, dataset=dataset)
    assert second == first
    assert Dataset.objects.count() == DatasetVersion.objects.count() == AuditEvent.objects.count() == 1
    assert len(stored_files()) == 2


def test_two_sheets_that_want_one_slug_at_once_both_stay(
    analyst: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(analyst, SHEET)
    blind(monkeypatch, keeping, "free_slug", 1, "sales")
    assert upload(analyst, OTHER_SHEET).reference == "sales-2@1"
    assert len(stored_files()) == 4


def test_a_failure_that_stays_is_not_hidden(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    upload(analyst, SHEET)
    blind(monkeypatch, keeping, "free_slug", 9, "sales")
    with pytest.raises(IntegrityError):
        upload(analyst, OTHER_SHEET)
    assert Dataset.objects.count() == 1
    assert len(stored_files()) == 2


def test_a_failure_half_way_leaves_nothing(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any, **__: Any) -> None:
        assert len(stored_files()) == 2  # The files are written by now.
        raise Crash

    monkeypatch.setattr(keeping, "record", crash)
    with pytest.raises(Crash):
        upload(analyst, SHEET)
    assert_nothing_kept()


def test_a_sheet_that_is_not_accepted_leaves_nothing(analyst: User) -> None:
    def refuse(version: DatasetVersion) -> None:
        assert len(version.frame()) == 3  # What is judged can be read.
        raise Crash

    with pytest.raises(Crash):
        upload(analyst, SHEET, accept=refuse)
    assert_nothing_kept()


def test_a_version_that_was_there_is_judged_too_and_stays(analyst: User) -> None:
    first = upload(analyst, SHEET)
    judged: list[DatasetVersion] = []
    upload(analyst, SHEET, accept=judged.append)
    assert judged == [first]

    def refuse(version: DatasetVersion) -> None:
        raise Crash

    with pytest.raises(Crash):
        upload(analyst, SHEET, accept=refuse)
    assert DatasetVersion.objects.get() == first
    assert len(stored_files()) == 2


@pytest.mark.parametrize(("reference", "number"), [("sales", 2), ("sales@1", 1), ("sales@2", 2)])
def test_references(reference: str, number: int, analyst: User) -> None:
    first = upload(analyst, SHEET)
    upload(analyst, OTHER_SHEET, dataset=first.dataset)
    assert services.find_version(reference).number == number


@pytest.mark.parametrize(
    "reference",
    ["", "none", "@1", "sales@0", "sales@2", "sales@-1", "sales@x", "sales@²", "sales@" + "9" * 5000],
)
def test_references_to_nothing(reference: str, analyst: User) -> None:
    upload(analyst, SHEET)
    with pytest.raises(DatasetVersion.DoesNotExist):
        services.find_version(reference)


def test_a_part_of_the_table_is_read_alone(analyst: User) -> None:
    version = upload(analyst, SHEET)
    assert list(version.frame(columns=["amount"]).columns) == ["amount"]
    assert len(version.frame(rows=2)) == 2
    assert len(version.frame(rows=9)) == 3


def test_the_program_itself_may_upload(db: None) -> None:
    version = upload(None, SHEET)  # type: ignore[arg-type]
    assert (version.created_by, version.dataset.owner) == (None, None)
    assert upload(None, SHEET) == version  # type: ignore[arg-type]
