"""Codes that look like numbers: as numbers, two of them would be one, or their spelling would be lost."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

# Words in the name of a column of codes. Of the second kind some hold amounts: "item" may be how many.
CODES = re.compile(
    r"(?<![^\W\d_])(?:skus?|codes?|cód|código|codice|kod|kód|koodi|код|コード|代码|编码|ean|gtin|upc|isbn|asin|plu"
    r"|barcode|artikelnummer|artikel-?nr|art\.? ?-?nr|artikelcode|materialnummer|teilenummer|bestellnummer"
    r"|kundennummer|kunden-?nr|rechnungsnummer|seriennummer|(?:part|model|article) ?(?:no|number|nr)|vin|iban"
    r"|zip|plz|postleitzahl|postcode|référence|referencia|referência|riferimento|réf|numero articolo"
    r"|artikul|артикул|indeks|varenummer|varenr|tuotenumero|品番|型番|货号|siret|siren|versions?)(?![^\W\d_])",
)
MAYBE_CODES = re.compile(
    r"(?<![^\W\d_])(?:ids?|uuid|key|nr|no|num|number|nummer|numéro|numero|número|numer|номер|n°|№|番号|号码|ref"
    r"|reference|serial|article|artikel|artículo|articolo|artigo|artykuł|item|produkt|product|produit|producto"
    r"|produto|prodotto|товар|part|teil|model|modell|modèle|modelo|modello|variant|variante|account|konto|compte"
    r"|cuenta|conta|conto|invoice|rechnung|facture|factura|order|bestellung|commande|pedido|ordine|batch|charge"
    r"|lot|customer|kunde|client|cliente)(?![^\W\d_])"
)
AMOUNT_OF = re.compile(
    r"\b(?:(?:number|no|num|nombre|número|numero|numéro) (?:of|de|di|d')|counts?|qty|quantity|prices?|preis"
    r"|prix|precio|amount|value|total|sum|sales|units|cost|rate|share)\b"
)
WHOLE = r"^-?(?:0|[1-9]\d{0,17})(?:\.0)?$"  # of which nothing is lost
LOST = r"^[-+]?0\d|^\d+[eE]\d+$"  # what a number loses: zeros before it, an exponent
SPELLED = r"[.,]\d+0$|[.,]00+$"  # and zeros behind it; 5 and 5.0 is what programs make of one number
EXPONENT = r"^\d+E\d+$"  # programs write such numbers as 1.2E+5
LETTERS = r"^[\w][\w./-]*$"
LETTER, DIGIT = r"\pL", r"\d"


def named_codes(name: str) -> bool:
    """Whether the name of a column says that it holds codes, in a dozen languages."""
    plain = _plain(name)
    return bool(CODES.search(plain)) and not AMOUNT_OF.search(plain)


def maybe_codes(name: str) -> bool:
    """Whether it may hold codes by its name: where two would be one number, they are."""
    plain = _plain(name)
    return bool(CODES.search(plain) or MAYBE_CODES.search(plain)) and not AMOUNT_OF.search(plain)


def _plain(name: str) -> str:
    """``"ArticleCode_2"`` as ``"article code 2"``."""
    return re.sub(r"[_\s]+", " ", re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", name)).casefold()


def lose_spelling(name: str, texts: pa.Array) -> bool:
    """Whether the ``texts`` of a column, all of them numbers, would lose as such what tells them apart."""
    if named_codes(name):
        return not bool(pc.all(pc.match_substring_regex(pc.unique(texts), WHOLE)).as_py())
    if maybe_codes(name):
        distinct = pc.unique(texts)
        return _any(distinct, LOST) or _clash(distinct, SPELLED)
    return bool(pc.any(pc.match_substring(texts, "E")).as_py()) and _clash(pc.unique(texts), EXPONENT)


def have_letters(name: str, texts: pa.Array) -> bool:
    """Whether ``texts`` that stand among the numbers of a column are codes, too: "AB12" beside 1203."""
    if not len(texts) or not maybe_codes(name):
        return False
    codes = texts.filter(pc.match_substring_regex(texts, LETTERS))
    letters = codes.filter(pc.match_substring_regex(codes, LETTER))
    return (named_codes(name) and len(letters) > 0) or _any(letters, DIGIT)


def _clash(distinct: pa.Array, pattern: str) -> bool:
    """Whether a text that holds the ``pattern`` is the same number as another of the ``distinct`` texts."""
    marked = pc.match_substring_regex(distinct, pattern)
    if not pc.any(marked).as_py():
        return False
    numbers = _numbers(distinct)
    spelled = np.asarray(marked.to_numpy(zero_copy_only=False), dtype=bool)
    values, counts = np.unique(numbers[~np.isnan(numbers)], return_counts=True)
    return bool(np.isin(numbers[spelled], values[counts > 1]).any())


def _numbers(texts: pa.Array) -> np.ndarray:
    """As float64, NaN for what is none; the comma is taken for a point."""
    plain = pc.replace_substring(texts, ",", ".")
    fits = pc.match_substring_regex(plain, r"^[-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d{1,3})?$")
    cleaned = pc.utf8_ltrim(pc.if_else(fits, plain, "nan"), "+")
    return np.asarray(cleaned.cast(pa.float64()).to_numpy(zero_copy_only=False))


def _any(texts: pa.Array, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(texts, pattern)).as_py())
