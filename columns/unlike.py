"""Values of a column that make rows unlike, so that their amounts must not be added up: cancelled orders
beside paid ones, transfers beside sales, euros beside yen, kilograms beside pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Reason = Literal["currency", "unit", "no_sale"]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split(","))


# ISO 4217, the codes in use, and common signs.
CURRENCIES = frozenset(
    _listed(
        """aed, afn, all, amd, ang, aoa, ars, aud, awg, azn, bam, bbd, bdt, bgn, bhd, bif, bmd,
        bnd, bob, brl, bsd, btn, bwp, byn, bzd, cad, cdf, chf, clp, cny, cop, crc, cup, cve,
        czk, djf, dkk, dop, dzd, egp, ern, etb, eur, fjd, fkp, gbp, gel, ghs, gip, gmd, gnf,
        gtq, gyd, hkd, hnl, hrk, htg, huf, idr, ils, inr, iqd, irr, isk, jmd, jod, jpy, kes,
        kgs, khr, kmf, kpw, krw, kwd, kyd, kzt, lak, lbp, lkr, lrd, lsl, lyd, mad, mdl, mga,
        mkd, mmk, mnt, mop, mru, mur, mvr, mwk, mxn, myr, mzn, nad, ngn, nio, nok, npr, nzd,
        omr, pab, pen, pgk, php, pkr, pln, pyg, qar, ron, rsd, rub, rwf, sar, sbd, scr, sdg,
        sek, sgd, shp, sle, sos, srd, ssp, stn, svc, syp, szl, thb, tjs, tmt, tnd, top, try,
        ttd, twd, tzs, uah, ugx, usd, uyu, uzs, ves, vnd, vuv, wst, xaf, xcd, xof, xpf, yer,
        zar, zmw, zwl, €, $, £, ¥, ₹, ₽, ₩, ₺, zł, kč"""
    )
)
UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in {
        "kilogram": "kg, kgs, kilo, kilos, kilogram, kilograms, kilogramm, kilogramme, kilogrammes, кг",
        "gram": "g, gr, gram, grams, gramm, gramme, grammes, г",
        "ton": "t, ton, tons, tonne, tonnes, tonnen, т",
        "pound": "lb, lbs, pound, pounds",
        "litre": "l, ltr, liter, liters, litre, litres, litro, litros, л",
        "millilitre": "ml",
        "metre": "m, meter, meters, metre, metres, metro, metros, м",
        "piece": """pc, pcs, piece, pieces, stk, stck, stück, stuck, st., each, ea, unit, units, unidad,
        unidades, unité, unités, pezzi, pezzo, szt, szt., ud, uds, шт""",
        "box": """box, boxes, carton, cartons, karton, kartons, case, cases, caja, cajas, boîte, boîtes,
        cartone""",
        "pallet": "pallet, pallets, palette, paletten, palettes",
        "hour": "h, hr, hrs, hour, hours, stunde, stunden, std, heure, heures, hora, horas",
        "day": "day, days, tag, tage, jour, jours, día, días",
    }.items()
    for word in _listed(words)
}
# Beginnings of words, in the languages of shops: what was undone, was never made, or is no sale.
UNDONE = _listed(
    """refund, rembours, erstatt, rückerstatt, reembols, rimbors, terugbetaal, zwrot, zwróc,
    återbetal, tilbagebetal, refundert, iade, возврат, возвращ, επιστροφ, 返金, 退款, 返品,
    chargeback, rückbuchung, returned, retour, devuelt, devoluc, devolvid, reso,
    gutschrift, credit note, avoir, nota de crédito"""
)
NEVER_MADE = _listed(
    """cancel, annul, storn, abgebroch, anulad, anulow, geannuleer, avbrut, avbryt, peruut,
    iptal, отмен, ακυρ, キャンセル, 取消, 取り消し, zrušen, void, fail, échou, echou, fehlgeschlag,
    fallid, fallit, mislukt, nieudan, misslyck, başarısız, неудач, 失敗, 失败, declin, reject,
    abgelehnt, refus, rechaz, rifiut, recusad, afgewezen, odrzuc, abandon, expired,
    abgelaufen, expiré, unpaid, unbezahlt, impay, no pagad, draft, entwurf, brouillon,
    borrador, bozza, test order, testbestellung, commande test"""
)
NO_SALE = _listed(
    """transfer, payout, überweis, ueberweis, auszahl, virement, bonifico, overboek, przelew,
    withdraw, retiro, retrait, abhebung, top up, 振込, 转账, перевод, service fee, fee, fees,
    gebühr, gebuehr, frais, comisión, comision, commissione, opłata, adjustment,
    korrektur, ajuste, ajustement, opening balance, saldovortrag, tax payment, loan,
    darlehen, prêt, préstamo"""
)
PARTLY_OR_NOT = ("partial", "teil", "parcial", "partiel", "not ", "nicht ", "non ", "no ")
LEAST_OF_A_KIND = 2  # values


@dataclass(frozen=True)
class Rows:
    """The rows that say one value: how many, and the sum of their amounts."""

    count: int
    amount: float


@dataclass(frozen=True)
class Unlike:
    """``apart`` are the values whose rows do not belong with the others; of currencies and units all."""

    reason: Reason
    apart: tuple[str, ...]


def unlike_values(name: str, rows: Mapping[str, Rows]) -> Unlike | None:
    """Whether the rows that say these values in the column ``name`` must not be added up, by the words and
    the amounts. Of a column of yes and no, ``name`` says what yes means.

    Refunds that are booked below zero belong to the sales that they undo, and rows of 0 change nothing.
    """
    if set(rows) == {"True", "False"}:
        said = name.casefold().removeprefix("is_").removeprefix("is ")
        return Unlike("no_sale", ("True",)) if rows["True"].amount and _apart(said, rows["True"]) else None
    values = {value: value.strip().casefold() for value in rows}
    if len(values) < LEAST_OF_A_KIND:
        return None
    if all(value in CURRENCIES for value in values.values()):
        return Unlike("currency", tuple(rows))
    dimensions = {UNITS.get(value) for value in values.values()}
    if None not in dimensions:
        return Unlike("unit", tuple(rows)) if len(dimensions) >= LEAST_OF_A_KIND else None
    apart = [value for value, text in values.items() if rows[value].amount != 0 and _apart(text, rows[value])]
    if not apart or len(apart) == len(values):
        return None
    return Unlike("no_sale", tuple(apart))


def _apart(text: str, said: Rows) -> bool:
    if _begins(text, UNDONE):
        return said.amount > 0
    return _begins(text, NEVER_MADE) or _begins(text, NO_SALE)


def _begins(text: str, words: Sequence[str]) -> bool:
    """Whether one of ``words`` begins a word of the text: "order cancelled". What is refunded in part is a
    sale."""
    plain = text.replace("_", " ").replace("-", " ")
    if plain.startswith(PARTLY_OR_NOT):
        return False
    return any(re.search(rf"(?<!\w){re.escape(word)}", plain) for word in words)
