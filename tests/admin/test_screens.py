"""Every screen of the admin in a real browser."""

from __future__ import annotations

import pytest

from tests.screens import ADMIN, Screen
from tests.visiting import browser, check, empty, full, own_media  # noqa: F401

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", ADMIN, ids=lambda screen: screen.name)
def test_screen(request: pytest.FixtureRequest, screen: Screen) -> None:
    check(request.getfixturevalue(screen.state), screen)
