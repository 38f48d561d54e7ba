"""What a data set promises: suggested from a version, kept, and verified when the next comes. No Django."""

from __future__ import annotations

from datasets.checking.expectations.expectation import Expectation, ExpectationError
from datasets.checking.expectations.suggesting import suggest
from datasets.checking.expectations.verifying import Verdict, verify

__all__ = ["Expectation", "ExpectationError", "Verdict", "suggest", "verify"]
