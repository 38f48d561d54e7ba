"""What day it is: one answer for everything that distinguishes what has happened from what is to come."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """The day in TIME_ZONE, or the one that TODAY replays."""
    return settings.TODAY or timezone.localdate(timezone=timezone.get_default_timezone())


def now() -> datetime:
    """This moment, or the beginning of the day that TODAY replays."""
    zone = timezone.get_default_timezone()
    return (
        datetime.combine(settings.TODAY, time.min, zone)
        if settings.TODAY
        else timezone.localtime(timezone=zone)
    )
