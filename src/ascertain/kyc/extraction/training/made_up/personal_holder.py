"""The person of a made-up document, with values that state facts of this person when printed."""

import random
from dataclasses import dataclass
from datetime import date

from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_names import Name, make_name
from ascertain.kyc.extraction.training.made_up.personal_places import Place, country_name, make_address, town_of
from ascertain.kyc.extraction.training.made_up.personal_values import (
    Identifier,
    birthday,
    identifiers_of,
    written_date,
)

_COMPANY_WORDS = (
    "Nordlys Tramontana Quillon Verdant Halcyon Brightmoor Petrel Sablewood Calyx Ostara Fernhill Monteluz Argentum Wavecrest Lindora Kestrel Baltiko "
    "Solvane Copperfield Marisma Tidewater Zenobia Orchid Pinnacle Astraea Cobalt Meridian Larkspur"
).split()
_TRADES = (
    "Energy Power Water Telecom Bank Logistics Foods Textiles Consulting Software Marine Motors Insurance Holdings Trading Engineering Pharma Media Bau "
    "Immobilien Conseil Servicios Energia Vodafon Stadtwerke Réseaux"
).split()
_FORMS = {
    "en": "Limited|Ltd|PLC|LLC|Inc.|LLP|Pty Ltd|Pte. Ltd.", "de": "GmbH|AG|GmbH & Co. KG|eG", "fr": "SA|SAS|SARL", "es": "S.A.|S.L.|S.A.U.|S.A. de C.V.", "it": "S.p.A.|S.r.l.",
    "pt": "S.A.|Lda.|Ltda.", "nl": "B.V.|N.V.|NV|BV", "pl": "S.A.|sp. z o.o.", "sv": "AB", "no": "AS|ASA", "da": "A/S|ApS", "fi": "Oy|Oyj", "et": "AS|OÜ", "lv": "SIA|AS", "lt": "UAB|AB",
    "cs": "a.s.|s.r.o.", "sk": "a.s.|s.r.o.", "hu": "Kft.|Zrt.", "ro": "S.R.L.|S.A.", "hr": "d.o.o.|d.d.", "sl": "d.o.o.|d.d.", "tr": "A.Ş.|Ltd. Şti.", "el": "Α.Ε.|Μ.Ε.Π.Ε.", "bg": "ЕООД|АД|ООД",
    "id": "Tbk", "vi": "JSC", "th": "Co., Ltd.", "ar": "LLC|FZE", "he": "Ltd.",
}  # fmt: skip
_LOCAL = {
    "ru": "ООО «{}»|АО «{}»|ПАО «{}»", "uk": "ТОВ «{}»|АТ «{}»", "bg": "„{}“ ЕООД|„{}“ АД", "sr": "{} д.о.о.", "ja": "{}株式会社|株式会社{}", "ko": "주식회사 {}|{} 주식회사|{}(주)", "zh": "{}有限公司|{}股份有限公司",
    "zh-hant": "{}有限公司|{}股份有限公司", "th": "บริษัท {} จำกัด", "vi": "Công ty TNHH {}|Công ty Cổ phần {}", "id": "PT {}|PT {} Tbk", "ar": "شركة {}", "he": "{} בע״מ", "el": "{} Α.Ε.",
}  # fmt: skip
_LOCAL_WORDS = {
    "ru": "Северный ветер|Полюс|Энергосбыт|Горизонт|Волгатранс", "uk": "Світанок|Енергія Плюс|Дніпротех|Калина", "bg": "Балкан Енерго|Тракия|Зора 95", "sr": "Дунав промет|Морава", "ja": "さくら電力|東都商事|青葉製作所|北斗通信",
    "ko": "한빛전력|대한정밀|푸른물산|새길통신", "zh": "上海晨曦电力|华远贸易|北辰科技|江南水务", "zh-hant": "港灣電力|遠東貿易|明輝科技|中電通訊", "th": "สยามพลังงาน|ไทยรุ่งเรือง", "vi": "Điện lực Phương Nam|Bình Minh", "id": "Sinar Nusantara|Cahaya Listrik",
    "ar": "الخليج للطاقة|النور للتجارة", "he": "אור ירוק|גלי תקשורת", "el": "Ηλιακή Ενέργεια|Αιγαίο",
}  # fmt: skip
_ROLES = {
    "en": "Senior Accountant|Nurse|Warehouse Operative|Software Engineer|Sales Manager|Head of Compliance|Project Manager|Teacher|Chief Financial Officer", "de": "Sachbearbeiterin|Elektroniker|Projektleiter|Buchhalterin|Geschäftsführer|Kfm. Angestellte",
    "fr": "Comptable|Ingénieur d'études|Chef de projet|Vendeuse|Technicien de maintenance", "es": "Administrativo|Ingeniera de software|Oficial de 1ª|Directora comercial|Contador", "it": "Impiegato amministrativo|Operaio specializzato|Responsabile vendite",
    "pt": "Técnico administrativo|Engenheira civil|Gestor comercial|Analista de sistemas", "nl": "Boekhouder|Projectleider|Verpleegkundige|Magazijnmedewerker", "pl": "Księgowa|Specjalista ds. sprzedaży|Inżynier|Magazynier", "ru": "Бухгалтер|Ведущий инженер|Менеджер по продажам",
    "uk": "Бухгалтер|Інженер-програміст", "sv": "Ekonom|Sjuksköterska|Projektledare", "no": "Regnskapsfører|Prosjektleder", "da": "Bogholder|Projektleder", "fi": "Kirjanpitäjä|Projektipäällikkö", "ja": "営業部長|経理担当|技術主任|エンジニア", "ko": "과장|대리|선임연구원|팀장",
    "zh": "财务经理|工程师|销售主管|会计", "zh-hant": "高級經理|會計主任|工程師", "tr": "Muhasebe Uzmanı|Mühendis|Satış Müdürü", "el": "Λογιστής|Υπάλληλος γραφείου", "cs": "Účetní|Projektový manažer", "hu": "Könyvelő|Mérnök", "ro": "Contabil|Inginer", "bg": "Счетоводител|Инженер",
    "id": "Staf Akuntansi|Manajer Penjualan", "vi": "Kế toán trưởng|Kỹ sư", "ar": "محاسب|مهندس", "he": "מהנדס תוכנה|חשבת",
}  # fmt: skip
_SEX_WORDS = {
    "en": "M:F|Male:Female|MALE:FEMALE", "de": "M:F|männlich:weiblich|M:W", "fr": "M:F|Masculin:Féminin|Homme:Femme", "es": "M:F|H:M|Masculino:Femenino|V:M|Hombre:Mujer", "it": "M:F|Maschio:Femmina", "pt": "M:F|Masculino:Feminino", "nl": "M/M:V/F|Man:Vrouw|M:V",
    "pl": "M:K|mężczyzna:kobieta|M/M:K/F", "ru": "МУЖ.:ЖЕН.|М:Ж|мужской:женский", "uk": "Ч/M:Ж/F|Ч:Ж|чоловіча:жіноча", "bg": "М/M:Ж/F|мъж:жена", "el": "Α/M:Θ/F|ΑΡΡΕΝ:ΘΗΛΥ", "tr": "E/M:K/F|Erkek:Kadın", "ja": "男:女|M:F", "ko": "M:F|남:여", "zh": "男:女|男/M:女/F",
    "zh-hant": "男 M:女 F|男:女", "cs": "M:F|muž:žena|M:Ž", "sk": "M:F|M:Ž", "sl": "M:Ž|M/M:Ž/F", "hr": "M/M:Ž/F|M:Ž", "sr": "М:Ж|мушки:женски", "ro": "M:F|masculin:feminin", "hu": "F/M:N/F|férfi:nő", "sv": "M:F|M:K", "no": "M:F|M:K|Mann:Kvinne", "da": "M:F|M:K|Mand:Kvinde",
    "fi": "M/M:N/F|Mies:Nainen", "et": "M/M:N/F|mees:naine", "lv": "V/M:S/F", "lt": "V/M:M/F|vyras:moteris", "ar": "ذكر:أنثى|M:F", "he": "ז/M:נ/F|זכר:נקבה", "hi": "M:F|पुरुष / MALE:महिला / FEMALE", "id": "LAKI-LAKI:PEREMPUAN|L/M:P/F", "vi": "Nam:Nữ|Nam/M:Nữ/F", "th": "M:F|ชาย:หญิง",
}  # fmt: skip
_NATIONALITIES = {
    "gb": "BRITISH CITIZEN|British", "ie": "IRISH|ÉIREANNACH/IRISH", "us": "UNITED STATES OF AMERICA|USA|American", "ca": "CANADIAN/CANADIENNE|Canadian", "au": "AUSTRALIAN", "nz": "NEW ZEALAND", "za": "SOUTH AFRICAN|RSA", "ng": "NIGERIAN", "in": "INDIAN|भारतीय/INDIAN",
    "sg": "SINGAPORE CITIZEN", "hk": "CHINESE", "my": "MALAYSIA|WARGANEGARA", "de": "DEUTSCH|deutsch", "at": "ÖSTERREICH|Österreich", "ch": "Schweiz · Suisse · Svizzera|CH|Schweizer", "fr": "Française|FRA", "be": "BELG|Belge|Belg", "lu": "Luxembourgeoise|LUX", "nl": "Nederlandse",
    "es": "ESPAÑOLA|ESP", "mx": "MEXICANA", "ar": "ARGENTINA|ARGENTINO", "cl": "CHILENA", "co": "COL|COLOMBIANA", "pe": "PERUANA|PER", "pt": "PRT|Portuguesa", "br": "BRASILEIRO(A)|BRASILEIRA", "it": "ITALIANA|ITA", "pl": "POLSKIE|POLSKIE/POLISH|polskie", "cz": "ČESKÁ REPUBLIKA|CZE",
    "sk": "SVK|SLOVENSKÁ REPUBLIKA", "si": "SVN|slovensko", "hr": "HRV|HRVATSKO", "rs": "СРПСКО|SRB", "ro": "Română / ROU|ROU", "hu": "HUN|MAGYAR", "bg": "БЪЛГАРИЯ/BGR|българско", "gr": "ΕΛΛΗΝΙΚΗ/HELLENIC|HEL", "cy": "CYP|ΚΥΠΡΙΑΚΗ", "tr": "T.C./TUR|TÜRKİYE CUMHURİYETİ", "ru": "РОССИЙСКАЯ ФЕДЕРАЦИЯ|РОССИЯ",
    "ua": "УКРАЇНА/UKRAINE|Україна/UKR", "se": "SVENSK|SVENSK/SWEDISH", "no": "NORSK|NORSK/NORWEGIAN", "dk": "DANSK|DANSK/DANISH", "fi": "SUOMI/FINLAND|FIN", "ee": "EST|EESTI/EST", "lv": "LVA|LATVIJAS/LVA", "lt": "LTU|LIETUVOS RESPUBLIKOS", "jp": "JAPAN|日本", "kr": "REPUBLIC OF KOREA|대한민국",
    "cn": "中国/CHINESE|中国", "tw": "REPUBLIC OF CHINA|中華民國", "ae": "UNITED ARAB EMIRATES|الإمارات العربية المتحدة", "sa": "السعودية|SAU", "il": "ישראלית/ISRAELI", "id": "WNI|INDONESIA", "vn": "Việt Nam / Vietnamese|Việt Nam", "th": "THAI|ไทย",
}  # fmt: skip


@dataclass(slots=True)
class Holder:
    """A person of the document. Each method gives a text that states the fact of subject `subject` when printed."""

    rng: random.Random
    place: Place
    name: Name
    birth: date
    country: str
    address_lines: list[str]
    birth_place: str
    numbers: list[Identifier]
    subject: str = "person"

    def full(self, text: str = "") -> Text:
        """The whole name in one of its usual orders, or as given."""
        return stating(text or self.name.written(self.rng), self.subject, "name")

    def titled(self) -> Text:
        """The name with a title, if the culture uses titles."""
        name = self.full(self.name.full if self.rng.random() < 0.8 else "")
        if not self.name.title or "," in name.text:
            return name
        if self.place.language == "ja":
            return name + " 様"
        return join([stating(self.name.title, self.subject, "title"), name])

    def last(self, *, upper: bool = False) -> Text:
        """The family name."""
        text = self.name.last.upper() if upper else self.name.last
        return stating(text, self.subject, "lastName")

    def given(self, *, upper: bool = False) -> Text:
        """All given names."""
        text = self.name.given.upper() if upper else self.name.given
        return stating(text, self.subject, "firstName")

    def born(self, text: str = "") -> Text:
        """The birth date."""
        return stating(text or written_date(self.birth, self.place), self.subject, "birthDate", self.birth.isoformat())

    def born_in(self, *, upper: bool = False) -> Text:
        """The birth place."""
        text = self.birth_place.upper() if upper else self.birth_place
        return stating(text, self.subject, "birthPlace")

    def sex(self) -> Text:
        """The sex by letter or word."""
        man, woman = self.rng.choice(_SEX_WORDS.get(self.place.language, "M:F").split("|")).split(":")
        text = woman if self.name.is_woman else man
        return stating(text, self.subject, "gender", "female" if self.name.is_woman else "male")

    def nationality(self, *, by_country: bool = False) -> Text:
        """The nationality as an adjective, or as the country's name."""
        text = self.rng.choice(_NATIONALITIES[self.country].split("|"))
        if by_country:
            text = country_name(self.country, self.place.language)
        return stating(text, self.subject, "nationality", self.country)

    def address(self) -> Text:
        """The address in one line."""
        return stating(", ".join(self.address_lines), self.subject, "address")

    def address_block(self, *, upper: bool = False) -> list[Text | str]:
        """The address in several lines; the first one carries the fact."""
        lines = [line.upper() if upper else line for line in self.address_lines]
        return [stating(lines[0], self.subject, "address", ", ".join(lines)), *lines[1:]]

    def number(self, prop: str = "") -> tuple[str, Text] | None:
        """One of the person's numbers with its usual caption; only of this property where one is given."""
        found = [number for number in self.numbers if not prop or number.prop == prop]
        if not found:
            return None
        number = self.rng.choice(found)
        return number.label, stating(number.text, self.subject, number.prop)


def make_holder(
    rng: random.Random, place: Place, subject: str = "person", *, last: str = "", foreign: float = 0.1
) -> Holder:
    """A person who lives in the place; `foreign` is the chance of another nationality, `last` a shared family name."""
    birth = birthday(rng)
    country = place.code if rng.random() > foreign else rng.choice(list(_NATIONALITIES))
    return Holder(
        rng,
        place,
        make_name(rng, place.culture, last=last).for_language(place.language),
        birth,
        country,
        make_address(rng, place.code),
        town_of(rng, country),
        identifiers_of(rng, place.code, birth),
        subject,
    )


def firm_name(rng: random.Random, language: str, trade: str = "") -> str:
    """A made-up company with its legal form, in the language's script where that is usual."""
    if language in _LOCAL_WORDS and rng.random() < 0.8:
        pattern = rng.choice(_LOCAL[language].split("|"))
        return pattern.format(rng.choice(_LOCAL_WORDS[language].split("|")))
    form = rng.choice(_FORMS.get(language, _FORMS["en"]).split("|"))
    second = f" {rng.choice(_COMPANY_WORDS)}" if rng.random() < 0.2 else ""
    return f"{rng.choice(_COMPANY_WORDS)}{second} {trade or rng.choice(_TRADES)} {form}"


def job_title(rng: random.Random, language: str) -> str:
    """A position as employment documents name it."""
    return rng.choice(_ROLES.get(language, _ROLES["en"]).split("|"))
