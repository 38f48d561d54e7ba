"""A forecast as a workbook has a chart, wherever it is asked for."""

from __future__ import annotations

import io
from typing import Any

from django.test import Client
from openpyxl import load_workbook

from api.rendering import XLSX_TYPE
from tests.conftest import Api, sales_csv
from tests.predictions.trained_on_the_spot import shortcut


def test_a_forecast_is_drawn(api: Api, page: Client, worker: None) -> None:
    answer = shortcut(api, "forecast", sales_csv(days=40), horizon_days=3).json()
    slug, number = answer["model"], answer["version"]
    asked = [
        api("POST", f"/models/{slug}/predict", {"horizon": 3}, headers={"Accept": XLSX_TYPE}),
        api("GET", f"/models/{slug}/versions/{number}/results?format=xlsx"),
        page.get(f"/models/{slug}/{number}/results.xlsx"),
    ]
    for response in asked:
        assert response.status_code == 200
        book: Any = load_workbook(io.BytesIO(response.content))
        assert len(book["Chart"]._charts) == 1
        sheet = book.worksheets[0]
        assert sheet.freeze_panes == "A2"
        header = [cell.value for cell in sheet[1]]
        assert sheet[1][0].font.bold
        assert sheet.cell(2, header.index("date") + 1).is_date
        assert sheet.cell(2, header.index("value") + 1).data_type == "n"
