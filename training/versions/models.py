"""Models in use: their versions, their files, and which version answers under which name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import Binnable, Everything, OutsideBin, references_to
from contract import registry
from contract.family import Family
from language.fields import SentenceField, SentencesField
from training.runs.models import TrainingRun

PRODUCTION = "production"
ALIAS_LENGTH = 40
NEWEST = ("stands_back", "-number")
"""The order in which the first version is the one that counts as the newest."""


class TrainedModelQuerySet(models.QuerySet["TrainedModel"]):
    def with_latest(self) -> TrainedModelQuerySet:
        """Adds what lists show of the newest version, and the number in production, in one query."""
        latest = ModelVersion.objects.filter(model=models.OuterRef("pk")).order_by(*NEWEST)
        production = Alias.objects.filter(model=models.OuterRef("pk"), name=PRODUCTION, until=None)
        return self.annotate(
            version_count=models.Count("versions"),
            total_size=models.Sum("versions__size"),
            latest_number=models.Subquery(latest.values("number")[:1]),
            latest_label=models.Subquery(latest.values("label")[:1]),
            latest_headline=models.Subquery(latest.values("headline")[:1]),
            latest_summary=models.Subquery(latest.values("summary")[:1]),
            latest_metrics=models.Subquery(latest.values("metrics")[:1]),
            latest_baseline=models.Subquery(latest.values("baseline")[:1]),
            latest_at=models.Subquery(latest.values("created_at")[:1]),
            production_number=models.Subquery(production.values("version__number")[:1]),
        ).order_by("-created_at", "-pk")

    def search(self, text: str) -> TrainedModelQuerySet:
        if not text:
            return self
        return self.filter(
            models.Q(name__icontains=text) | models.Q(slug__icontains=text) | models.Q(family__icontains=text)
        )


class ModelVersionManager(OutsideBin):
    paths = ("model__binned_at",)


TrainedModelManager = OutsideBin.from_queryset(TrainedModelQuerySet)


class TrainedModel(Binnable):
    """A named answer to a question. Training under the same name adds a version."""

    slug = models.SlugField(_("slug"), max_length=140)
    family = models.CharField(_("family"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="trained_models",
        verbose_name=_("owner"),
    )
    last_number = models.PositiveIntegerField(
        _("last number"),
        default=0,
        help_text=_("Of the newest version ever made: a number is never used twice."),
    )
    pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Stands first on the home page."))
    archived = models.BooleanField(
        _("archived"), default=False, help_text=_("Kept and still answers, but not on the home page.")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = TrainedModelManager()
    everything = TrainedModelQuerySet.as_manager()
    """With what is in the bin."""

    address = "models"
    deleted_by = "training.delete_trainedmodel"

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("trained model")
        verbose_name_plural = _("trained models")
        constraints = [
            models.UniqueConstraint(
                fields=["slug"], condition=models.Q(binned_at=None), name="model_slug_outside_bin"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("model", args=[self.slug])

    def references(self) -> Iterable[tuple[models.QuerySet[Any], str]]:
        yield ModelVersion.everything.filter(model=self.pk), "run"
        yield from references_to(ModelVersion, model=self.pk)

    def get_family(self) -> Family:
        return registry.find(self.family)

    def version_for(self, alias: str | None = None, at: datetime | None = None) -> ModelVersion | None:
        """The version behind ``alias`` (now, or at a moment). Without one: production, else the newest that
        does not stand back."""
        row = self.aliases.at(at).filter(name=alias or PRODUCTION).select_related("version").first()
        if row is not None:
            return row.version
        return None if alias else self.versions.order_by(*NEWEST).first()

    def version_to_ask(self, alias: str = "") -> tuple[ModelVersion | None, str]:
        """What ``version_for`` gives now, and the alias it was found under.

        Without its report, which no answer needs and which takes longer to read than one row to score.
        """
        rows = self.aliases.at().filter(name=alias or PRODUCTION).select_related("version")
        if (row := rows.defer("version__report").first()) is not None:
            row.version.model = self
            return row.version, row.name
        return (None if alias else self.versions.order_by(*NEWEST).defer("report").first()), alias


def artifact_path(version: ModelVersion, filename: str) -> str:
    return f"models/{version.sha256}.zip"


def results_path(version: ModelVersion, filename: str) -> str:
    return f"results/{version.sha256}.parquet"


def items_path(version: ModelVersion, filename: str) -> str:
    return f"items/{version.sha256}.parquet"


class ModelVersion(models.Model):
    """What one run left behind. Never changed, but for the names that people give to its groups.

    ``label`` reads like "1.2.0": the first number rises when the columns or settings differ from the
    version before, the second with every other training.
    """

    model = models.ForeignKey(
        TrainedModel, on_delete=models.CASCADE, related_name="versions", verbose_name=_("model")
    )
    number = models.PositiveIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=20)
    run = models.OneToOneField(
        TrainingRun, null=True, on_delete=models.SET_NULL, related_name="version", verbose_name=_("run")
    )
    algorithm = models.CharField(
        _("method"), max_length=60, help_text=_("The key of the model within its family.")
    )
    artifact = models.FileField(_("model file"), upload_to=artifact_path, max_length=200)
    sha256 = models.CharField(_("SHA-256 of the model file"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes of the model file."))
    manifest = models.JSONField(_("manifest"))
    results = models.FileField(_("results"), upload_to=results_path, max_length=200)
    result_rows = models.PositiveBigIntegerField(_("result rows"), default=0)
    items = models.FileField(_("items"), upload_to=items_path, max_length=200, blank=True)
    item_count = models.PositiveIntegerField(
        _("items"), default=0, help_text=_("Items with their own report.")
    )
    headline = SentenceField(_("headline"))
    summary = SentencesField(
        _("summary"), default=dict, help_text=_("The figure, what to do, and the grounds to trust it.")
    )
    report = SentencesField(_("report"), help_text=_("Blocks, most important first."))
    problems = SentencesField(
        _("problems"),
        default=list,
        help_text=_("Of the data that the answer rests on, as the run found them."),
    )
    metrics = models.JSONField(_("metrics"))
    baseline = models.JSONField(
        _("metrics of the baseline"), help_text=_("The metrics of the naive baseline on the same rows.")
    )
    baseline_label = SentenceField(_("baseline"))
    given_names = SentencesField(
        _("given names"),
        default=dict,
        blank=True,
        help_text=_("Of its groups, by their key: given, and made, the name that the family made."),
    )
    stands_back = models.BooleanField(
        _("stands back"),
        default=False,
        help_text=_("Found by a search for the best, but no better than the fast version it followed."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ModelVersionManager()
    everything = Everything()
    """With those of models in the bin."""

    binned_with = "model"

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        constraints = [models.UniqueConstraint(fields=["model", "number"], name="model_version_number")]

    def __str__(self) -> str:
        return f"{self.model.slug} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("model-version", args=[self.model.slug, self.number])

    @property
    def facts(self) -> dict[str, Any]:
        """What every answer rests on (``Model.facts``); none for versions of earlier releases."""
        found: dict[str, Any] = self.manifest.get("facts", {})
        return found

    @property
    def age_days(self) -> int:
        return (timezone.now() - self.created_at).days

    @property
    def old(self) -> bool:
        """Whether it was trained longer ago than models are meant to be used without a new training."""
        return self.age_days >= settings.MODEL_RETRAIN_INTERVAL_DAYS

    @property
    def inputs(self) -> list[dict[str, Any]]:
        return list(self.manifest.get("inputs", []))


class AliasQuerySet(models.QuerySet["Alias"]):
    def at(self, moment: datetime | None = None) -> AliasQuerySet:
        """The rows that hold at ``moment``; now, where it is left out."""
        if moment is None:
            return self.filter(until=None)
        return self.filter(models.Q(until=None) | models.Q(until__gt=moment), since__lte=moment)


class Alias(models.Model):
    """A name such as "production" that points at a version. Closed rows are the dated history."""

    model = models.ForeignKey(
        TrainedModel, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("model")
    )
    name = models.SlugField(_("name"), max_length=ALIAS_LENGTH)
    version = models.ForeignKey(
        ModelVersion, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("version")
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("set by"),
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "name"], condition=models.Q(until=None), name="one_open_alias"
            )
        ]

    def __str__(self) -> str:
        return f"{self.model.slug}@{self.name} → version {self.version.number}"
