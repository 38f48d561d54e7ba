"""Creating and revoking API tokens, saving preferences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import ApiToken, Preferences
from audit.models import record


@transaction.atomic
def create_token(
    actor: Any, user: Any, name: str, read_only: bool = False, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token for ``user`` and its secret, to be shown once."""
    token, secret = ApiToken.issue(user, name, read_only=read_only, expires_at=expires_at)
    record(actor, "created", token, user=user.get_username(), read_only=read_only)
    return token, secret


@transaction.atomic
def revoke_token(actor: Any, token: ApiToken) -> None:
    record(actor, "revoked", token, user=token.user.get_username())
    token.delete()


@transaction.atomic
def keep_preferences(user: Any, **chosen: str) -> Preferences:
    """What ``user`` has chosen for themselves: ``language``, ``numbers``, ``mail``, or some of them."""
    preferences, _ = Preferences.objects.update_or_create(user=user, defaults=chosen)
    record(user, "changed", preferences, **chosen)
    return preferences
