"""Made-up people: given names and surnames of many cultures, and the ways in which issuers print them."""

import random
from dataclasses import dataclass

# A line is: culture | given names of men | given names of women | surnames ("man/woman" where these differ) | patronymics.
# A middle dot joins the parts of one name.
_NAMES = """
en|James Oliver Peter Gareth Callum Tom Nigel Stuart Edward Rhys Alistair Duncan|Mary Charlotte Susan Bronwen Priscilla Imogen Harriet Fiona Joan Eleanor|Smith Hargreaves Whitfield Taylor-Jones Macleod Pritchard Fenwick Abbott Lacey McAllister Thorne Ashworth St·John Wren|
ie|Seán Cormac Declan Eoin Padraig Fergal|Aoife Niamh Siobhán Gráinne Orla|O'Brien Ó·Súilleabháin Gallagher Ní·Dhomhnaill McGrath Brennan Hanrahan FitzGerald|
de|Hans Jürgen Matthias Sebastian Wolf-Dieter Karl-Heinz Florian Götz Uwe|Ursula Claudia Anke Brigitte Sabine Heike Käthe Antje|Müller Schröder von·Bergen Großmann Kühn Baumgärtner Wiesinger Lüders Hofer Freiherr·von·Aich Zangerl Meyer-Lindt|
fr|Jean-Luc François Étienne Gérard Benoît Loïc Cédric|Amélie Sylvie Chloé Mathilde Hélène Anne-Sophie|Dupont Lefèvre Moreau de·la·Tour Garnier Béranger Chevalier Rousseau Le·Goff d'Aubigny Vandermeulen|
es|José·Luis Javier Íñigo Andrés Juan·Carlos Álvaro Gonzalo|María·del·Carmen Lucía Montserrat Pilar Begoña Ana·María|García·López Fernández·Ruiz Núñez·Pérez Ibáñez·de·la·Torre Ortega·Salvatierra Soler·i·Puig Quiroga·Mena Vélez·Arango Paredes·Huamán|
it|Giuseppe Alessandro Lorenzo Niccolò Gianluca Pier·Paolo|Francesca Chiara Paola Ilaria Maria·Grazia|Rossi Bianchi Esposito Ferrari De·Luca Marchetti D'Angelo Conti Dal·Pozzo Lo·Presti|
pt|João Pedro Henrique Tiago Luís·Filipe Rui|Ana·Beatriz Luísa Inês Conceição Maria·João|Silva·Santos da·Costa Ferreira·Lopes de·Almeida Gonçalves Pereira·dos·Reis Queirós|
nl|Jan·Willem Pieter Joost Sjoerd Cornelis|Sanne Femke Lotte Marijke Anneke|de·Vries van·den·Berg Jansen Bakker van·Dijk Visser Hoekstra ter·Horst Vermeulen-de·Wit|
pl|Krzysztof Paweł Łukasz Grzegorz Zbigniew Jan·Maria|Anna Małgorzata Zofia Agnieszka Żaneta|Kowalski/Kowalska Nowak Wiśniewski/Wiśniewska Dąbrowski/Dąbrowska Lewandowski/Lewandowska Wójcik-Zając Ślusarczyk|
ru|Иван Дмитрий Сергей Алексей Пётр|Анна Ольга Екатерина Светлана Юлия|Смирнов/Смирнова Кузнецов/Кузнецова Попов/Попова Соколовский/Соколовская Лебедев/Лебедева Щукин/Щукина|Петрович/Петровна Сергеевич/Сергеевна Олегович/Олеговна Викторович/Викторовна
uk|Андрій Олександр Богдан Ігор Тарас|Олена Оксана Наталія Ірина Марія|Шевченко Коваленко Бондар Ткачук Яремчук Гриценко Левицький/Левицька|Іванович/Іванівна Петрович/Петрівна Миколайович/Миколаївна
bg|Георги Стоян Иван Димитър Пламен|Мария Елена Десислава Радка|Николов/Николова Тодоров/Тодорова Колев/Колева Маринов/Маринова|Петров/Петрова Иванов/Иванова Димитров/Димитрова
el|Γεώργιος Νικόλαος Κωνσταντίνος Δημήτριος Ιωάννης|Μαρία Ελένη Αικατερίνη Βασιλική|Παπαδόπουλος/Παπαδοπούλου Οικονόμου Νικολάου Δημητρίου Καραγιάννης/Καραγιάννη|
tr|Mehmet Mustafa İbrahim Ömer·Faruk Çağrı|Ayşe Zeynep Gülşen Fatma·Nur Işıl|Yılmaz Kaya Demir Çelik Şahin Öztürk Karaosmanoğlu|
ja|太郎 健一 誠 大輔 浩二|花子 美咲 由美子 恵 さくら|佐藤 鈴木 高橋 田中 渡辺 小林 長谷川 五十嵐|
ko|민준 지훈 성호 영수|서연 수빈 은정 미경|김 이 박 최 정 강 남궁|
zh|伟 建国 志强 子轩 明|芳 秀英 丽 雨桐 静|王 李 张 刘 陈 欧阳 赵|
zh-hant|志明 家豪 偉倫 俊傑|美玲 淑芬 詠詩 雅婷|陳 黃 林 張 李 歐陽 鄭|
hk|Wai·Ming Ka·Ho Chi·Keung Kwok·Fai|Mei·Ling Suk·Fan Wing·Sze Siu·Ping|Chan Wong Lam Cheung Lee Au·Yeung Ng Kwok Tsang|
cs|Jiří Petr Václav Tomáš Ondřej|Jana Kateřina Věra Lucie Šárka|Novák/Nováková Svoboda/Svobodová Dvořák/Dvořáková Černý/Černá Říha/Říhová|
sk|Ján Peter Ľubomír Štefan|Zuzana Mária Katarína Ľudmila|Horváth/Horváthová Kováč/Kováčová Tóth/Tóthová Hrubý/Hrubá|
sl|Janez Marko Andrej Boštjan|Maja Nataša Špela Marija|Novak Kranjc Zupančič Žagar Hribar|
hr|Ivan Josip Tomislav Krešimir|Ana Marija Ivana Željka|Horvat Kovačević Babić Jurić Šimunović|
sr|Marko Nikola Dragan Đorđe|Jelena Milica Snežana Vesna|Jovanović Petrović Nikolić Đukić Živković|
hu|László Gábor István Zoltán|Erzsébet Zsófia Katalin Ágnes|Nagy Szabó Tóth Kovács Kőszegi Veress-Papp|
ro|Andrei Ion Ștefan Mihai·Radu|Elena Ioana Ana-Maria Ștefania|Popescu Ionescu Dumitru Stănescu Țurcanu|
sv|Erik Lars Göran Björn Per-Olof|Karin Åsa Ingrid Anna-Lena|Andersson Lindqvist Åkerberg Söderström af·Klint|
no|Ola Håkon Kjell·Arne Sverre|Kari Ingrid Åse Solveig|Hansen Nordby Bjørnstad Ødegård|
da|Søren Niels Jørgen Lars·Bo|Mette Kirsten Bodil Else·Marie|Jensen Nielsen Østergaard Kjær Bruun-Møller|
fi|Matti Juhani Pekka Väinö|Aino Päivi Kaisa Sirpa|Virtanen Mäkinen Koskela Hämäläinen|
et|Jaan Tõnu Margus Priit|Liis Kadri Ülle Piret|Tamm Saar Kõiv Mägi Põldmaa|
lv|Jānis Andris Guntis|Ilze Līga Zane|Bērziņš/Bērziņa Kalniņš/Kalniņa Ozols/Ozola|
lt|Jonas Vytautas Mindaugas|Rūta Eglė Daiva|Kazlauskas/Kazlauskienė Petrauskas/Petrauskaitė Žukauskas/Žukauskienė|
he|דוד יוסף משה אורי|שרה רחל נועה מיכל|כהן לוי מזרחי פרידמן בן·דוד|
ar|أحمد محمد خالد يوسف|فاطمة مريم نورة ليلى|الراشد حداد المنصور السيد العتيبي|
ar-latin|Ahmed Khalid·bin·Omar Mohammed Yousef·Ali|Fatima Leila Noura·bint·Saad Mariam|Al-Rashid Haddad Mansour El-Sayed Al·Otaibi|
in|Rajesh Venkat Arjun Suresh·Kumar Harpreet|Priya Meena Lakshmi Sunita·Devi|Sharma Patel Krishnan Banerjee Singh Iyer|
hi|राजेश अर्जुन विजय|प्रिया सुनीता मीना|शर्मा पटेल गुप्ता वर्मा|
vi|Văn·Minh Đức·Anh Quốc·Bảo|Thị·Hoa Ngọc·Lan Thu·Hằng|Nguyễn Trần Phạm Lê Đặng|
th|สมชาย ประเสริฐ วิชัย|สุดา พรทิพย์ มาลี|ศรีสุข วงศ์ทอง แสงจันทร์|
id|Budi Agus Bambang·Eko I·Made|Siti·Nurhaliza Dewi Ratna·Sari|Santoso Wijaya Hartono Kusuma Siregar|
africa|Chukwuemeka Kwame Tendai Oluwaseun Sipho|Ngozi Akosua Thandiwe Folake Wanjiru|Okafor Mensah Moyo Adeyemi Dlamini Kamau van·der·Merwe|
ms|Mohd·Faizal Ahmad Tan·Boon|Nurul·Aisyah Siti Lim·Hui|bin·Abdullah Kiat Rahman Teoh|
"""


def _names() -> dict[str, tuple[list[str], list[str], list[str], list[str]]]:
    table = {}
    for line in _NAMES.strip().splitlines():
        culture, *columns = line.split("|")
        men, women, families, fathers = ([name.replace("·", " ") for name in column.split()] for column in columns)
        table[culture] = men, women, families, fathers
    return table


NAMES = _names()
_FAMILY_FIRST = {"ja", "ko", "zh", "zh-hant"}  # written without a blank
_FAMILY_LEADS = {"hu", "vi", "hk"}  # family name first, with a blank
_TITLES = {
    "en": ("Mr", "Ms", "Mrs", "Dr", "Sir", "Mr.", "Prof."), "ie": ("Mr", "Ms", "Dr"), "hk": ("Mr.", "Ms.", "Mr", "Madam"),
    "de": ("Herr", "Dr.", "Dipl.-Ing.", "Prof. Dr.", "Mag."), "fr": ("M.", "Mme", "Monsieur", "Madame"),
    "es": ("D.", "Don", "Dña.", "Sr.", "Sra."), "it": ("Sig.", "Dott.", "Avv.", "Ing."), "pt": ("Sr.", "Dr.", "Dra."),
    "nl": ("dhr.", "mevr.", "drs.", "mr."), "pl": ("Pan", "Pani", "dr"), "cs": ("Ing.", "JUDr.", "Mgr."), "sk": ("Ing.", "Mgr."),
    "hu": ("dr.",), "ar-latin": ("Mr.", "H.E.", "Sheikh"), "in": ("Shri", "Smt.", "Mr."), "tr": ("Sn.",), "ms": ("Encik", "Dato'"),
    "th": ("นาย", "นางสาว"), "vi": ("Ông", "Bà"), "id": ("Tuan", "Nyonya"), "africa": ("Chief", "Mr", "Dr", "Mrs"),
}  # fmt: skip
# Cultures of people who own firms in a country besides its own.
_ABROAD = "en de fr es it pt nl pl tr hk ar-latin in sv africa ro cs hu".split()


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in parts; `patronymic` is empty where the culture has none."""

    given: str
    family: str
    patronymic: str
    gender: str
    culture: str
    latin: str = ""

    def printed(self, style: str) -> str:
        """The whole name in a style: "plain", "surname first", "surname upper", "comma" or "initials"."""
        given = f"{self.given} {self.patronymic}".strip()
        if self.culture in _FAMILY_FIRST:
            return f"{self.family} {self.given}" if style == "comma" else self.family + self.given
        if self.culture in _FAMILY_LEADS and style == "plain":
            return f"{self.family} {given}"
        first, _, rest = given.partition(" ")
        return {
            "surname first": f"{self.family} {given}",
            "surname upper": f"{self.family.upper()} {given}",
            "upper last": f"{given} {self.family.upper()}",
            "comma": f"{self.family}, {given}",
            "comma upper": f"{self.family.upper()}, {given}",
            "initials": f"{first[0]}. {rest} {self.family}".replace("  ", " "),
        }.get(style, f"{given} {self.family}")


NAME_STYLES = ("plain",) * 6 + ("surname first", "surname upper", "upper last", "comma", "comma upper", "initials")


def a_name(rng: random.Random, culture: str, *, abroad: float = 0.2) -> Name:
    """A name of the culture, or with probability `abroad` of another one that is written in Latin letters."""
    if rng.random() < abroad:
        culture = rng.choice(_ABROAD)
    men, women, families, fathers = NAMES[culture]
    woman = rng.random() < 0.42
    given = rng.choice(women if woman else men)
    # Two given names are usual in most places that write names with blanks.
    if culture not in _FAMILY_FIRST and " " not in given and not fathers and rng.random() < 0.3:
        given += " " + rng.choice([name for name in (women if woman else men) if name != given])
    family, _, hers = rng.choice(families).partition("/")
    father, _, daughter = rng.choice(fathers or [""]).partition("/")
    latin = rng.choice(("Sato Kenji", "Kim Min-jun", "Wang Wei", "Chan Tai Man", "Tanaka Yumiko", "Park Ji-hoon"))
    return Name(
        given, hers if woman and hers else family, daughter if woman else father,
        "female" if woman else "male", culture, latin if culture in _FAMILY_FIRST else "",
    )  # fmt: skip


def a_title(rng: random.Random, name: Name) -> str:
    """A form of address or degree that may be printed before the name; empty where none is usual."""
    return rng.choice(_TITLES.get(name.culture, ("",)))
