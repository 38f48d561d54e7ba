"""Uploads that a worker reads, and the choices people made for their sheets."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.bin import OutsideBin
from datasets.models.versions import Dataset, DatasetVersion
from jobs.models import ENDED, Job, Status
from language.fields import SentencesField


class ImportQuerySet(models.QuerySet["Import"]):
    def stale(self) -> ImportQuerySet:
        """Running, but their worker has not been heard of."""
        return self.filter(status=Status.RUNNING, heartbeat_at__lt=timezone.now() - Import.stale_after)

    def forgotten(self) -> ImportQuerySet:
        """Ended so long ago that nobody will ask about them any more."""
        return self.filter(status__in=ENDED, finished_at__lt=timezone.now() - Import.KEPT_FOR)

    def unsettled(self) -> ImportQuerySet:
        """Those that are under way, and those of the last day that wait for an answer, newest first."""
        answerable = Q(status=Status.FAILED) | Q(status=Status.SUCCEEDED, plan_only=True)
        news = Q(finished_at__gt=timezone.now() - Import.NEWS_FOR, followed_by=None)
        under_way = Q(status__in=(Status.QUEUED, Status.RUNNING))
        return self.filter(under_way | (answerable & news)).order_by("-queued_at", "-pk")


def upload_path(job: Import, filename: str) -> str:
    return f"imports/{filename}"


class OfSheetsOutsideBin(OutsideBin):
    paths = ("dataset__binned_at", "version__dataset__binned_at")


ImportManager = OfSheetsOutsideBin.from_queryset(ImportQuerySet)


class Import(Job):
    """A sheet that waits to become a version of a data set, read by a worker of the default cluster."""

    stale_after = timedelta(seconds=30)
    KEPT_FOR = timedelta(days=7)
    NEWS_FOR = timedelta(days=1)

    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    dataset = models.ForeignKey(
        Dataset,
        verbose_name=_("data set"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imports",
        help_text=_("The data set that gets a version; empty for a new one."),
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    append = models.BooleanField(_("rows are added"), default=False)
    plan_only = models.BooleanField(
        _("plan only"),
        default=False,
        help_text=_("Works out what adding the rows would change; saves nothing."),
    )
    options = models.JSONField(_("reading options"), default=dict)
    confirmed = models.JSONField(_("confirmed"), default=list)
    key = models.JSONField(_("columns that name a row"), default=list)
    file = models.FileField(_("file"), upload_to=upload_path, max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"), help_text=_("Bytes of the file."))
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, help_text=_("Of the file and everything sent with it.")
    )
    version = models.ForeignKey(
        DatasetVersion,
        verbose_name=_("version"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    problems = SentencesField(_("problems"), default=list, help_text=_("Why there is no version."))
    question = SentencesField(_("question"), null=True, help_text=_("What only the user can decide."))
    to_confirm = models.JSONField(_("to be confirmed"), default=list)
    plan = SentencesField(_("plan"), null=True, help_text=_("What adding the rows would change."))
    followed_by = models.ForeignKey(
        "self",
        verbose_name=_("followed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The import started with the answer to this one."),
    )

    objects = ImportManager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["status", "queued_at"], name="import_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["requested_by", "fingerprint"],
                condition=Q(status__in=[Status.QUEUED, Status.RUNNING]),
                name="one_import_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"import {self.pk} ({self.file_name})"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def owner_id(self) -> int:
        return self.requested_by_id

    @property
    def answerable(self) -> bool:
        """Whether the same file can be sent again, with what was missing."""
        return bool(self.file) and (self.status == Status.FAILED or self.plan is not None)


class SourceMemory(models.Model):
    """The reading options that somebody chose for sheets with one header."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.CASCADE,
        related_name="source_memories",
    )
    fingerprint = models.CharField(
        _("fingerprint"), max_length=64, help_text=_("Of the names in the header.")
    )
    options = models.JSONField(_("reading options"), default=dict)
    used_at = models.DateTimeField(_("last used at"), default=timezone.now)

    class Meta:
        ordering = ["-used_at", "-pk"]
        verbose_name = _("source memory")
        verbose_name_plural = _("source memories")
        constraints = [
            models.UniqueConstraint(fields=["owner", "fingerprint"], name="one_memory_per_header"),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {', '.join(f'{name}={value}' for name, value in self.options.items())}"
