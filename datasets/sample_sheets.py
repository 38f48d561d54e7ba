"""The generated sheets a newcomer can ask questions about, and their upload."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import File
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config import clock
from datasets.models import Dataset, DatasetVersion
from datasets.services import upload_version

SEED = 1


@dataclass(frozen=True)
class SampleSheet:
    """``name`` is that of the data set; ``title`` and ``text`` are shown to whoever chooses."""

    name: str
    title: str | Promise
    text: str | Promise


SAMPLE_SHEETS: Mapping[str, SampleSheet] = {
    "sales": SampleSheet(
        "Sample sales", _("Sales of a shop"), _("Two years of one shop: one row per day with what it sold.")
    ),
    "retail": SampleSheet(
        "Sample stores",
        _("Sales of four stores"),
        _("Two years of three products per store, with prices and promotions."),
    ),
    "retailers": SampleSheet(
        "Sample retailers",
        _("Customers of a wholesaler"),
        _("500 retailers: where they are, their size, and what they buy in a year."),
    ),
    "leads": SampleSheet(
        "Sample leads",
        _("Leads of a sales team"),
        _("2,000 leads: where they came from, what they were told, and who bought."),
    ),
}


def add_sample(actor: Any, kind: str) -> DatasetVersion:
    """The sheet of ``kind`` as a data set of ``actor``'s. Raises KeyError for an unknown kind.

    The same bytes are the version that is there. Sheets end yesterday: on another day it is a new version.
    """
    from datasets import samples

    name = SAMPLE_SHEETS[kind].name
    content = (
        samples.generate(kind, seed=SEED, end=clock.today() - timedelta(days=1))
        .frame.to_csv(index=False)
        .encode()
    )
    known = Dataset.objects.filter(name=name, owner=actor).order_by("pk").first()
    version, _created = upload_version(
        actor, File(io.BytesIO(content), name=f"{kind}.csv"), name=name, dataset=known
    )
    return version
