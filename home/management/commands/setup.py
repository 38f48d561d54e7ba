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
from datasets.sample_sheets import add_sample
from training.models import TrainingRun
from training.questions.sources import SourceOrder, set_source, source_of
from training.runs.models import Trigger
from training.runs.orders import RunOrder
from training.runs.services import start_run


def add_samples(actor: Any) -> list[TrainingRun]:
    """The sample data of the first start, with a question asked of each sheet.

    Sales of a shop with its forecast, retailers with their segments; the shortcuts train on them too.
    """
    sales = add_sample(actor, "sales")
    retailers = add_sample(actor, "retailers")
    orders = [
        RunOrder(family="forecasting", dataset=sales.reference, name="Sample sales forecast"),
        RunOrder(family="segmentation", dataset=retailers.reference, name="Sample retailer segments"),
    ]
    for order in orders:
        if source_of(order.family) is None:
            # Without the number of the version: the shortcuts train on the newest.
            set_source(actor, order.family, SourceOrder(dataset=order.dataset.partition("@")[0]))
    return [start_run(actor, order, trigger=Trigger.SAMPLE) for order in orders]


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
