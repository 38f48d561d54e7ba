"""Realistic sample sheets with a known truth. Needs no web framework.

A kind is one function ``(generator, size) -> Sample`` and one line of ``KINDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from datasets.samples.leads import leads
from datasets.samples.retail import retail, sales
from datasets.samples.retailers import retailers
from datasets.samples.sample import Sample, SampleSize

__all__ = ["KINDS", "Sample", "SampleSize", "generate"]

KINDS: Mapping[str, Callable[[np.random.Generator, SampleSize], Sample]] = {
    "retail": retail,
    "sales": sales,
    "retailers": retailers,
    "leads": leads,
}


def generate(kind: str, seed: int = 0, **size: Any) -> Sample:
    """The sample of ``kind``; ``size`` holds fields of SampleSize. Same arguments, same sample.

    Raises ValueError for an unknown kind or a size that is not positive.
    """
    if kind not in KINDS:
        raise ValueError(f"There is no sample '{kind}', choose one of {', '.join(KINDS)}.")
    return KINDS[kind](np.random.default_rng(seed), SampleSize(**size))
