"""The bin: what is deleted waits there and can be brought back, until it is emptied.

A binned record keeps its rows and files. Default managers leave it out, its unique name is free, and what
would lose its reference to it by a deletion loses it now; restoring puts these references back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.models import record

Links = dict[str, list[list[Any]]]
"""Of each field, as "app.model.field": the keys of rows, each with the key that the field held."""


class NameTaken(Exception):
    """Another record has taken the name; ``holder`` is that record, None where it cannot be told."""

    def __init__(self, holder: Any = None):
        super().__init__(str(holder or ""))
        self.holder = holder


class OutsideBin(models.Manager[Any]):
    """Leaves out what is in the bin. ``paths`` lead from a row to every ``binned_at`` that counts."""

    paths: ClassVar[tuple[str, ...]] = ("binned_at",)

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(**dict.fromkeys(self.paths))


class Everything(models.Manager[Any]):
    """With what is in the bin."""


class Binnable(models.Model):
    """A record that is deleted by way of the bin."""

    address: ClassVar[str]
    """How the addresses of its kind begin, on the pages and over the API: "datasets"."""
    lookup: ClassVar[str] = "slug"
    """The field that stands next in them."""
    deleted_by: ClassVar[str]
    """The permission to delete one."""

    binned_at = models.DateTimeField(_("in the bin since"), null=True, blank=True, editable=False)
    binned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("moved to the bin by"),
    )
    binned_links = models.JSONField(
        _("references"),
        default=dict,
        editable=False,
        help_text=_("What referred to it when it was moved to the bin."),
    )

    class Meta:
        abstract = True

    @classmethod
    def seen_by(cls) -> str:
        """The permission to view one."""
        return f"{cls._meta.app_label}.view_{cls._meta.model_name}"

    @property
    def binned(self) -> bool:
        return self.binned_at is not None

    @property
    def purged_at(self) -> datetime | None:
        """When the bin lets go of it."""
        return self.binned_at and self.binned_at + timedelta(days=settings.BIN_DAYS)

    @property
    def restore_address(self) -> str:
        """Where a program asks for it back."""
        return f"/api/v1/{self.address}/{getattr(self, self.lookup)}/restore"

    def references(self) -> Iterable[tuple[models.QuerySet[Any], str]]:
        """Rows and the nullable field of theirs that is emptied while this is in the bin."""
        return []

    def may_be_binned(self) -> models.Q:
        """What must hold of its row, checked by the very UPDATE that moves it."""
        return models.Q()


def references_to(of: type[models.Model], **where: Any) -> Iterator[tuple[models.QuerySet[Any], str]]:
    """Of every app: rows whose reference to a row of ``of`` matching ``where`` a deletion would empty."""
    for relation in of._meta.get_fields(include_hidden=True):
        if getattr(relation, "on_delete", None) is models.SET_NULL and relation.auto_created:
            field = relation.field.name  # type: ignore[union-attr]
            rows = relation.related_model._base_manager  # type: ignore[union-attr]
            yield rows.filter(**{f"{field}__{name}": value for name, value in where.items()}), field


def move_to_bin(actor: Any, obj: Binnable, **noted: Any) -> bool:
    """False where it is in the bin already, or must not go there now. ``noted`` is for the audit."""
    rows = type(obj)._base_manager.filter(pk=obj.pk)
    with transaction.atomic():
        moved = rows.filter(obj.may_be_binned(), binned_at=None).update(
            binned_at=timezone.now(), binned_by=actor
        )
        if not moved:
            return False
        rows.update(binned_links=_cut(obj.references()))
        record(actor, "binned", obj, **noted)
    return True


def take_from_bin(actor: Any, obj: Binnable, **renamed: Any) -> bool:
    """Bring it back, under the names ``renamed`` where its own are taken.

    False where it is not in the bin any more. Raises NameTaken.
    """
    rows = type(obj)._base_manager.filter(pk=obj.pk)
    try:
        with transaction.atomic():
            held = rows.select_for_update().filter(binned_at__isnull=False).first()
            if held is None:
                return False
            rows.update(binned_at=None, binned_by=None, binned_links={}, **renamed)
            _join(held.binned_links)
            obj.refresh_from_db()
            record(actor, "restored", obj, **renamed)
    except IntegrityError:
        raise NameTaken from None
    return True


def held_in_bin(obj: Binnable) -> bool:
    """Inside a transaction: whether it is in the bin, and stays there until the transaction ends."""
    rows = type(obj)._base_manager.select_for_update()
    return rows.filter(pk=obj.pk, binned_at__isnull=False).first() is not None


def due(kind: type[Binnable]) -> models.QuerySet[Any]:
    """What has been in the bin for longer than BIN_DAYS."""
    return kind._base_manager.filter(binned_at__lt=timezone.now() - timedelta(days=settings.BIN_DAYS))


def kinds() -> list[type[Binnable]]:
    return [model for model in apps.get_models() if issubclass(model, Binnable)]


def binned_at_address(path: str) -> Any:
    """The record in the bin that ``path``, of a page or of the API, leads to; None where there is none, or
    where another record answers there."""
    found = re.match("/(?:api/v1/)?([a-z]+)/([^/]+)", path)
    kind = next((kind for kind in kinds() if found and kind.address == found[1]), None)
    if found is None or kind is None or (kind.lookup == "pk" and not found[2].isdecimal()):
        return None
    rows = kind._base_manager.filter(**{kind.lookup: found[2]}).select_related("binned_by")
    if rows.filter(binned_at=None).exists():
        return None
    return rows.order_by("-binned_at").first()


def _cut(references: Iterable[tuple[models.QuerySet[Any], str]]) -> Links:
    links: Links = {}
    for rows, name in references:
        there = rows.filter(**{f"{name}__isnull": False})
        if kept := [list(pair) for pair in there.values_list("pk", f"{name}_id")]:
            links[f"{rows.model._meta.label_lower}.{name}"] = kept
            rows.model._base_manager.filter(pk__in=[pk for pk, _target in kept]).update(**{name: None})
    return links


def _join(links: Links) -> None:
    """Where a row has got another reference in the meantime, that one stays."""
    for label, pairs in links.items():
        name = label.rpartition(".")[2]
        model: Any = apps.get_model(label.rpartition(".")[0])
        referred: Any = model._meta.get_field(name).related_model
        wanted: dict[Any, Any] = dict(pairs)
        targets = referred._base_manager.in_bulk(list(wanted.values()))
        later: dict[Binnable, list[list[Any]]] = defaultdict(list)
        for row in model._base_manager.filter(pk__in=list(wanted), **{name: None}):
            target = targets.get(wanted[row.pk])
            if target is None:
                continue
            if binned := next((end for end in (_owner(target), _owner(row)) if end and end.binned), None):
                later[binned].append([row.pk, target.pk])
            else:
                model._base_manager.filter(pk=row.pk, **{name: None}).update(**{name: target})
        for other, left in later.items():
            # The other end is in the bin too: its own way back joins them.
            kept = {**other.binned_links, label: [*other.binned_links.get(label, []), *left]}
            type(other)._base_manager.filter(pk=other.pk).update(binned_links=kept)


def _owner(row: Any) -> Binnable | None:
    """What ``row`` goes into the bin with."""
    return row if isinstance(row, Binnable) else getattr(row, getattr(row, "binned_with", ""), None)
