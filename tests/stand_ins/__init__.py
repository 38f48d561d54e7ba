"""Small sheets with the traits of the real ones that not everybody has: generated, in the same folders.

Where a test asks the same of both, the file and the columns that it names are called the same.
"""

from __future__ import annotations

from pathlib import Path

from tests.stand_ins import awkward, customers, shops


def make(folder: Path) -> None:
    """Writes all of them below ``folder``, the same ones every time."""
    for name in ("awkward", "forecasting", "scoring", "segmentation", "seed"):
        (folder / name).mkdir(parents=True)
    awkward.make(folder / "awkward")
    customers.make(folder)
    shops.make(folder)
