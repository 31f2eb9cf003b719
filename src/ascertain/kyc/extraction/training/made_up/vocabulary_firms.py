"""Made-up names of firms, and of registries, banks and offices, by country."""

import random

from ascertain.kyc.extraction.training.made_up.vocabulary_countries import Country

_STEMS = (
    "Aurora Nordwind Kestrel Vega Meridian Solaris Fjord Altair Monteverde Polaris Quercus Tramontana Orion Lumen Petrichor Corvus "
    "Sequoia Zenit Baltica Harrowgate Brightwater Oakfield Silverline Kaldera Ostara Novalis Thalassa Ironbridge Larkspur Halcyon "
    "Bluestone Redwick Everglade Pinnacle Castellan Verdana Amberley Tessera Cobalt Umbria Windermere Saffron Juniper Marlow"
).split()
_TRADES = {
    "en": "Trading Logistics Capital Consulting Holdings Investments Properties Software Textiles Shipping Foods Energy Marine Ventures Partners Services International Engineering Pharma Group",
    "de": "Handel Logistik Beteiligungs Verwaltungs Immobilien Bau Maschinenbau Consulting Holding Vermögensverwaltung Druck Elektrotechnik Medien",
    "fr": "Négoce Conseil Immobilier Transports Participations Bâtiment Distribution Développement Patrimoine Médical Agro",
    "es": "Inversiones Comercial Construcciones Transportes Inmobiliaria Consultores Alimentos Servicios Distribuciones Exportadora",
    "it": "Costruzioni Immobiliare Trasporti Servizi Alimentari Partecipazioni Meccanica Tessile Energia Impianti",
    "pt": "Comércio Transportes Imobiliária Consultoria Construções Participações Alimentos Têxteis Gestão",
    "nl": "Beheer Holding Vastgoed Transport Handelsonderneming Installatie Advies Bouw Groothandel",
    "pl": "Handel Transport Budownictwo Nieruchomości Inwestycje Doradztwo Usługi Produkcja",
    "ru": "Торг Строй Инвест Транс Консалт Пром Сервис Логистик", "uk": "Торг Буд Інвест Транс Консалт Агро Сервіс Логістик",
    "bg": "Трейд Инвест Строй Консулт Транс Агро Мениджмънт", "el": "Εμπορική Τεχνική Κατασκευαστική Ναυτιλιακή Συμμετοχών",
    "tr": "Ticaret İnşaat Gıda Tekstil Lojistik Turizm Danışmanlık Sanayi", "cs": "Stavby Obchod Reality Servis Invest Doprava",
    "sk": "Stavby Obchod Reality Servis Invest Doprava", "hu": "Kereskedelmi Építő Ingatlan Szolgáltató Befektetési Logisztikai",
    "ro": "Comerț Construcții Imobiliare Transport Consulting Invest", "sv": "Fastigheter Bygg Handel Konsult Förvaltning Invest",
    "no": "Eiendom Bygg Handel Rådgivning Invest Shipping", "da": "Ejendomme Byg Handel Rådgivning Invest Holding",
    "fi": "Kiinteistöt Rakennus Kauppa Konsultointi Sijoitus", "id": "Sejahtera Abadi Makmur Sentosa Perkasa",
}  # fmt: skip
_NATIVE = {
    "ru": "Север Рассвет Орион Вектор Альтаир Заря Каскад".split(), "uk": "Світанок Орбіта Калина Вектор Дніпро Карпати".split(),
    "bg": "Витоша Орион Балкан Зора Вектор".split(), "el": "Αιγαίο Ορίζων Ήλιος Ολυμπία Ποσειδών".split(),
    "ja": "青空 東和 新緑 北斗 大洋 みどり さくら オリオン".split(), "zh": "华盛 金茂 东方恒 盛世 瑞丰 海天".split(),
    "zh-hant": "永豐 金龍 東昇 宏達 海天".split(), "ko": "한빛 미래 대양 푸른 새한".split(),
    "he": "אופק שחר גליל כרמל".split(), "ar": "الأفق النور الخليج الصفوة".split(), "th": "รุ่งเรือง ทองไทย เจริญดี".split(),
    "vi": ("Bình Minh", "Hòa Phát", "Sông Xanh", "Đông Dương"), "id": "Cahaya Nusantara Bumi Samudra".split(),
    "tr": "Güneş Anadolu Yıldız Ege Marmara".split(),
}  # fmt: skip
_NATIVE_TRADES = {
    "ja": "商事 工業 物流 不動産 システム".split(), "zh": "贸易 科技 投资 物流 实业".split(), "zh-hant": "貿易 科技 投資 實業".split(),
    "ko": "상사 건설 물류 전자 산업".split(), "he": "השקעות נכסים סחר".split(), "ar": "للتجارة للاستثمار للمقاولات".split(),
    "th": "การค้า ก่อสร้าง ขนส่ง".split(),
}  # fmt: skip
_TOWNS = {"zh": ("上海", "深圳", "广州", "杭州"), "zh-hant": ("", "香港")}


def _stem(rng: random.Random, country: Country, language: str) -> str:
    trades = _TRADES.get(language, _TRADES["en"]).split()
    stem = rng.choice(_NATIVE.get(language, _STEMS) if rng.random() < 0.75 else _STEMS)
    if language in ("vi",):
        return stem
    kind = rng.randrange(10)
    trade = rng.choice(trades)
    if kind < 5:
        return f"{stem} {trade}"
    if kind == 5:
        return f"{stem} & {rng.choice(_STEMS)} {trade}" if language == "en" else f"{stem} {rng.choice(_STEMS)}"
    if kind == 6:
        return f"{''.join(rng.choice('ABCDEFGHKLMNPRSTV') for _ in range(rng.choice((2, 3, 3))))} {trade}"
    if kind == 7:
        return f"{stem} {trade} {rng.choice(('2014', 'No. 7', '(UK)', 'Europe', 'One', 'II', 'Asia', '1898'))}"
    if kind == 8:
        return f"{stem}{rng.choice(_STEMS).lower()}"
    return f"{stem} {rng.choice([other for other in trades if other != trade])} {trade}"


def a_firm(rng: random.Random, country: Country, language: str, form: tuple[str, str]) -> str:
    """The full name of a firm of a legal form of that country, in the usual order of name and form."""
    short = form[0]
    if (language in _NATIVE_TRADES and country.languages[0] == language) or language == "zh-hant":
        return _native(rng, language, short)
    stem = _stem(rng, country, language)
    if country.code in ("ru", "kz", "ua"):
        return rng.choice((f"{short} «{stem}»", f'{short} "{stem}"', f'{form[1]} "{stem}"'))
    if country.code == "id":
        return f"{short} {stem}"
    if country.code == "vn":
        return f"Công ty {short} {rng.choice(('Thương mại', 'Xây dựng', 'Đầu tư', 'Dịch vụ', 'TM & DV'))} {stem}"
    if country.code == "il":
        short = "Ltd."
    comma = "," if country.code == "us" and rng.random() < 0.35 else ""
    return f"{stem}{comma} {short}"


def _native(rng: random.Random, language: str, short: str) -> str:
    stem, trade = rng.choice(_NATIVE[language]), rng.choice(_NATIVE_TRADES[language])
    town = rng.choice(_TOWNS.get(language, ("",)))
    if language == "ja":
        return rng.choice((f"{short}{stem}{trade}", f"{stem}{trade}{short}"))
    if language == "ko":
        return rng.choice((f"{short} {stem}{trade}", f"{stem}{trade} {short}"))
    if language == "th":
        return f"บริษัท {stem}{trade} {short}"
    if language == "ar":
        return f"شركة {stem} {trade} {short}"
    if language == "he":
        return f"{stem} {trade} {short}"
    if language == "zh-hant" and "Limited" in short:
        short = "有限公司"
    return f"{town}{stem}{trade}{short}"


# Who keeps the register and prints the extract: never a fact of the document's subject.
OFFICES = {
    "gb": ("Companies House", "Registrar of Companies for England and Wales", "Crown Way, Cardiff CF14 3UZ"),
    "ie": ("Companies Registration Office", "CRO", "Bloom House, Gloucester Place Lower, Dublin 1"),
    "us": ("Secretary of State", "Division of Corporations", "Department of State", "Corporations Section"),
    "ca": ("Corporations Canada", "Registraire des entreprises", "ServiceOntario"), "au": ("Australian Securities & Investments Commission", "ASIC"),
    "nz": ("New Zealand Companies Office", "Registrar of Companies"), "hk": ("Companies Registry", "公司註冊處", "Integrated Companies Registry Information System"),
    "sg": ("Accounting and Corporate Regulatory Authority (ACRA)", "Registrar of Companies and Business Names"),
    "my": ("Suruhanjaya Syarikat Malaysia", "Companies Commission of Malaysia"), "cy": ("Department of Registrar of Companies and Intellectual Property", "Εφόρος Εταιρειών"),
    "mt": ("Malta Business Registry", "Registrar of Companies"), "vg": ("BVI Financial Services Commission", "Registry of Corporate Affairs"),
    "ky": ("Registrar of Companies, Cayman Islands", "General Registry"), "sc": ("Financial Services Authority, Seychelles", "Registrar of International Business Companies"),
    "je": ("Jersey Financial Services Commission", "JFSC Companies Registry"), "im": ("Isle of Man Companies Registry", "Department for Enterprise"),
    "in": ("Ministry of Corporate Affairs", "Registrar of Companies"), "za": ("Companies and Intellectual Property Commission",), "ng": ("Corporate Affairs Commission",),
    "ke": ("Business Registration Service", "Registrar of Companies"), "gh": ("Registrar-General's Department", "Office of the Registrar of Companies"),
    "ae": ("Department of Economic Development", "Free Zone Authority"), "sa": ("وزارة التجارة", "Ministry of Commerce"), "pa": ("Registro Público de Panamá",),
    "de": ("Amtsgericht Bremen", "Amtsgericht München", "Registergericht", "Amtsgericht Köln"), "at": ("Handelsgericht Wien", "Landesgericht Graz", "Firmenbuchgericht"),
    "ch": ("Handelsregisteramt des Kantons Zürich", "Handelsregisteramt des Kantons Zug", "Registre du commerce de Genève"), "li": ("Amt für Justiz",),
    "lu": ("Registre de Commerce et des Sociétés", "Luxembourg Business Registers"), "fr": ("Greffe du Tribunal de Commerce de Lyon", "Greffe du tribunal de commerce de Nantes", "Infogreffe"),
    "be": ("Kruispuntbank van Ondernemingen", "Banque-Carrefour des Entreprises", "Moniteur belge"), "mc": ("Répertoire du Commerce et de l'Industrie",),
    "es": ("Registro Mercantil de Madrid", "Registro Mercantil de Barcelona", "Colegio de Registradores"), "mx": ("Registro Público de Comercio", "Servicio de Administración Tributaria"),
    "ar": ("Inspección General de Justicia", "AFIP"), "cl": ("Conservador de Bienes Raíces de Santiago", "Registro de Empresas y Sociedades"), "co": ("Cámara de Comercio de Bogotá", "Cámara de Comercio de Medellín"),
    "pe": ("SUNARP", "Oficina Registral de Lima"), "it": ("Camera di Commercio Industria Artigianato e Agricoltura di Milano", "Registro Imprese", "C.C.I.A.A. di Ravenna"),
    "pt": ("Conservatória do Registo Comercial de Lisboa", "Instituto dos Registos e do Notariado"), "br": ("Junta Comercial do Estado de São Paulo", "Receita Federal do Brasil", "JUCEPAR"),
    "nl": ("Kamer van Koophandel", "Handelsregister"), "cw": ("Curaçao Chamber of Commerce & Industry",), "pl": ("Centralna Informacja Krajowego Rejestru Sądowego", "Sąd Rejonowy dla m.st. Warszawy"),
    "ru": ("Федеральная налоговая служба", "Межрайонная инспекция ФНС № 46"), "kz": ("Министерство юстиции Республики Казахстан",), "ua": ("Міністерство юстиції України",), "bg": ("Агенция по вписванията", "Търговски регистър"),
    "gr": ("Γενικό Εμπορικό Μητρώο", "Επιμελητήριο Αθηνών"), "tr": ("İstanbul Ticaret Sicili Müdürlüğü", "Ankara Ticaret Odası", "Türkiye Ticaret Sicili Gazetesi"), "jp": ("東京法務局", "横浜地方法務局", "法務局"),
    "kr": ("대법원 등기정보중앙관리소", "서울중앙지방법원 등기국"), "cn": ("国家市场监督管理总局", "上海市市场监督管理局"), "tw": ("經濟部", "臺北市政府"), "cz": ("Městský soud v Praze", "Krajský soud v Brně"),
    "sk": ("Okresný súd Bratislava I", "Ministerstvo spravodlivosti SR"), "si": ("AJPES", "Okrožno sodišče v Ljubljani"), "hr": ("Trgovački sud u Zagrebu", "Sudski registar"), "rs": ("Agencija za privredne registre",),
    "hu": ("Fővárosi Törvényszék Cégbírósága", "Céginformációs Szolgálat"), "ro": ("Oficiul Național al Registrului Comerțului", "ONRC"), "se": ("Bolagsverket",), "no": ("Brønnøysundregistrene", "Foretaksregisteret"),
    "dk": ("Erhvervsstyrelsen", "Det Centrale Virksomhedsregister"), "fi": ("Patentti- ja rekisterihallitus", "Kaupparekisteri"), "ee": ("Tartu Maakohtu registriosakond", "e-äriregister"), "lv": ("Latvijas Republikas Uzņēmumu reģistrs",),
    "lt": ("Valstybės įmonė Registrų centras",), "il": ("רשות התאגידים", "רשם החברות"), "eg": ("وزارة التموين والتجارة الداخلية", "السجل التجاري"), "vn": ("Sở Kế hoạch và Đầu tư", "Phòng Đăng ký kinh doanh"),
    "th": ("กรมพัฒนาธุรกิจการค้า", "กระทรวงพาณิชย์"), "id": ("Kementerian Hukum dan Hak Asasi Manusia Republik Indonesia",),
}  # fmt: skip
