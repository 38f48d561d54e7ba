"""Expectations of a data set: suggested from a version, saved, and checked for the next. No Django."""

from __future__ import annotations

from datasets.checking.expectations.expectation import Expectation, ExpectationError
from datasets.checking.expectations.suggesting import suggest
from datasets.checking.expectations.verifying import Verdict, verify

__all__ = ["Expectation", "ExpectationError", "Verdict", "suggest", "verify"]
