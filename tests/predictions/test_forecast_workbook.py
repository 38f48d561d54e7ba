"""A forecast as a workbook has a chart, wherever it is asked for."""

from __future__ import annotations

import io
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from api.rendering import XLSX_TYPE
from tests.conftest import Api, sales_csv
from tests.predictions.trained_on_the_spot import shortcut

NAMES = ("date", "value")
"""A program finds the table first, and its columns by the names of the API."""


def test_a_forecast_is_drawn(api: Api, page: Client, worker: None) -> None:
    answer = shortcut(api, "forecast", sales_csv(days=40), horizon_days=3).json()
    slug, number = answer["model"], answer["version"]
    asked = [
        api("POST", f"/models/{slug}/predict", {"horizon": 3}, headers={"Accept": XLSX_TYPE}),
        api("GET", f"/models/{slug}/versions/{number}/results?format=xlsx"),
        page.get(f"/models/{slug}/{number}/results.xlsx"),
    ]
    for response, header_words in zip(asked, [NAMES, NAMES, ("Date", "Forecast")], strict=True):
        assert response.status_code == 200
        book: Any = load_workbook(io.BytesIO(response.content))
        assert len(book["Chart"]._charts) == 1
        sheet = book.worksheets[header_words is not NAMES]
        assert sheet.freeze_panes == "A2"
        header = [cell.value for cell in sheet[1]]
        assert sheet[1][0].font.bold
        date, value = (sheet.cell(2, header.index(word) + 1) for word in header_words)
        assert date.is_date
        assert value.data_type == "n"
