from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import may, may_change
from audit.admin_cells import json_cell, link, long_cell, long_text, page_link, size_cell
from audit.admin_classes import AuditedAdmin, ReadOnlyAdmin, ReadOnlyInline
from audit.renaming_form import RenamedByService, RenamingForm
from language.formats import size as file_size
from training.admin_actions import REPORT_FIELDS, ask_first, confirmed, may_manage
from training.models import Alias, ModelVersion, TrainedModel
from training.runs.orders import model_called
from training.versions.care import rename_model
from training.versions.deletion import bin_model, delete_version
from training.versions.models import PRODUCTION
from training.versions.services import remove_alias, set_alias

REPORT_FIELDS_OF_VERSION = [f"version__{name}" for name in REPORT_FIELDS]


class VersionInline(ReadOnlyInline):
    model = ModelVersion
    fields = ["number", "label", "algorithm", "headline", "shown_size", "created_at"]
    ordering = ["-number"]
    show_change_link = True
    shown_size = size_cell()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("model").defer(*REPORT_FIELDS)


class AliasInline(ReadOnlyInline):
    model = Alias
    fields = ["name", "version", "since", "until", "set_by", "reason"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).select_related("model", "version__model", "set_by")
        return rows.defer(*REPORT_FIELDS_OF_VERSION)


def another_called(name: str, model: TrainedModel) -> TrainedModel | None:
    holder = model_called(name)
    return holder if holder is not None and holder.pk != model.pk else None


class TrainedModelForm(RenamingForm):
    """Of pinned and archived, one at most."""

    holder_of = staticmethod(another_called)

    def clean_archived(self) -> bool:
        if self.cleaned_data["archived"] and self.cleaned_data.get("pinned"):
            raise ValidationError(gettext("A model is pinned or archived, not both."))
        return bool(self.cleaned_data["archived"])


@admin.register(TrainedModel)
class TrainedModelAdmin(RenamedByService, AuditedAdmin):
    """A model may be renamed, handed to another owner and moved to the bin; trainings make new ones."""

    form = TrainedModelForm
    renaming = staticmethod(rename_model)

    list_display = [
        "shown_name",
        "shown_slug",
        "family",
        "owner",
        "versions",
        "production",
        "files",
        "created_at",
        page_link,
    ]
    list_filter = ["family", "pinned", "archived", ("owner", admin.RelatedOnlyFieldListFilter), "created_at"]
    list_select_related = ["owner"]
    search_fields = ["name", "slug", "family", "owner__username"]
    date_hierarchy = "created_at"
    fields = ["name", "slug", "family", "owner", "pinned", "archived", "created_at"]
    readonly_fields = ["slug", "family", "created_at"]
    autocomplete_fields = ["owner"]
    inlines = [VersionInline, AliasInline]
    deletion = staticmethod(bin_model)
    deleted_along = {
        _("versions with their files"): "versions",
        _("aliases"): "aliases",
        _("logged requests"): "versions__prediction_logs",
        _("logged predictions"): "versions__prediction_logs__predictions",
        _("sessions"): "versions__sessions",
    }
    shown_name = long_cell("name", _("name"))
    shown_slug = long_cell("slug", _("slug"))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_latest()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: TrainedModel | None = None) -> bool:
        return super().has_change_permission(request, obj) or may_manage(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Handing over is for whoever holds the permission of Django's own."""
        held = super().has_change_permission(request, obj)
        return [*super().get_readonly_fields(request, obj), *([] if held else ["owner"])]

    def has_delete_permission(self, request: HttpRequest, obj: TrainedModel | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or may_change(request.user, "training.delete_trainedmodel", obj))

    @admin.display(description=_("versions"), ordering="version_count")
    def versions(self, model: Any) -> int:
        return model.version_count

    @admin.display(description=_("in production"), ordering="production_number")
    def production(self, model: Any) -> int | None:
        return model.production_number

    @admin.display(description=_("size of files"), ordering="total_size")
    def files(self, model: Any) -> str:
        return file_size(model.total_size)


@admin.register(ModelVersion)
class ModelVersionAdmin(ReadOnlyAdmin):
    list_display = [
        "reference",
        "algorithm",
        "shown_headline",
        "answers_as",
        "shown_size",
        "created_at",
        page_link,
    ]
    list_filter = ["model__family", "algorithm", "created_at"]
    list_select_related = ["model"]
    search_fields = ["model__name", "model__slug", "label", "headline", "sha256"]
    date_hierarchy = "created_at"
    fields = [
        "model",
        "number",
        "label",
        "run",
        "algorithm",
        "headline",
        "answers_as",
        "shown_size",
        "shown_sha256",
        "results_links",
        "item_count",
        "created_at",
        "shown_metrics",
        "baseline_label",
        "shown_baseline",
        "shown_manifest",
        "shown_report",
    ]
    actions = ["make_production"]
    deletion = staticmethod(delete_version)
    deleted_along = {
        _("aliases"): "aliases",
        _("logged requests"): "prediction_logs",
        _("logged predictions"): "prediction_logs__predictions",
        _("sessions"): "sessions",
    }
    shown_headline = long_cell("headline", _("headline"))
    shown_sha256 = long_cell("sha256", _("SHA-256 of the model file"))
    shown_size = size_cell()
    shown_metrics = json_cell("metrics", _("metrics"))
    shown_baseline = json_cell("baseline", _("metrics of the baseline"))
    shown_manifest = json_cell("manifest", _("manifest"))
    shown_report = json_cell("report", _("report"))

    def get_queryset(self, request: HttpRequest) -> Any:
        open_aliases = Prefetch("aliases", Alias.objects.at(), to_attr="open_aliases")
        return super().get_queryset(request).defer(*REPORT_FIELDS).prefetch_related(open_aliases)

    def has_delete_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        """A version is a part of its model, and needs the permission for that."""
        permission = "training.delete_trainedmodel"
        return may(request.user, permission) and (
            obj is None or may_change(request.user, permission, obj.model)
        )

    def reason_to_keep(self, obj: ModelVersion) -> str:
        names = self.answers_as(obj)
        words = gettext("%(version)s answers as %(names)s: point that elsewhere first")
        return words % {"version": obj, "names": names} if names else ""

    @admin.display(description=_("model version"), ordering="model__slug")
    def reference(self, version: ModelVersion) -> SafeString:
        return long_text(version)

    @admin.display(description=_("answers as"))
    def answers_as(self, version: Any) -> str:
        return ", ".join(alias.name for alias in version.open_aliases)

    @admin.display(description=_("results"))
    def results_links(self, version: ModelVersion) -> SafeString:
        csv, xlsx = (
            link(reverse("version-results", args=[version.model.slug, version.number, kind]), kind.upper())
            for kind in ("csv", "xlsx")
        )
        count = version.result_rows
        rows = ngettext("%(count)d row", "%(count)d rows", count) % {"count": count}
        return format_html("{}: {} {}", rows, csv, xlsx)

    def has_promote_permission(self, request: HttpRequest) -> bool:
        return may_manage(request)

    @admin.action(description=_("Make production"), permissions=["promote"])
    def make_production(
        self, request: HttpRequest, queryset: QuerySet[ModelVersion]
    ) -> TemplateResponse | None:
        chosen = list(queryset)
        if len({version.model_id for version in chosen}) < len(chosen):
            words = gettext(
                "Nothing was changed: choose one version of each model, only one can be in production."
            )
            self.message_user(request, words, messages.ERROR)
            return None
        if not confirmed(request):
            question = gettext("Put these versions into production?")
            return ask_first(self, request, queryset, gettext("Make production"), question, map(str, chosen))
        for version in chosen:
            set_alias(request.user, version, PRODUCTION, gettext("Chosen in the admin"))
        names = ", ".join(map(str, chosen))
        words = gettext("In production now: %(versions)s.") % {"versions": names}
        self.message_user(request, words, messages.SUCCESS)
        return None


@admin.register(Alias)
class AliasAdmin(ReadOnlyAdmin):
    """Which version answered under which name, and when: open rows hold now."""

    outside_bin = ["model"]
    list_display = ["model", "name", "version", "shown_open", "since", "until", "set_by", "reason"]
    list_filter = [
        "name",
        ("until", admin.EmptyFieldListFilter),
        "model__family",
        "since",
    ]
    list_select_related = ["model", "version__model", "set_by"]
    search_fields = ["model__name", "model__slug", "name", "reason", "set_by__username"]
    date_hierarchy = "since"
    fields = ["model", "name", "version", "since", "until", "set_by", "reason"]

    actions = ["close_chosen"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer(*REPORT_FIELDS_OF_VERSION)

    def has_close_permission(self, request: HttpRequest) -> bool:
        return may_manage(request)

    @admin.action(description=_("Remove selected aliases"), permissions=["close"])
    def close_chosen(self, request: HttpRequest, queryset: QuerySet[Alias]) -> TemplateResponse | None:
        """They point nowhere from now on; the dated history stays."""
        chosen = [alias for alias in queryset if alias.until is None]
        if chosen and not confirmed(request):
            question = gettext("Remove these aliases? Calls that name them are refused from then on.")
            return ask_first(self, request, queryset, gettext("Remove aliases"), question, map(str, chosen))
        removed = sum(remove_alias(request.user, alias.model, alias.name) for alias in chosen)
        words = gettext("Aliases removed: %(count)d.") % {"count": removed}
        self.message_user(request, words, messages.SUCCESS if removed else messages.WARNING)
        return None

    @admin.display(description=_("current"), boolean=True)
    def shown_open(self, alias: Alias) -> bool:
        return alias.until is None
