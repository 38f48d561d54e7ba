"""Sheets in other letters than ours, in encodings of their countries: names and values come right."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from tests.sheets.conftest import Sheets

DAYS = [datetime.date(2026, 1, 5) + datetime.timedelta(day) for day in range(42)]


def sheet(header: Sequence[str], shops: Sequence[str], mark: str, day: str, decimal: str) -> str:
    lines = [mark.join(header)]
    for at, one in enumerate(DAYS):
        for place, shop in enumerate(shops, start=1):
            lines.append(mark.join([one.strftime(day), shop, f"{1000 * place + at}{decimal}5"]))
    return "\r\n".join([*lines, ""])


@pytest.mark.parametrize(
    ("header", "shops", "mark", "day", "decimal", "encoding"),
    [
        (["Дата", "Магазин", "Выручка"], ["Север", "Юг"], ";", "%d.%m.%Y", ",", "cp1251"),
        (["日付", "店舗", "売上"], ["渋谷", "横浜"], ",", "%Y-%m-%d", ".", "cp932"),
        (["Дата", "Город", "Продажи"], ["Москва", "Тверь"], ";", "%d.%m.%Y", ",", "koi8-r"),
        (["Datum", "Filiale", "Umsätze"], ["München", "Köln"], ";", "%d.%m.%Y", ",", "cp1252"),
        (["Data", "Sklep", "Sprzedaż"], ["Łódź", "Kraków"], ";", "%d.%m.%Y", ",", "cp1250"),
        (["日期", "商店", "销售额"], ["北京", "上海"], ",", "%Y-%m-%d", ".", "gb18030"),
        (["날짜", "매장", "매출"], ["서울", "부산"], ",", "%Y-%m-%d", ".", "cp949"),
        (["Дата", "Магазин", "Выручка"], ["Север", "Юг"], "\t", "%d.%m.%Y", ",", "utf-16"),
    ],
)
def test_names_and_values_come_right(
    sheets: Sheets, header: list[str], shops: list[str], mark: str, day: str, decimal: str, encoding: str
) -> None:
    content = sheet(header, shops, mark, day, decimal).encode(encoding)
    found = sheets.upload(content)
    assert [one["name"] for one in found["columns"]] == header
    assert [one["kind"] for one in found["columns"]] == ["date", "category", "number"]
    assert found["columns"][2]["min"] == 1000.5
    assert found["columns"][2]["max"] == 2041.5
    trained = sheets.train(
        "forecasting",
        found,
        columns={"time": header[0], "item": header[1], "target": header[2]},
        settings={"horizon": 2},
    )
    assert {row["item"] for row in trained.results()} == set(shops)


def test_a_guess_of_letters_is_named(sheets: Sheets) -> None:
    content = sheet(["Дата", "Магазин", "Выручка"], ["Север", "Юг"], ";", "%d.%m.%Y", ",").encode("cp1251")
    told = [one["message"] for one in sheets.upload(content)["problems"] if one["code"] == "guessed_encoding"]
    assert told == ["The letters of this sheet were read as Cyrillic (Windows): 'Дата'."]
