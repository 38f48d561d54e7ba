"""Tokens with which programs call the API, and each person's reading preferences."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language import reader

PREFIX = "alm_"
LONGEST_NAME = 100
LAST_USED_STEP = timedelta(minutes=1)


def hashed(secret: str) -> str:
    """SHA-256 is enough: the secret has 256 random bits, there is nothing to guess or to stretch."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def valid(self) -> ApiTokenQuerySet:
        return self.filter(
            models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now()), user__is_active=True
        )

    def for_secret(self, secret: str) -> ApiToken | None:
        """The valid token with this secret, with its user loaded."""
        return self.valid().select_related("user").filter(digest=hashed(secret)).first()


class ApiToken(models.Model):
    """A named secret that acts for its user. Shown once, stored hashed, may expire or only read."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="api_tokens"
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    start = models.CharField(_("starts with"), max_length=12, editable=False)
    read_only = models.BooleanField(
        _("read only"), default=False, help_text=_("Can read, but not change or train anything.")
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        permissions = [("change_others", "May change and delete what others own")]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @property
    def expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @classmethod
    def issue(cls, user: object, name: str, **fields: object) -> tuple[ApiToken, str]:
        """A new token and its secret, which exists nowhere else afterwards."""
        secret = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(user=user, name=name, digest=hashed(secret), start=secret[:8], **fields)
        return token, secret

    def touch(self) -> None:
        """Remember the use, at most once a minute: a write per request would cost more than it is worth."""
        now = timezone.now()
        if self.last_used_at is None or now - self.last_used_at > LAST_USED_STEP:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)


class Preferences(models.Model):
    """How a person reads Almanac, and what it may write to them."""

    class Mail(models.TextChoices):
        NEVER = "never", _("never")
        FAILED = "failed", _("when one of my runs fails")
        ENDED = "ended", _("when one of my runs ends")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preferences"
    )
    language = models.CharField(
        _("language"), max_length=10, blank=True, choices=list(reader.LANGUAGES.items())
    )
    numbers = models.CharField(
        _("numbers"), max_length=10, blank=True, choices=[(key, key) for key in reader.NUMBER_FORMATS]
    )
    mail = models.CharField(_("email"), max_length=10, choices=Mail.choices, default=Mail.FAILED)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)
