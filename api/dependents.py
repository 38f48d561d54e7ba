"""What depends on a record: for the question before a deletion, and the refusal to delete."""

from __future__ import annotations

from typing import Any

from django.db.models import JSONField, Model, QuerySet, TextField
from django.utils.translation import gettext as _

from language.formats import shown

SHOWN = 20


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


def _large(model: Any, prefix: str = "", depth: int = 2) -> list[str]:
    """Texts and JSON of ``model`` and of what it refers to: reports, logs. No name is made of them."""
    found = []
    for field in model._meta.concrete_fields:
        if isinstance(field, (JSONField, TextField)):
            found.append(prefix + field.name)
        elif field.is_relation and not field.null and depth:
            found += _large(field.related_model, f"{prefix}{field.name}__", depth - 1)
    return found
