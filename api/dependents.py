"""What depends on a record: for the question before a deletion, and the refusal to delete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CASCADE, JSONField, Model, QuerySet, TextField
from django.utils.translation import gettext as _

from language.formats import shown

SHOWN = 20
COUNTED = 10_000
NAMED = 5


@dataclass(frozen=True)
class Part:
    """What goes with a record, of one kind: how many, and the names of the first. Beyond COUNTED nothing is
    counted: a model may have answered a million times."""

    label: str
    count: int
    names: tuple[str, ...] = ()
    note: str = ""

    @property
    def counted(self) -> str:
        if self.count > COUNTED:
            return _("more than %(count)s") % {"count": shown(COUNTED, "integer")}
        return str(shown(self.count, "integer"))

    @property
    def more(self) -> int:
        """How many are not named, where some are."""
        return self.count - len(self.names) if self.names else 0


def goes_along(of: type[Model], /, depth: int = 3, **where: Any) -> list[Part]:
    """What a deletion of the rows of ``of`` matching ``where`` takes along, whichever app it belongs to, and
    what goes along with that. Kinds of which there is none are left out."""
    parts: dict[str, Part] = {}
    for part in _along(of, depth, where):
        parts.setdefault(part.label, part)  # An alias refers to the model and to a version of it.
    return list(parts.values())


def _along(of: type[Model], depth: int, where: dict[str, Any]) -> Iterator[Part]:
    for relation in of._meta.related_objects:
        if relation.on_delete is not CASCADE:
            continue
        related: Any = relation.related_model
        lookups = {f"{relation.field.name}__{lookup}": value for lookup, value in where.items()}
        rows = related._base_manager.filter(**lookups)
        if count := rows[: COUNTED + 1].count():
            some = rows.select_related().defer(*_large(related, kinds=(JSONField,)))[:NAMED]
            yield Part(str(related._meta.verbose_name_plural), count, tuple(map(str, some)))
            if depth > 1:
                yield from _along(related, depth - 1, lookups)


def dependents(of: type[Model], /, **where: Any) -> list[dict[str, str]]:
    """Every record of any app that refers to a row of ``of`` matching ``where``.

    At most 20 of each kind are named, the others counted.
    """
    found = []
    for relation in of._meta.related_objects:
        name = relation.field.name
        lookups = {f"{name}__{lookup}": value for lookup, value in where.items()}
        related: Any = relation.related_model
        label = str(related._meta.verbose_name)
        rows = related._base_manager.filter(**lookups)
        found += named(label, rows.select_related().defer(*_large(related)))
    return found


def named(label: str, rows: QuerySet[Any]) -> list[dict[str, str]]:
    """At most 20 of ``rows`` by name, the others counted."""
    found = [{"type": label, "name": str(row)} for row in rows[:SHOWN]]
    if (more := rows.count() - SHOWN) > 0:
        found.append({"type": label, "name": _("and %(count)s more") % {"count": shown(more, "integer")}})
    return found


def _large(
    model: Any, prefix: str = "", depth: int = 2, kinds: tuple[Any, ...] = (JSONField, TextField)
) -> list[str]:
    """Texts and JSON of ``model`` and of what it refers to: reports, logs. No name is made of them."""
    found = []
    for field in model._meta.concrete_fields:
        if isinstance(field, kinds):
            found.append(prefix + field.name)
        elif field.is_relation and not field.null and depth:
            found += _large(field.related_model, f"{prefix}{field.name}__", depth - 1, kinds)
    return found
