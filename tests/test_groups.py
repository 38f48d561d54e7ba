"""Tests of a file run in one process: worlds and models that they share are made once (conftest.py)."""

from __future__ import annotations

import os

import pytest


def test_a_file_is_a_group(request: pytest.FixtureRequest) -> None:
    """Versions of pytest and pytest-xdist that do not fit each other lose the groups without a word."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("one process runs everything")
    assert request.node.nodeid.endswith("@tests/test_groups.py")
