"""Sheets of shops in eleven languages, and the encodings that programs write them in."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What stands in the sheets of one language, parted by commas. ``columns`` name a day, goods, a customer,
    a city, a number of pieces and an amount."""

    encodings: tuple[str, ...]
    columns: str
    goods: str
    customers: str
    cities: str


WORDS = {
    "French": Words(
        ("cp1252", "mac-roman", "cp850"),
        "Date de vente,Libellé,Client,Ville,Quantité,Montant réglé",
        "Café moulu,Thé vert,Crème fraîche,Pâte à tartiner,Bière blonde,Fromage de chèvre,Gâteau aux noix,"
        "Lait entier,Pain complet,Huile d'olive,Sucre en poudre,Chaussures d'été,Écharpe en laine,Stylo",
        "Hélène Lefèvre,François Dupré,Zoé Martin,Benoît Garçon,Anne Moreau,Rémi Bonnet,"
        "Noël Fournier,Jean Petit",
        "Besançon,Orléans,Nîmes,Saint-Étienne,Lyon,Paris,Béziers,Angoulême,Lille",
    ),
    "German": Words(
        ("cp1252", "mac-roman", "cp850"),
        "Verkauft am,Artikel,Käufer,Ort,Stück,Erlös",
        "Käse am Stück,Müsli,Grüner Tee,Vollkornbrötchen,Gemüsebrühe,Weißwein,Nüsse,Apfelsaft,Butter,Gewürze,"
        "Kaffeebohnen,Süßkartoffeln,Öl,Hausschuhe,Schlüsselanhänger",
        "Jürgen Müller,Käthe Groß,Björn Schröder,Anna Schmidt,Günther Weiß,Sören Köhler,"
        "Peter Wagner,Bärbel Jäger",
        "München,Köln,Nürnberg,Düsseldorf,Lübeck,Berlin,Gießen,Göttingen,Zürich,Hamburg",
    ),
    "Spanish": Words(
        ("cp1252", "mac-roman", "cp850"),
        "Día,Artículo,Cliente,Población,Tamaño,Importe",
        "Jamón serrano,Café molido,Piñones,Azúcar moreno,Champú,Pan de molde,Aceite de oliva,"
        "Plátanos,Melocotón,"
        "Queso añejo,Limón,Leche,Bañador,Cinturón de piel,Atún",
        "José Núñez,María Peña,Ángel Gutiérrez,Lucía Martínez,Íñigo Ibáñez,Ana López,Raúl Muñoz,Carmen Ruiz",
        "Málaga,A Coruña,Córdoba,Cádiz,Logroño,Madrid,León,Almería,Sevilla",
    ),
    "Portuguese": Words(
        ("cp1252", "mac-roman", "cp850"),
        "Data,Descrição,Cliente,Município,Peças,Preço médio",
        "Pão de forma,Feijão preto,Açúcar,Maçã,Café torrado,Sabão em pó,Leite,Macarrão,"
        "Óleo de soja,Limão,Pêssego,"
        "Arroz,Calção de banho,Lençol,Água",
        "João Conceição,Antônio Gonçalves,Inês Simões,Luís Araújo,Maria Silva,Conceição Magalhães,"
        "Sérgio Brandão",
        "São Paulo,Brasília,Goiânia,Belém,Maringá,Évora,Florianópolis,Lisboa,Porto",
    ),
    "Polish": Words(
        ("cp1250", "iso-8859-2"),
        "Data sprzedaży,Towar,Nabywca,Miejscowość,Ilość,Należność",
        "Chleb żytni,Śmietana,Masło,Żółty ser,Pączek z różą,Mąka pszenna,Kiełbasa śląska,"
        "Ogórki kiszone,Mleko,Łosoś,"
        "Herbata,Płatki owsiane,Dżem,Książka,Skórzany pasek,Świeca",
        "Łukasz Wójcik,Małgorzata Dąbrowska,Józef Wiśniewski,Grażyna Zając,Stanisław Kamiński,Anna Nowak,"
        "Paweł Gołębiewski,Świętosława Żak",
        "Łódź,Kraków,Gdańsk,Wrocław,Poznań,Białystok,Częstochowa,Toruń,Rzeszów,Warszawa",
    ),
    "Czech": Words(
        ("cp1250", "iso-8859-2"),
        "Datum prodeje,Zboží,Zákazník,Město,Počet kusů,Částka",
        "Žitný chléb,Máslo,Tvaroh,Švestkový koláč,Hovězí maso,Plnotučné mléko,Sýr,Rohlík,Čokoláda,Rýže,Víno,"
        "Těstoviny,Kožený pásek,Hračka,Svíčka,Džus",
        "Jiří Dvořák,Božena Němcová,Tomáš Růžička,Lucie Veselá,Zdeněk Šťastný,Kateřina Králová,"
        "Jan Novák,Ondřej Hájek",
        "Praha,Plzeň,České Budějovice,Ústí nad Labem,Hradec Králové,Liberec,Třebíč,Děčín,Zlín,Kroměříž",
    ),
    "Russian": Words(
        ("cp1251", "koi8-r"),
        "Дата продажи,Товар,Покупатель,Город,Количество,Сумма",
        "Хлеб ржаной,Молоко,Сметана,Сыр российский,Чай чёрный,Кофе молотый,Гречка,Масло сливочное,"
        "Шоколад,Яблоки,"
        "Ремень кожаный,Свеча,Подушка,Чайник",
        "Иванов Пётр,Смирнова Анна,Кузнецов Сергей,Попова Ольга,Щербаков Юрий,Ефимова Любовь,Жуков Алексей",
        "Москва,Санкт-Петербург,Казань,Нижний Новгород,Екатеринбург,Тверь,Омск,Воронеж",
    ),
    "Greek": Words(
        ("cp1253", "iso-8859-7"),
        "Ημερομηνία,Είδος,Πελάτης,Πόλη,Ποσότητα,Ποσό",
        "Ψωμί ολικής,Γάλα,Φέτα,Ελαιόλαδο,Καφές ελληνικός,Μέλι,Γιαούρτι,Ζυμαρικά,Κρασί λευκό,Σοκολάτα,Ρύζι,"
        "Δερμάτινη ζώνη,Κερί,Βιβλίο",
        "Γιώργος Παπαδόπουλος,Μαρία Νικολάου,Άννα Γεωργίου,Νίκος Οικονόμου,Ελένη Δημητρίου,Κώστας Ιωάννου",
        "Αθήνα,Θεσσαλονίκη,Πάτρα,Ηράκλειο,Λάρισα,Βόλος,Ιωάννινα,Χανιά",
    ),
    "Turkish": Words(
        ("cp1254", "iso-8859-9"),
        "Satış tarihi,Ürün,Müşteri,Şehir,Adet,Tutar",
        "Beyaz peynir,Çavdar ekmeği,Süt,Zeytinyağı,Yoğurt,Türk kahvesi,Çay,Şeker,Fıstık,Üzüm,"
        "Kırmızı biber,Pirinç,"
        "Deri kemer,Işık,Yastık kılıfı",
        "Ayşe Yılmaz,Mehmet Şahin,Özgür Çelik,Gülşen Aydın,İbrahim Doğan,Uğur Öztürk,Elif Kaya,Çağla Güneş",
        "İstanbul,Ankara,İzmir,Eskişehir,Diyarbakır,Muğla,Şanlıurfa,Çanakkale,Bursa",
    ),
    "Japanese": Words(
        ("shift_jis", "euc-jp"),
        "販売日,商品名,お客様,都市,数量,金額",
        "食パン,牛乳,緑茶,コーヒー豆,味噌,醤油,チョコレート,おにぎり,りんご,革ベルト,ろうそく,枕カバー,絵本,弁当箱",
        "佐藤 健,鈴木 花子,高橋 翔太,田中 美咲,渡辺 直樹,伊藤 さくら,山本 大輔,中村 恵子",
        "東京,大阪,名古屋,札幌,福岡,横浜,神戸,京都,仙台",
    ),
    "Chinese, simplified": Words(
        ("gb18030",),
        "销售日期,商品,客户,城市,数量,金额",
        "全麦面包,纯牛奶,绿茶,咖啡豆,酱油,巧克力,苹果,大米,皮带,蜡烛,枕套,童书,饭盒,洗发水",
        "王伟,李娜,张敏,刘洋,陈静,杨磊,赵丽,黄强,周杰",
        "北京,上海,广州,深圳,成都,杭州,重庆,西安,武汉",
    ),
    "Chinese, traditional": Words(
        ("big5",),
        "銷售日期,商品,客戶,城市,數量,金額",
        "全麥麵包,鮮奶,綠茶,咖啡豆,醬油,巧克力,蘋果,白米,皮帶,蠟燭,枕頭套,童書,便當盒,洗髮精",
        "陳怡君,林志豪,黃雅婷,張家豪,李淑芬,王建宏,吳佩珊,劉俊傑",
        "臺北,高雄,臺中,臺南,新竹,桃園,嘉義,花蓮",
    ),
}


def shop_sheet(words: Words, rows: int, seed: int = 0) -> str:
    """Sales as a table parted by semicolons: every column has its names in the language."""
    chosen = random.Random(seed)
    goods, customers, cities = (listed.split(",") for listed in (words.goods, words.customers, words.cities))
    lines = [words.columns.replace(",", ";")]
    for _ in range(rows):
        day = f"{chosen.randint(1, 28):02}.{chosen.randint(1, 12):02}.2024"
        amount = f"{chosen.uniform(1, 900):.2f}".replace(".", ",")
        names = [chosen.choice(listed) for listed in (goods, customers, cities)]
        lines.append(";".join([day, *names, str(chosen.randint(1, 40)), amount]))
    return "".join(f"{line}\r\n" for line in lines)


def with_one_column(sheet: str) -> str:
    """The sheet with words in the column of cities alone."""
    return _with(sheet, lambda cells: [cells[0], "A-1", "x", *cells[3:]])


def with_one_cell(sheet: str, seed: int = 0) -> str:
    """The sheet with one customer's name as its only words of the language."""
    customers = [line.split(";")[2] for line in sheet.splitlines()[1:]]
    place = random.Random(seed).randrange(len(customers))
    plain = _with(sheet, lambda cells: [cells[0], "A-1", "x", "Rome", *cells[4:]]).splitlines()
    plain[place + 1] = plain[place + 1].replace(";x;", f";{customers[place]};")
    return "".join(f"{line}\r\n" for line in plain)


def _with(sheet: str, change: Callable[[list[str]], list[str]]) -> str:
    rows = [";".join(change(line.split(";"))) for line in sheet.splitlines()[1:]]
    return "".join(f"{line}\r\n" for line in ["date;goods;customer;city;pieces;amount", *rows])
