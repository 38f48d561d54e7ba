"""What lists of data sets are made of."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, OuterRef, Subquery


class DatasetQuerySet(models.QuerySet[Any]):
    def with_latest(self) -> DatasetQuerySet:
        """Adds the count of versions, and number, rows, outcome and time of the newest, in one query."""
        latest = (
            apps.get_model("datasets", "DatasetVersion")
            .objects.filter(dataset=OuterRef("pk"))
            .order_by("-number")
        )
        return self.annotate(
            version_count=Count("versions"),
            latest_number=Subquery(latest.values("number")[:1]),
            latest_rows=Subquery(latest.values("rows")[:1]),
            latest_outcome=Subquery(latest.values("outcome")[:1]),
            latest_at=Subquery(latest.values("created_at")[:1]),
        ).order_by("-created_at", "-pk")

    def search(self, text: str) -> DatasetQuerySet:
        return self.filter(models.Q(name__icontains=text) | models.Q(slug__icontains=text)) if text else self
