"""Numbers that people and programs write for "not known", apart from amounts that are meant."""

from __future__ import annotations

import re

AMOUNTS = re.compile(
    r"(?<![a-z])(?:amount|price|sales?|revenue|turnover|qty|quantit|units?|sold|total|sum|gross|net\b|cost|fee\b|refund"
    r"|return|balance|discount|payment|umsatz|betrag|preis|menge|anzahl|stück|summe|brutto|netto|saldo|rabatt"
    r"|kosten|montant|prix|quantit|vente|chiffre|solde|remise|importe|precio|cantidad|venta|ingreso|descuento"
    r"|preço|quantidade|vendas|receita|desconto|prezzo|importo|quantità|vendite|ricav|sconto|prijs|bedrag|aantal"
    r"|omzet|korting|kwota|cena|ilość|sprzeda|belopp|pris|antal|försäljning|beløb|salg|hinta|määrä|myynti"
    r"|сумма|цена|количество|выручка|продажи|金額|数量|売上|价格|金额|数量|销售)"
)
REPEATED = re.compile(r"([789])\1+")  # 99, 999, 8888
NINES = re.compile(r"9{4,}|-9{3,}")
SMALL = (-1, -9)


def may_stand_in(name: str, value: float, rows: int, mirrored: int) -> bool:
    """Whether ``value``, far from all others of the column ``name`` and found often, may mean "not known".

    900 is the usual price of something, -5 a refund: a negative amount in ``rows`` that is a positive one in
    as many (``mirrored``) is true. So is what a column of amounts holds, unless it is of nines alone.
    """
    digits = str(int(value))
    if AMOUNTS.search(name.casefold()):
        return bool(NINES.fullmatch(digits))
    if value > 0:
        return bool(REPEATED.fullmatch(digits))
    round_one = value <= -100 and value % 100 == 0
    return mirrored < rows and (value in SMALL or bool(REPEATED.fullmatch(digits[1:])) or round_one)
