"""How amounts go together: sales add up; levels, rates and prices are averaged, and never totalled.

Guessed from the name, the unit and how cells are written. What is not surely a level or a rate adds up.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

import numpy as np
import pandas as pd

from contract.data import MAIN, Alternative, Problem, TrainingData
from forecasting.options import Settings
from forecasting.sheet.layout import Rows, are_dates_named
from language.sentences import say, say_count

Together = Literal["sum", "mean", "last", "rate"]


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Whole words of a name, without accents.
PERCENT = _listed(
    """percent percentage pct prozent prozentsatz pourcentage porcentaje percentuale percentagem percentual
    procent procenty odsetek yuzde процент процентов"""
)
RATES = _listed(
    """доля ставка rate rates ratio ratios quota taux tasa tasso taxa stopa wskaznik oran orani
    anteil anteile share udzial udio aandeel andel
    index indice indeks indeksi индекс score scores rating ratings nps csat bewertung ocena puntuacion
    average avg mean durchschnitt mittelwert schnitt moyenne promedio gemiddelde gemiddeld srednia ortalama
    genomsnitt gennemsnit gjennomsnitt keskiarvo среднее средний"""
)
LEVELS = _listed(
    """level levels niveau nivel livello nivel poziom nivå niva seviye уровень fullstand pegel stand
    stock stocks inventory bestand lagerbestand inventaire inventario existencias scorte giacenza
    giacenze estoque voorraad zapas zapasy stok stan magazynowy остаток остатки запас запасы
    balance saldo solde bakiye баланс headcount belegschaft effectif occupancy auslastung belegung
    temperature temperatur temperatura temperaturen temp sicaklik температура
    humidity feuchte luftfeuchtigkeit humidite humedad umidita umidade nem влажность
    pressure luftdruck pression presion pressione pressao basinc давление voltage spannung"""
)
PRICES = _listed(
    """price prices preis preise prix precio precios prezzo prezzi preco precos prijs prijzen cena ceny fiyat
    pris цена цены kurs wechselkurs"""
)
# A word that counts what came and went: "stock sold", "units at full price".
FLOWS = _listed(
    """sold sales sale units unit qty quantity orders revenue turnover income movements movement
    verkauft verkauf verkaufe verkaeufe umsatz menge stuck stueck erlos absatz zugang abgang vendu vendus
    ventes vente quantite chiffre ventas unidades cantidad ingresos vendite quantita ricavi vendas
    quantidade receita verkoop omzet aantal sprzedaz ilosc przychod satis adet miktar продажи количество
    total totals sum summe gesamt amount volume count number anzahl nombre numero"""
)
ENDINGS = {
    **dict.fromkeys(("quote", "anteil"), "rate"),
    **dict.fromkeys(("bestand", "stand", "temperatur"), "level"),
    "preis": "price",
}
MOVED = _listed("in out")  # beside a stock: what came and went
IN_ANY_PLACE = {
    "rate": ("率", "割合", "比率", "指数", "平均", "得点", "百分比"),
    "level": ("在庫", "库存", "残高", "余额", "温度", "気温", "湿度", "水位", "재고", "온도"),
    "price": ("単価", "价格", "価格", "单价", "가격"),
}
UNITS = _listed("% ‰ °c °f ℃ ℉ c° f° °k pct percent bar hpa mbar kpa psi")
ONCE = 0.99  # of the rows of an item, that have a date of their own: a price list, no order lines


def together_of(rows: Rows, data: TrainingData, settings: Settings) -> tuple[Together, list[Problem]]:
    """How amounts of one step go together, and what is said where that was guessed to be no sum."""
    if settings.adds_up != "auto":
        return settings.adds_up, []
    kind = _guessed(rows, data, settings)
    if kind is None:
        return "sum", []
    how: Together = "rate" if data.column("weight") else "mean"
    return how, [_said(kind, data)]


def weights_of(data: TrainingData, rows: Rows, together: Together) -> np.ndarray | None:
    """Of each row, how much it counts in a mean; None where all count alike."""
    column = data.column("weight")
    if together != "rate" or column is None:
        return None
    found = pd.to_numeric(data.main[column], errors="coerce").to_numpy(dtype=float)
    return np.nan_to_num(np.maximum(found, 0.0))[rows.positions]


def _guessed(rows: Rows, data: TrainingData, settings: Settings) -> str | None:
    """rate, level or price; None for amounts that add up."""
    if settings.unit.strip().casefold() in UNITS:
        return "rate"
    targets = data.many("target")
    if are_dates_named(data):
        return None
    how = data.conventions.get(MAIN, {})
    if all(name in how and how[name].percent for name in targets):
        return "rate"
    kinds = {kind_of_name(name) for name in targets}
    kind = kinds.pop() if len(kinds) == 1 else None
    return None if kind == "price" and not _once_a_date(rows) else kind


def kind_of_name(name: str) -> str | None:
    """rate, level or price; None of names that say something else, or nothing."""
    words = _words(name)
    if "%" in name or words & PERCENT:
        return "rate"
    if words & FLOWS or (len(words) == 2 and words & MOVED):
        return None
    if words & RATES:
        return "rate"
    if words & LEVELS:
        return "level"
    if words & PRICES:
        return "price"
    for kind, parts in IN_ANY_PLACE.items():
        if any(part in name for part in parts):
            return kind
    ends = (kind for word in words for ending, kind in ENDINGS.items() if word.endswith(ending))
    return next(ends, None)


def _words(name: str) -> set[str]:
    """``Kühlraum_Temp`` is kuhlraum and temp."""
    apart = re.sub(r"(?<=[a-zß-ÿ])(?=[A-Z])", " ", name)
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", apart.casefold().replace("ı", "i").replace("ł", "l"))
        if not unicodedata.combining(letter)
    )
    return set(re.findall(r"[^\W\d_]+", plain))


def _once_a_date(rows: Rows) -> bool:
    known = ~np.isnan(rows.values)
    found = pd.DataFrame({"item": rows.codes[known], "date": rows.dates[known].to_numpy()})
    return bool(len(found.drop_duplicates()) >= ONCE * len(found))


# --- What is said ---------------------------------------------------------------------------------

WHAT = {
    "rate": say("a rate"),
    "level": say("a level"),
    "price": say("a price"),
}


def _said(kind: str, data: TrainingData) -> Problem:
    targets = data.many("target")
    message = say_count(
        "'{column}' is taken for {what}: amounts are averaged, not added up.",
        "'{column}' and the other amounts are taken for {what}: they are averaged, not added up.",
        len(targets),
        column=targets[0],
        what=WHAT[kind],
    )
    remedy = say('If they add up, set "How amounts go together" to sum.')
    added = Alternative("settings.adds_up", "sum", say("Add amounts up"))
    return Problem("averaged", message, column=targets[0], remedy=remedy, fatal=False, alternative=added)
