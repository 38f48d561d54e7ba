from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.permissions import CHANGE_OTHERS, may, may_change
from audit.admin_cells import json_cell, link, long_cell, long_text, page_link, size_cell
from audit.admin_classes import AuditedAdmin, ReadOnlyAdmin, ReadOnlyInline
from audit.renaming_form import RenamedByService, RenamingForm
from datasets.expectations import forget
from datasets.models import (
    Dataset,
    DatasetVersion,
    Derivation,
    DerivationInput,
    Expectation,
    Import,
    SourceMemory,
)
from datasets.renaming import holder_of
from datasets.services import bin_dataset, rename_dataset


@admin.display(description=_("original file"))
def download(version: DatasetVersion) -> SafeString:
    address = reverse("dataset-download", args=[version.dataset.slug, version.number])
    return link(address, long_text(version.original_name))


class VersionInline(ReadOnlyInline):
    model = DatasetVersion
    fields = ["number", "rows", "shown_size", "download", "created_by", "created_at"]
    ordering = ["-number"]
    show_change_link = True
    shown_size = size_cell()

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("dataset", "created_by")
        return rows.defer("columns", "options", "problems", "schema", "change", "report", "verdicts")

    @admin.display(description=_("original file"))
    def download(self, version: DatasetVersion) -> SafeString | str:
        # The empty row below a form that was refused is kept nowhere.
        return "" if version._state.adding else download(version)


class DatasetForm(RenamingForm):
    holder_of = staticmethod(holder_of)


@admin.register(Dataset)
class DatasetAdmin(RenamedByService, AuditedAdmin):
    """A data set may be renamed, handed to another owner and moved to the bin; uploads make new ones."""

    form = DatasetForm
    renaming = staticmethod(rename_dataset)

    list_display = ["shown_name", "shown_slug", "owner", "versions", "rows", "created_at", page_link]
    list_filter = [("owner", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["owner"]
    search_fields = ["name", "slug", "owner__username"]
    date_hierarchy = "created_at"
    fields = ["name", "slug", "owner", "created_at"]
    readonly_fields = ["slug", "created_at"]
    autocomplete_fields = ["owner"]
    inlines = [VersionInline]
    deletion = staticmethod(bin_dataset)
    deleted_along = {
        _("versions with their files"): "versions",
        _("runs that will keep only its name"): "versions__run_tables__run",
    }
    shown_name = long_cell("name", _("name"))
    shown_slug = long_cell("slug", _("slug"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_latest()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Dataset | None = None) -> bool:
        return super().has_change_permission(request, obj) or may(request.user, CHANGE_OTHERS)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Handing over is for whoever holds the permission of Django's own."""
        held = super().has_change_permission(request, obj)
        return [*super().get_readonly_fields(request, obj), *([] if held else ["owner"])]

    def has_delete_permission(self, request: HttpRequest, obj: Dataset | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, "datasets.delete_dataset", obj))

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, dataset: Any) -> int:
        return dataset.version_count

    @admin.display(description=_("rows of the newest"), ordering="latest_rows")
    def rows(self, dataset: Any) -> int | None:
        return dataset.latest_rows


@admin.register(DatasetVersion)
class DatasetVersionAdmin(ReadOnlyAdmin):
    list_display = ["shown_reference", download, "rows", "shown_size", "created_by", "created_at", page_link]
    list_filter = [("created_by", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["dataset", "created_by"]
    search_fields = ["dataset__name", "dataset__slug", "original_name", "sha256"]
    date_hierarchy = "created_at"
    fields = [
        "dataset",
        "number",
        "shown_download",
        "shown_size",
        "rows",
        "rows_added",
        "earlier_parts",
        "shown_sha256",
        "shown_fingerprint",
        "created_by",
        "created_at",
        "shown_options",
        "shown_problems",
        "shown_change",
        "reject_count",
        "shown_steps",
        "steps_of",
        "outcome",
        "shown_verdicts",
        "shown_columns",
    ]
    shown_size = size_cell()
    shown_options = json_cell("options", _("options"))
    shown_problems = json_cell("problems", _("problems"))
    shown_change = json_cell("change", _("significant change"))
    shown_steps = json_cell("steps", _("steps"))
    shown_verdicts = json_cell("verdicts", _("verdicts"))
    shown_columns = json_cell("columns", _("columns"))
    shown_sha256 = long_cell("sha256", _("SHA-256 of the file"))
    shown_fingerprint = long_cell("fingerprint", _("fingerprint"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return (
            super()
            .get_queryset(request)
            .defer("columns", "options", "problems", "schema", "change", "report", "verdicts")
        )

    @admin.display(description=_("original file"))
    def shown_download(self, version: DatasetVersion) -> SafeString:
        return download(version)

    @admin.display(description=_("version"), ordering="dataset__slug")
    def shown_reference(self, version: DatasetVersion) -> SafeString:
        return long_text(version.reference)


@admin.register(Expectation)
class ExpectationAdmin(ReadOnlyAdmin):
    """Changed on the page of the data set, which checks them; forgotten here, too."""

    outside_bin = ["dataset"]
    list_display = ["pk", "dataset", "kind", "shown_column", "created_by", "created_at", "page"]
    deletion = staticmethod(forget)
    list_filter = ["kind", ("created_by", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["dataset", "created_by"]
    search_fields = ["dataset__name", "dataset__slug", "column"]
    date_hierarchy = "created_at"
    fields = ["dataset", "kind", "shown_column", "shown_params", "created_by", "created_at"]
    shown_column = long_cell("column", _("column"))
    shown_params = json_cell("params", _("parameters"))

    def has_delete_permission(self, request: HttpRequest, obj: Expectation | None = None) -> bool:
        return may(request.user, CHANGE_OTHERS)

    @admin.display(description=_("page"))
    def page(self, expectation: Expectation) -> SafeString:
        return link(reverse("dataset-expectations", args=[expectation.dataset.slug]), _("Change"))


@admin.register(SourceMemory)
class SourceMemoryAdmin(ReadOnlyAdmin):
    list_display = ["pk", "owner", "shown_options", "used_at"]
    list_filter = [("owner", admin.RelatedOnlyFieldListFilter), "used_at"]
    list_select_related = ["owner"]
    search_fields = ["owner__username", "fingerprint"]
    date_hierarchy = "used_at"
    fields = ["owner", "shown_fingerprint", "shown_options", "used_at"]
    shown_options = json_cell("options", _("reading options"))
    shown_fingerprint = long_cell("fingerprint", _("fingerprint"))


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "status", "progress", "requested_by", "dataset", "queued_at", "finished_at"]
    list_filter = ["status", ("requested_by", admin.RelatedOnlyFieldListFilter), "queued_at"]
    list_select_related = ["requested_by", "dataset"]
    search_fields = ["file_name", "requested_by__username", "dataset__name", "dataset__slug"]
    date_hierarchy = "queued_at"
    fields = [
        "shown_file",
        "shown_size",
        "requested_by",
        "dataset",
        "append",
        "plan_only",
        "followed_by",
        "shown_options",
        "status",
        "progress",
        "attempt",
        "error",
        "remedy",
        "version",
        "queued_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    ]
    shown_file = long_cell("file_name", _("name of the file"))
    shown_size = size_cell()
    shown_options = json_cell("options", _("reading options"))


class DerivationInputInline(ReadOnlyInline):
    model = DerivationInput
    fields = ["table", "version", "reference", "sha256"]


@admin.register(Derivation)
class DerivationAdmin(ReadOnlyAdmin):
    list_display = [
        "__str__",
        "key",
        "status",
        "progress",
        "requested_by",
        "queued_at",
        "finished_at",
        page_link,
    ]
    list_filter = ["status", "key", ("requested_by", admin.RelatedOnlyFieldListFilter), "queued_at"]
    list_select_related = ["requested_by"]
    search_fields = ["name", "requested_by__username", "inputs__reference"]
    date_hierarchy = "queued_at"
    inlines = [DerivationInputInline]
    fields = [
        "key",
        "shown_name",
        "requested_by",
        "dataset",
        "preview_only",
        "shown_columns",
        "shown_settings",
        "shown_fingerprint",
        "status",
        "progress",
        "attempt",
        "error",
        "remedy",
        "version",
        "created",
        "queued_at",
        "started_at",
        "heartbeat_at",
        "finished_at",
    ]
    shown_name = long_cell("name", _("name"))
    shown_columns = json_cell("columns", _("columns"))
    shown_settings = json_cell("settings", _("settings"))
    shown_fingerprint = long_cell("fingerprint", _("fingerprint"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("result", "problems")
