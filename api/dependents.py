"""What depends on a record: for the question before a deletion, and the answer that refuses it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from language.formats import shown

SHOWN = 20


def dependents(of: type[Model], /, **where: Any) -> list[dict[str, str]]:
    """Every record, of whichever app, that refers to a row of ``of`` matching ``where``.

    At most 20 of each kind are named, the others counted.
    """
    found = []
    for relation in of._meta.related_objects:
        name = relation.field.name
        lookups = {f"{name}__{lookup}": value for lookup, value in where.items()}
        related: Any = relation.related_model
        label = str(related._meta.verbose_name)
        rows = related._base_manager.filter(**lookups)
        found += [{"type": label, "name": str(row)} for row in rows.select_related()[:SHOWN]]
        if (more := rows.count() - SHOWN) > 0:
            found.append({"type": label, "name": _("and %(count)s more") % {"count": shown(more, "integer")}})
    return found
