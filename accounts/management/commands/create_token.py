"""``manage.py create_token USER --name NAME``: prints only the new token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import LONGEST_NAME
from accounts.services import create_token

LONGEST_DAYS = 36_500


class Command(BaseCommand):
    help = "Create an API token for a user and print it. It is shown only once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument("--read-only", action="store_true")
        parser.add_argument("--days", type=int, help="days until it expires (default: never)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}.")
        if not user.is_active:
            raise CommandError(
                f"The user {options['user']!r} is not active, so a token of theirs would not work."
            )
        name, days = options["name"].strip(), options["days"]
        if not 1 <= len(name) <= LONGEST_NAME:
            raise CommandError(f"The name has {len(name)} characters; 1 to {LONGEST_NAME} are allowed.")
        if days is not None and not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days must be from 1 to {LONGEST_DAYS}, not {days}.")
        expires_at = timezone.now() + timedelta(days=days) if days else None
        _, secret = create_token(user, user, name, read_only=options["read_only"], expires_at=expires_at)
        self.stdout.write(secret)
