"""Which queue workers are running."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEAT_SECONDS = 5
ALIVE_FOR = timedelta(seconds=25)


class WorkerQuerySet(models.QuerySet["Worker"]):
    def alive(self) -> WorkerQuerySet:
        return self.filter(seen_at__gte=timezone.now() - ALIVE_FOR)

    def in_cluster(self, cluster: str) -> WorkerQuerySet:
        return self.filter(cluster=cluster)


class Worker(models.Model):
    """One worker process of a cluster. It says every few seconds that it lives."""

    cluster = models.CharField(_("cluster"), max_length=40)
    host = models.CharField(_("host"), max_length=120)
    pid = models.PositiveIntegerField(_("process"))
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["cluster", "host", "pid"]
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        constraints = [models.UniqueConstraint(fields=["cluster", "host", "pid"], name="one_row_per_worker")]

    def __str__(self) -> str:
        return f"{self.cluster} worker {self.pid} on {self.host}"

    @property
    def alive(self) -> bool:
        return self.seen_at >= timezone.now() - ALIVE_FOR
