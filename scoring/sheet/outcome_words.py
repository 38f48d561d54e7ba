"""What the words of an outcome mean: hits, misses, and what is not decided yet, in many languages.

"x/y" stands for x and for x with y instead of its last letter. What is compared has neither accents nor case.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cells.words import FLAG_PAIRS

Words = frozenset[str]
CONTRACTED = re.compile(r"n['’]t\b")  # "won't buy" has not won
TOKEN = re.compile(r"[^\W_]+")
PLAIN = str.maketrans("ıłøđ", "ilod")  # what has no accent to take away


def folded(text: str) -> str:
    """Without case, accents and marks: "Gagnée!" and "GAGNEE" are "gagnee"."""
    whole = CONTRACTED.sub(" not ", text.casefold().translate(PLAIN))
    decomposed = unicodedata.normalize("NFKD", whole)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(TOKEN.findall(unicodedata.normalize("NFC", bare)))


def _words(*lines: str) -> Words:
    found = set()
    for entry in (entry.strip() for line in lines for entry in line.split("|")):
        stem, _, other = entry.partition("/")
        found |= {folded(stem), *([folded(stem[: -len(other)] + other)] if other else [])}
    return frozenset(found - {""})


YES: Words = frozenset(map(folded, FLAG_PAIRS[0][0])) | _words("1|true")
NO: Words = frozenset(map(folded, FLAG_PAIRS[1][0])) | _words("0|false")

WON = _words(
    "closedwon|成立|受注済み|受注済|won|closed won|deal won|win|gewonnen|gagné|gagnée|remporté",
    "remportée|ganado/a|ganada|vinto/a|ganho/a|wygrane|wygrana|wygrany|wygrano|vunnen|vunnet|vundet",
    "vyhráno|vyhraná|vyhraný|výhra|získáno|kazanıldı|выиграно|выиграна|выигран|выиграли|κερδισμένο/η",
    "κερδήθηκε|κερδισμένη|受注|成約|獲得|勝ち|赢单|贏單|赢得|成交|已成交|수주|성사|megnyert|voitettu",
    "câștigat|виграно|dobijeno|menang|تم الفوز",
)
LOST = _words(
    "closedlost|不成立|lost|closed lost|deal lost|loss|verloren|perdu|perdue|perdido/a|perso/a",
    "przegrane|przegrana|przegrany|przegrano|utracone|utracona|stracone|förlorad|förlorat|tabt|mistet",
    "tapt|ztraceno|prohráno|ztracená|prohraná|prohraný|ztracený|kaybedildi|kayıp|проиграно|проиграна",
    "проигран|потеряно|потеряна|потерян|χαμένο/η|χάθηκε|失注|不成約|負け|输单|輸單|丢单|未成交|流失",
    "실주|elvesztett|elveszett|hävitty|menetetty|pierdut|програно|kalah",
)
BOUGHT = _words(
    "bought|purchased|buyer|ordered|purchase|order|gekauft|kauf|käufer|bestellt|acheté|achetée|achat",
    "commandé|comprado/a|compró|compra|comprador|acquistato/a|comprato/a|acquisto|comprou|gekocht",
    "besteld|koper|kupione|kupiono|kupił|kupiła|zakupiono|zakup|köpt|köpte|köp|beställt|købt|købte|køb",
    "kjøpt|koupeno|koupil|koupila|nákup|satın aldı|satın alındı|aldı|куплено|купил|купила|купили",
    "покупка|αγόρασε|αγοράστηκε|αγορά|購入|購入済み|購入した|购买|已购买|購買|买了|구매|구매함|vásárolt",
    "ostanut|ostettu|cumpărat|купив|membeli|beli",
)
CONVERTED = _words(
    "abschluss|zusage|signé|signée|firmado/a|firmato/a|assinado/a|ondertekend|podpisane|подписано",
    "converted|customer|client|success|successful|signed|accepted|approved|konvertiert|kunde|kundin",
    "abgeschlossen|converti|convertie|cliente|convertido/a|convertito/a|klant|geconverteerd|klient",
    "konverterad|kund|konverteret|zákazník|müşteri|dönüştü|клиент|πελάτης|顧客|客户|已转化|고객|ügyfél",
    "asiakas|angenommen|accepté|acceptée|aceptado/a|accettato/a|aceito/a|aanvaard|geaccepteerd|przyjęte",
    "zaakceptowane|accepterad|accepteret|přijato|kabul edildi|принято|принят|εγκρίθηκε|承認|接受",
)
REJECTED = _words(
    "absage|rejected|declined|refused|disqualified|failed|failure|unsuccessful|abgelehnt|gescheitert",
    "refusé|refusée|rejeté|rejetée|rechazado/a|rifiutato/a|recusado/a|rejeitado/a|afgewezen|geweigerd",
    "odrzucone|odrzucona|odmowa|avslagen|avvisad|nekad|afvist|afslået|odmítnuto|zamítnuto|reddedildi",
    "отклонено|отклонена|отказ|απορρίφθηκε|却下|不採用|拒绝|已拒绝|거절|elutasítva|hylätty|respins",
)
LEFT = _words(
    "kündiger|verlassen|uitgeschreven|churned|churn|left|exited|cancelled|canceled|attrited|gone",
    "terminated|closed|lapsed|departed|unsubscribed|quit|lost|inactive|gekündigt|kündigung|abgewandert",
    "ausgetreten|inaktiv|beendet|verloren|storniert|résilié|résiliée|résiliation|parti|partie|désabonné",
    "désabonnée|inactif|perdu|perdue|annulé|annulée|cancelado/a|baja|abandonó|abandonado/a|inactivo/a",
    "perdido/a|se fue|disdetto/a|disdetta|abbandonato/a|cessato/a|inattivo/a|perso/a|cancelou|saiu",
    "inativo/a|desistiu|opgezegd|vertrokken|inactief|geannuleerd|zrezygnował|zrezygnowała|odszedł",
    "odeszła|rezygnacja|anulowane|anulowana|nieaktywny|nieaktywna|uppsagd|lämnat|lämnade|slutat",
    "avslutad|opsagt|forladt|stoppet|opphørt|odešel|odešla|zrušeno|zrušený|vypovězeno|neaktivní",
    "ukončeno|ayrıldı|iptal|iptal edildi|iptal etti|pasif|terk etti|ушёл|ушла|ушли|отток|расторгнут",
    "расторгнуто|неактивен|отменён|отменено|έφυγε|ακύρωσε|ακυρώθηκε|ανενεργός|解約|解約済み|退会|離脱",
    "流失|已流失|取消|已取消|注销|解约|이탈|해지|lemondta|poistunut",
)
STAYED = _words(
    "stayed|stays|staying|retained|active|existing|current|renewed|loyal|subscribed|remains|remained",
    "kept|open|bleibt|geblieben|aktiv|bestehend|bestandskunde|treu|verlängert|resté|restée|reste|actif",
    "fidèle|renouvelé|renouvelée|conservé|activo/a|permanece|se queda|se quedó|fiel|renovado/a|vigente",
    "attivo/a|rimasto/a|resta|rimane|fedele|rinnovato/a|ativo/a|ficou|fica|permaneceu|mantido/a|actief",
    "gebleven|blijft|verlengd|trouw|aktywny/a|aktywna|został|została|pozostał|pozostała|zostaje",
    "przedłużony|kvar|stannat|stannar|stannade|förnyad|blevet|bliver|forbliver|fornyet|aktivní|zůstal",
    "zůstala|zůstává|prodlouženo|věrný|aktif|kaldı|kalıyor|devam|devam ediyor|yenilendi|sadık|активен",
    "активный|активна|остался|осталась|остаётся|остались|продлён|действует|ενεργός|έμεινε|παραμένει",
    "μένει|ανανέωσε|継続|継続中|在籍|利用中|留存|活跃|续费|在用|保留|留下|유지|활성|maradt|pysynyt",
    "activ",
)
ENGAGED = _words(
    "engaged|clicked|opened|visited|responded|reacted|replied|attended|geklickt|geöffnet|reagiert",
    "geantwortet|besucht|cliqué|ouvert|répondu|réagi|visité|hizo clic|clic|abierto|abrió|respondió",
    "visitó|cliccato|aperto|risposto|visitato|clicou|abriu|respondeu|visitou|geklikt|geopend|gereageerd",
    "bezocht|kliknął|kliknięto|otworzył|otwarto|odpowiedział|klickat|klickade|öppnat|öppnade|svarat",
    "svarade|klikket|klikkede|åbnet|åbnede|svaret|kliknul|otevřel|odpověděl|tıkladı|açtı|yanıtladı",
    "кликнул|открыл|ответил|έκανε κλικ|άνοιξε|απάντησε|クリック|開封|反応|返信|反応あり|点击|已点击",
    "打开|已打开|回复|已回复|响应|클릭|응답",
)
IGNORED = _words(
    "ignored|unopened|no response|no reply|ignoriert|keine reaktion|ignoré|ignorée|sans réponse",
    "ignorado/a|sin respuesta|ignorato/a|nessuna risposta|sem resposta|genegeerd|geen reactie",
    "zignorował|zignorowano|ignorerad|ignorerade|ignoreret|ignoroval|yanıtsız|проигнорировал|без ответа",
    "αγνόησε|無反応|反応なし|未開封|忽略|未响应|未回复|무응답",
)
ACTIVE = _words(
    "active|aktiv|actif|activo/a|attivo/a|ativo/a|actief|aktywny|aktivní|aktif|активен|ενεργός|活跃",
)
SUCCESS = _words(
    "pass|approved|accepted|signed|hired|genehmigt|angenommen|approuvé|success|successful|positive",
    "passed|good|erfolg|erfolgreich|bestanden|positiv|réussi|réussie|succès|positif|éxito|exitoso/a",
    "aprobado/a|positivo/a|successo|riuscito/a|promosso/a|sucesso|aprovado/a|succes|geslaagd|positief",
    "sukces|zdany|zdał|pozytywny|lyckad|godkänd|bestået|úspěch|úspěšný|başarılı|успех|успешно|сдал",
    "επιτυχία|成功|合格|通过",
)
FAILURE = _words(
    "fail|failure|unsuccessful|negative|failed|bad|misserfolg|erfolglos|durchgefallen|negativ|échec",
    "échoué|négatif|fracaso|reprobado/a|negativo/a|fallito/a|insuccesso|bocciato/a|fracasso|reprovado/a",
    "mislukt|gezakt|negatief|porażka|niezdany|negatywny|misslyckad|underkänd|dumpet|neúspěch|neúspěšný",
    "başarısız|неудача|провал|не сдал|αποτυχία|失敗|不合格|失败|未通过",
)
MEANINGS: dict[str, tuple[Words, Words]] = {
    "lead_scoring": (WON | BOUGHT | CONVERTED, LOST | REJECTED),
    "churn": (LEFT, STAYED),
    "engagement": (ENGAGED | ACTIVE, IGNORED),
    "purchase": (BOUGHT | CONVERTED | WON, LOST | REJECTED),
    "outcome": (WON | BOUGHT | SUCCESS | ENGAGED, LOST | REJECTED | FAILURE | IGNORED),
}
"""Hits and misses, by the question that is asked."""

UNDECIDED = _words(
    "new|active|paused|contacted|qualified|qualification|prospecting|proposal|proposal sent|negotiation",
    "demo|sent|quote|quote sent|neu|kontaktiert|qualifiziert|angebot|angebot erstellt|verhandlung",
    "in verhandlung|pausiert|nouveau|proposition|négociation|devis|devis envoyé|nuevo|contactado",
    "propuesta|negociación|nuovo|proposta|trattativa|preventivo|novo|negociação|nieuw|offerte",
    "onderhandeling|nowy|oferta|negocjacje|ny|offert|förhandling|tilbud|forhandling|nový|nabídka",
    "jednání|yeni|teklif|görüşme|новый|предложение|переговоры|νέο|προσφορά|新規|提案|見積|まだ|新建",
    "报价|谈判|제안|협상|open|pending|trial|in progress|unknown|undecided|ongoing|waiting|on hold|tbd",
    "tba|maybe|not yet|not yet known|offen|ausstehend|laufend|läuft|läuft noch|in bearbeitung|unbekannt",
    "unentschieden|vielleicht|probe|testphase|en cours|ouvert|ouverte|en attente|inconnu|inconnue|essai",
    "peut être|abierto/a|pendiente|en curso|desconocido/a|en proceso|prueba|quizás|aperto/a|in corso",
    "in attesa|sconosciuto/a|prova|forse|aberto/a|em aberto|pendente|em andamento|em curso",
    "desconhecido/a|teste|talvez|lopend|in behandeling|onbekend|proef|misschien|otwarte|otwarta|otwarty",
    "w toku|oczekuje|oczekujące|nieznane|próbny|może|öppen|öppet|pågående|pågår|väntar|okänd|okänt",
    "kanske|åben|åbent|igangværende|i gang|afventer|ukendt|måske|åpen|otevřeno|otevřené|otevřený",
    "probíhá|čeká|neznámé|možná|açık|beklemede|devam ediyor|bilinmiyor|deneme|belki|открыт|открыта",
    "открыто|в работе|ожидает|неизвестно|возможно|ανοιχτό|ανοικτό|εκκρεμεί|άγνωστο|ίσως|商談中|進行中",
    "未定|保留|検討中|不明|交渉中|进行中|待定|未决|未知|跟进中|洽谈中|진행 중|진행중|미정|보류|nyitott",
    "folyamatban|avoin|kesken|deschis|în curs",
)
NEGATIONS = _words(
    "nichts|rien|nada|niente|niets|nic|nothing|not|no|non|never|without|nicht|kein|keine|ohne|pas",
    "jamais|sans|nunca|sin|senza|mai|não|nao|sem|niet|geen|zonder|nie|bez|inte|ej|utan|ikke|uden|ikkje",
    "ne|není|değil|не|нет|без|δεν|μη|όχι|χωρίς|nem|nu|ei",
)
YET = _words(
    "yet|noch|encore|todavía|aún|ancora|ainda|nog|jeszcze|ännu|än|endnu|enda|ještě|henüz|ещё|ακόμα",
    "ακόμη",
)
"""With a negation: "not yet bought" may still come."""
PREFIXES = ("non ", "un", "in", "dis", "ne", "nie", "не", "未", "不", "没", "非", "미", "비", "ei ")
"""What stands before the other word, and turns it into its opposite. Only where the rest is that word."""
SEVERAL = 3  # words of a text whose first or last word may speak for it
ALONE = (
    YES
    | NO
    | CONVERTED
    | SUCCESS
    | FAILURE
    | _words("order|achat|compra|kauf|open|active|left|closed|win|loss")
)
"""Words that say what a whole cell means, but not what a longer text does."""


@lru_cache(maxsize=4_096)
def meaning(text: str, question: str, own: tuple[str, ...] = ()) -> int:
    """1 for a hit of the question, -1 for a miss, 0 where the words do not say. ``own`` are its own hits."""
    plain, mine = folded(text), frozenset(map(folded, own))
    hits, misses = MEANINGS[question][0] | mine, MEANINGS[question][1] - mine
    if _not_yet(plain):
        return 0
    for good, bad in ((YES, NO), (hits, misses)):
        if (plain in good) != (plain in bad):
            return 1 if plain in good else -1
    if rest := negated(plain):
        return -_said(rest, hits, misses)
    for rest in _after_a_prefix(plain):
        if said := (rest in hits) - (rest in misses):
            return -said
    return _said(plain, hits - ALONE, misses - ALONE)


def plain_no(text: str) -> bool:
    return folded(text) in NO


def undecided(text: str) -> bool:
    plain = folded(text)
    return plain in UNDECIDED or _not_yet(plain)


def _not_yet(plain: str) -> bool:
    words = set(plain.split())
    return bool(words & YET) and bool(words & NEGATIONS)


def opposite(text: str, other: str) -> bool:
    """Whether ``text`` says that ``other`` is not so: "nicht bestellt", "nekoupil", "未購入"."""
    plain, whole = folded(text), folded(other)
    if denied := negated(plain):
        return not negated(whole) and bool(set(denied.split()) & set(whole.split()))
    return whole in _after_a_prefix(plain)


def negated(plain: str) -> str:
    """What a folded text denies: "achete" of "pas achete"; "" where it denies nothing."""
    words = plain.split()
    rest = [word for word in words if word not in NEGATIONS]
    return " ".join(rest) if rest and len(rest) < len(words) else ""


def _after_a_prefix(plain: str) -> list[str]:
    return [plain.removeprefix(prefix) for prefix in PREFIXES if plain.startswith(prefix)]


def _said(plain: str, hits: Words, misses: Words) -> int:
    """By the whole, or by its first and last word: "Closed Won", "Lost - price", "Attrited Customer"."""
    words = plain.split()
    ends = {plain, *words[:1], " ".join(words[:2]), *(words[-1:] if len(words) <= SEVERAL else ())}
    return bool(ends & hits) - bool(ends & misses)
