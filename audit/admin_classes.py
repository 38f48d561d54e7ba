"""Building blocks for the admin classes of every app: read-only rows, deletion by services, the trail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from unfold.admin import ModelAdmin, TabularInline

from audit.models import record


def delete_and_record(actor: Any, obj: Model) -> None:
    """For records that no service deletes, since they have neither files nor rules of their own."""
    with transaction.atomic():
        record(actor, "deleted", obj)
        obj.delete()


class DeletionByService(ModelAdmin):
    """Deletes by a service, so that files go too and the audit trail knows; without one, never."""

    list_per_page = 25
    deletion: ClassVar[Any] = None
    """The service, as ``staticmethod``: takes who deletes, and the record."""
    deleted_along: ClassVar[Mapping[Any, str]] = {}
    """What the confirmation counts: words -> lookup from the record, e.g. "versions": "versions"."""

    outside_bin: ClassVar[Sequence[str]] = ()
    """Paths from a row to the record that it goes into the bin with: what is there is not listed."""

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super().get_queryset(request).filter(**{f"{path}__binned_at": None for path in self.outside_bin})
        )

    def reason_to_keep(self, obj: Any) -> str:
        """Why ``obj`` cannot be deleted now, or nothing."""
        return ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.deletion is not None and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.deletion(request.user, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """Counts instead of Django's tree of everything: a model may have answered a million times.

        Permission is asked for the chosen records only. What goes along is a part of them.
        """
        chosen = list(objs)
        names = [f"{capfirst(self.opts.verbose_name)}: {obj}" for obj in chosen]
        counts = {str(self.opts.verbose_name_plural): len(chosen), **self._count_along(chosen)}
        refused = any(not self.has_delete_permission(request, obj) for obj in chosen)
        kept = [reason for obj in chosen if (reason := self.reason_to_keep(obj))]
        return names, counts, {str(self.opts.verbose_name)} if refused else set(), kept

    def _count_along(self, chosen: Sequence[Any]) -> dict[str, int]:
        rows = self.model._base_manager.filter(pk__in=[obj.pk for obj in chosen])
        return {
            str(words): rows.aggregate(count=Count(lookup, distinct=True))["count"]
            for words, lookup in self.deleted_along.items()
        }


class ReadOnlyAdmin(DeletionByService):
    """Rows to look at: neither added nor changed here, and deleted only where a service does it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class AuditedAdmin(DeletionByService):
    """Rows that are edited here and nowhere else: every edit leaves a line in the audit trail."""

    deletion: ClassVar[Any] = staticmethod(delete_and_record)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record(request.user, "created", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        record(request.user, "changed", obj, changes=message)
        return super().log_change(request, obj, message)


class ReadOnlyInline(TabularInline):
    """The rows that belong to a record, to look at."""

    extra = 0
    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Sequence[str]:
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
