"""The product's settings, and one family more that can be slow, crash, or eat memory."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.live.slow_family"]
