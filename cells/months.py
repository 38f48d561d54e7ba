"""The names of the months in the languages that sheets are written in, and the days of the week."""

from __future__ import annotations

import unicodedata

# In each line: English, German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian; Polish; others.
_NAMES = (
    "january januar jänner janvier enero gennaio janeiro januari jan janv ene gen ianuarie január "
    "leden ledna styczeń stycznia sty ocak oca янв январь января tammikuu tammikuuta",
    "february februar février febrero febbraio fevereiro februari feb févr fév fev februarie február únor "
    "února luty lutego lut şubat şub фев февраль февраля helmikuu helmikuuta",
    "march märz mars marzo março maart mar mär mrz mrt marts martie március březen března "
    "marzec marca mart мар март марта maaliskuu maaliskuuta",
    "april avril abril aprile apr avr abr aprilie április duben dubna "
    "kwiecień kwietnia kwi nisan nis апр апрель апреля huhtikuu huhtikuuta",
    "may mai mayo maggio maio mei mag maj május květen května maja mayıs май мая toukokuu toukokuuta",
    "june juni juin junio giugno junho jun giu iunie június červen června "
    "czerwiec czerwca cze haziran haz июн июнь июня kesäkuu kesäkuuta",
    "july juli juillet julio luglio julho jul juil lug iulie július červenec července "
    "lipiec lipca lip temmuz tem июл июль июля heinäkuu heinäkuuta",
    "august août agosto augustus aug ago aout augusti augusztus srpen srpna "
    "sierpień sierpnia sie ağustos ağu авг август августа elokuu elokuuta",
    "september septembre septiembre settembre setembro sep sept set septembrie szeptember září "
    "wrzesień września wrz eylül eyl сен сент сентябрь сентября syyskuu syyskuuta",
    "october oktober octobre octubre ottobre outubro oct okt ott out octombrie október říjen října "
    "październik października paź ekim eki окт октябрь октября lokakuu lokakuuta",
    "november novembre noviembre novembro nov noiembrie listopad listopadu "
    "listopada lis kasım kas ноя ноябрь ноября marraskuu marraskuuta",
    "december dezember décembre diciembre dicembre dezembro dec dez déc dic decembre desember des decembrie "
    "prosinec prosince grudzień grudnia gru aralık ara дек декабрь декабря joulukuu joulukuuta",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab "
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta "
    "seg ter qua qui sex maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo "
    "poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz nd "
    "mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag "
    "понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс"
)


def plain(word: str) -> str:
    """Without case and accents: "Août" and "aout" are one word."""
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).replace("ł", "l")


_MONTHS = {
    spelling: number
    for number, names in enumerate(_NAMES, start=1)
    for name in names.split()
    for spelling in (name.casefold(), plain(name))
}
WEEKDAYS = frozenset(plain(name) for name in _WEEKDAYS.split())


def month_of(name: str) -> int:
    """1 to 12; 0 where ``name`` is no month. A point behind an abbreviation does not count."""
    word = name.strip().rstrip(".").casefold()
    return _MONTHS.get(word) or _MONTHS.get(plain(word), 0)
