"""What a version was made from: data, columns, settings and files, as shown on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from contract.data import MAIN, Options
from contract.family import Family
from contract.filters import Filter, in_words
from datasets.models import DatasetVersion
from language.formats import shown, translated
from training.models import ModelVersion


@dataclass(frozen=True)
class Source:
    """A sheet the version learned from; ``version`` is None where it has been deleted since."""

    table: str
    name: str
    version: DatasetVersion | None


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class StoredFile:
    """``size`` in bytes, None where the file is gone from the disk."""

    label: str
    size: int | None
    note: str = ""


def sources(version: ModelVersion) -> list[Source]:
    tables: Mapping[str, Mapping[str, str]] = version.manifest.get("datasets", {})
    # By the checksum too: a data set deleted and created again under its old name is another one.
    wanted = Q(pk__in=[])
    for table in tables.values():
        slug, _at, number = table["name"].rpartition("@")
        if number.isdecimal():
            wanted |= Q(dataset__slug=slug, number=int(number), sha256=table["sha256"])
    kept = (
        DatasetVersion.objects.filter(wanted)
        .select_related("dataset")
        .defer("columns", "problems", "schema", "change", "report")
    )
    found = {one.reference: one for one in kept}
    labels = {table.key: str(table.label) for table in version.model.get_family().tables}
    return [
        Source(labels.get(key, key), table["name"], found.get(table["name"])) for key, table in tables.items()
    ]


def columns(version: ModelVersion) -> list[Fact]:
    return column_facts(version.model.get_family(), version.manifest.get("columns", {}))


def column_facts(family: Family, columns: Mapping[str, Any]) -> list[Fact]:
    """Which column played which role; those of a side table under its name."""
    roles = family.role_keys()
    facts = []
    for key, names in columns.items():
        label = key
        if key in roles:
            table, role = roles[key]
            label = str(role.label) if table.key == MAIN else f"{table.label}: {role.label}"
        facts.append(Fact(label, names if isinstance(names, str) else ", ".join(names)))
    return [fact for fact in facts if fact.text]


def settings(family: Family, version: ModelVersion) -> list[Fact]:
    manifest = version.manifest
    return [
        *filter_facts(manifest.get("filters", [])),
        *option_facts(family.Settings, manifest.get("settings", {})),
    ]


def filter_facts(filters: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """Which rows counted, where not all did."""
    said = [translated(in_words(Filter.model_validate(one))) for one in filters]
    return [Fact(_("Rows that count"), "; ".join(said))] if said else []


def option_facts(options: type[Options], values: Mapping[str, Any]) -> list[Fact]:
    """What was set, by the title of each setting."""
    fields = options.model_fields
    return [
        Fact(str(fields[name].title or name) if name in fields else name, _setting_text(value))
        for name, value in values.items()
    ]


def _setting_text(value: Any) -> str:
    if value is None:
        return _("automatic")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_setting_text, value)) or shown(None)
    return str(shown(value))


def files(version: ModelVersion) -> list[StoredFile]:
    """What is on the disk for ``version``."""
    listed = [
        StoredFile(_("Model file"), _size(version.artifact), f"SHA-256 {version.sha256}"),
        StoredFile(_("Result rows"), _size(version.results)),
    ]
    if version.item_count:
        listed.append(StoredFile(_("Item reports"), _size(version.items)))
    return listed


def _size(file: Any) -> int | None:
    try:
        return int(file.size)
    except (OSError, ValueError):  # ValueError: no file was ever written.
        return None
