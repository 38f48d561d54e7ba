"""The call list of a version with what came of each contact; marks, and outcomes as data to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import localdate

from audit.models import record
from datasets.models import Dataset, DatasetVersion
from datasets.services import upload_version
from predictions.contacts.models import Contact, Outcome
from training.models import ModelVersion
from training.versions.rows import Rows, Wanted
from training.versions.services import result_rows

if TYPE_CHECKING:
    from pandas import DataFrame

NEEDED = {"id", "quality", "recommendation", "reasons", "known_outcome"}
UNMARKED = "open"


class NoCallList(Exception):
    """The version has no rows to contact people by."""


@dataclass(frozen=True)
class Filter:
    """``state`` is one of State, or UNMARKED; "" is any. ``text`` occurs in a column of words."""

    state: str = ""
    quality: str = ""
    text: str = ""


def listed(version: ModelVersion, wanted: Filter) -> DataFrame:
    """Who is to be contacted, best score first: nobody whose outcome is known.

    Columns: customer, chance, quality, reasons, action, state, outcome, note. Raises NoCallList, FileMissing.
    """
    equal = {"quality": wanted.quality} if wanted.quality else {}
    with result_rows(version) as every:
        found = _open(every, equal, wanted.text).table().to_pandas()
    chance = "value" if "value" in found else "probability"
    names = {"id": "customer", chance: "chance", "recommendation": "action"}
    table = found.rename(columns=names)[["customer", "chance", "quality", "reasons", "action"]]
    marks = {mark.customer: mark for mark in version.contacts.all()}
    for name in ("state", "outcome", "note"):
        table[name] = [getattr(marks.get(key), name, "") for key in table["customer"]]
    if wanted.state:
        table = table[table["state"] == ("" if wanted.state == UNMARKED else wanted.state)]
    return table.reset_index(drop=True)


def is_listed(version: ModelVersion, customer: str) -> bool:
    """Raises NoCallList, FileMissing."""
    with result_rows(version) as every:
        return len(_open(every, {"id": customer}, "")) > 0


def _open(every: Rows, equal: dict[str, str], text: str) -> Rows:
    if not set(every.formats) >= NEEDED:
        raise NoCallList
    return every.where(Wanted({"known_outcome": "", **equal}, text))


def mark(
    actor: Any, version: ModelVersion, customer: str, state: str, outcome: str, note: str
) -> dict[str, str]:
    """Returns the mark before, by which it can be undone; a mark that says nothing is taken away."""
    with transaction.atomic():
        found = version.contacts.select_for_update().filter(customer=customer).first()
        before = {name: getattr(found, name, "") for name in ("state", "outcome", "note")}
        said = {"state": state, "outcome": outcome or Outcome.UNKNOWN, "note": note}
        if not state and not note and said["outcome"] == Outcome.UNKNOWN:
            version.contacts.filter(customer=customer).delete()
        else:
            version.contacts.update_or_create(customer=customer, defaults={**said, "marked_by": actor})
        record(actor, "marked", version, customer=customer, state=state, outcome=said["outcome"])
    return before


def outcomes(version: ModelVersion) -> list[Contact]:
    """Of every version of the model, what people did: the newest mark of each."""
    known = Contact.objects.filter(version__model=version.model, outcome__in=[Outcome.YES, Outcome.NO])
    newest: dict[str, Contact] = {}
    for one in known.order_by("marked_at", "pk"):
        newest[one.customer] = one
    return list(newest.values())


def keep_outcomes(actor: Any, version: ModelVersion) -> DatasetVersion | None:
    """A version of the data set "<model> outcomes" to learn from as "Known outcomes": customer, outcome,
    date. None where no outcome is marked."""
    import pandas as pd

    found = outcomes(version)
    if not found:
        return None
    table = pd.DataFrame(
        {
            "customer": [one.customer for one in found],
            "outcome": [one.outcome for one in found],
            "date": [localdate(one.marked_at).isoformat() for one in found],
        }
    )
    name = f"{version.model.name} outcomes"
    dataset = Dataset.objects.filter(name=name, owner=actor).first()
    sheet = ContentFile(table.to_csv(index=False).encode(), f"{version.model.slug}-outcomes.csv")
    return upload_version(actor, sheet, name="" if dataset else name, dataset=dataset)[0]
