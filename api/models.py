"""What the API remembers about a POST, so that sending it twice does it once."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class IdempotentCall(models.Model):
    """The answer given to an ``Idempotency-Key``. ``status`` is empty while the first call is answered."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64, help_text="Of method, path and body.")
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.JSONField(null=True)
    content = models.BinaryField(null=True, help_text="Of an answer that is a file.")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "idempotent call"
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_call_per_key")]
        indexes = [models.Index(fields=["created_at"], name="idempotent_call_created")]

    def __str__(self) -> str:
        return self.key
