"""Names of the months in the languages that sheets come in."""

from __future__ import annotations

_NAMES = """
january jan | february feb | march mar | april apr | may | june jun | july jul | august aug | september sep sept | october oct | november nov | december dec
januar jan jänner | februar feb | märz mär mrz | april apr | mai | juni jun | juli jul | august aug | september sep sept | oktober okt | november nov | dezember dez
janvier janv | février févr fév | mars | avril avr | mai | juin | juillet juil | août | septembre sept | octobre oct | novembre nov | décembre déc
enero ene | febrero feb | marzo mar | abril abr | mayo may | junio jun | julio jul | agosto ago | septiembre sep sept | octubre oct | noviembre nov | diciembre dic
gennaio gen | febbraio feb | marzo mar | aprile apr | maggio mag | giugno giu | luglio lug | agosto ago | settembre set | ottobre ott | novembre nov | dicembre dic
janeiro jan | fevereiro fev | março mar | abril abr | maio mai | junho jun | julho jul | agosto ago | setembro set | outubro out | novembro nov | dezembro dez
januari jan | februari feb | maart mrt | april apr | mei | juni jun | juli jul | augustus aug | september sep | oktober okt | november nov | december dec
"""  # English, German, French, Spanish, Italian, Portuguese, Dutch

MONTHS: dict[str, int] = {
    name: number
    for line in _NAMES.strip().splitlines()
    for number, names in enumerate(line.split("|"), start=1)
    for name in names.split()
}
