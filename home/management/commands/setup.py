"""``manage.py setup``: prepares a checkout, and says where to go. Changes nothing when run again."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.panel import Panel

from accounts.permissions import ADMINISTRATOR
from accounts.services import create_token
from datasets.models import Dataset
from home.samples import add_samples


class Command(BaseCommand):
    help = "Migrate; on the first run, create the admin user, an API token and the sample data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-samples", action="store_true", help="start empty")

    def handle(self, *args: Any, **options: Any) -> None:
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        User = get_user_model()
        lines = [f"Open        http://{settings.BIND}/"]
        if not User.objects.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(12)
            admin = User.objects.create_superuser("admin", password=password)
            admin.groups.add(Group.objects.get(name=ADMINISTRATOR))
            _, token = create_token(admin, admin, "first token")
            lines += [f"Log in as   admin / {password}", f"API token   {token}"]
            lines += ["", "Password and token are shown only once."]
            if not options["no_samples"] and not Dataset.objects.exists():
                add_samples(admin)
        title = f"Almanac {settings.VERSION}"
        Console().print(Panel("\n".join(lines), title=title, expand=False))
