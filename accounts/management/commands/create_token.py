"""``manage.py create_token USER --name NAME``: prints only the new token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services import create_token


class Command(BaseCommand):
    help = "Make an API token for a user and print it. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--name", required=True, help="what the token is for")
        parser.add_argument("--read-only", action="store_true")
        parser.add_argument("--days", type=int, help="expires after so many days (default: never)")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"There is no user {options['user']!r}.")
        expires_at = timezone.now() + timedelta(days=options["days"]) if options["days"] else None
        _, secret = create_token(
            user, user, options["name"], read_only=options["read_only"], expires_at=expires_at
        )
        self.stdout.write(secret)
