"""300 sheets at random over the API: read right, asked about, refused, told, or wrong without a word."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest
from django.core.cache import cache

from tests.benchmarks.tables import show
from tests.conftest import Api
from tests.sheets.conftest import Refused, Sheets, Trained
from tests.sheets.generator import HORIZON, Case
from tests.sheets.kinds import cases

pytestmark = pytest.mark.bench
VERDICTS = ("right", "asked", "asked needlessly", "refused", "told", "wrong")


def verdict(case: Case, sheets: Sheets) -> str:
    uploaded = sheets.upload(case.content, case.name)
    if isinstance(uploaded, Refused):
        return _refused(case, uploaded)
    order = {"settings": {"horizon": HORIZON, **case.settings}}
    if case.columns:
        order["columns"] = dict(case.columns)
    found = sheets.train("forecasting", uploaded, **order)
    return _refused(case, found) if isinstance(found, Refused) else _answered(case, found)


def _refused(case: Case, found: Refused) -> str:
    if "questions" in found.body or "readings" in found.body:
        return "asked" if case.truth.may_ask else "asked needlessly"
    return "refused"


def _answered(case: Case, found: Trained) -> str:
    rows = [row for row in found.results() if case.item is None or row.get("item") == case.item]
    dates = [row["date"] for row in rows][:HORIZON]
    values = np.array([row["value"] for row in rows], dtype=float)[:HORIZON]
    truth = np.array(case.truth.values)
    if (
        dates == list(case.truth.dates)
        and np.mean(np.abs(values - truth)) <= case.truth.tolerance * truth.mean()
    ):
        return "right"
    return "told" if case.truth.told and case.truth.told in found.said else "wrong"


@pytest.mark.django_db
def test_sheets_at_random(api: Api) -> None:
    sheets, counted = Sheets(api), defaultdict(Counter)
    for number, case in enumerate(cases()):
        cache.clear()  # the calls of one sheet do not count for the next
        found = verdict(case, sheets)
        counted[case.kind][found] += 1
        if found in ("wrong", "asked needlessly", "refused"):
            print(f"{number} {case.kind}: {found}")
    rows = [(kind, *(counts[one] for one in VERDICTS)) for kind, counts in sorted(counted.items())]
    rows.append(("all", *(sum(counts[one] for counts in counted.values()) for one in VERDICTS)))
    show("Sheets at random", ("kind", *VERDICTS), rows)
    assert rows[-1][-1] == 0
