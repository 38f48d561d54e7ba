"""Names of the months in English, German, French, Spanish, Italian, Portuguese, Dutch and Scandinavian."""

from __future__ import annotations

_NAMES = (
    "january januar jänner janvier enero gennaio janeiro januari jan janv ene gen januari",
    "february februar février febrero febbraio fevereiro februari feb févr fév fev fevrier fevr",
    "march märz mars marzo março maart mar mär mrz mrt marco marts",
    "april avril abril aprile apr avr abr",
    "may mai mayo maggio maio mei mag maj",
    "june juni juin junio giugno junho jun giu",
    "july juli juillet julio luglio julho jul juil lug",
    "august août agosto augustus aug ago aout augusti",
    "september septembre septiembre settembre setembro sep sept set",
    "october oktober octobre octubre ottobre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember décembre diciembre dicembre dezembro dec dez déc dic decembre desember des",
)

MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()
}
