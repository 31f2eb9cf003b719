"""Countries of made-up documents: languages, currency, whose names people bear there, and legal forms of companies."""

import random
from dataclasses import dataclass

# country | languages | currency | as printed | cultures of names | legal forms: "short = long" separated by ";".
# "long" is what an extract prints as the legal form.
_COUNTRIES = """
gb|en|GBP|£|en en ie in|Limited = Private limited company; Ltd = Private company limited by shares; LIMITED = Private limited Company; PLC = Public limited company; LLP = Limited liability partnership
ie|en|EUR|€|ie ie en|Limited = LTD - Private Company Limited by Shares; DAC = Designated Activity Company; UC = Unlimited Company; plc = Public Limited Company
us|en|USD|$|en en es in|LLC = Limited Liability Company; Inc. = Domestic Business Corporation; Corp. = Corporation; L.P. = Limited Partnership; L.L.C. = Foreign Limited Liability Company; Inc = Stock Corporation - CA - General
ca|en fr|CAD|$|en fr|Inc. = Business Corporation; Ltd. = Ontario Business Corporation; Corp. = Canadian federal corporation; Ltée = Société par actions
au|en|AUD|$|en en hk|Pty Ltd = Australian Proprietary Company; Pty. Limited = Limited by Shares; Limited = Australian Public Company
nz|en|NZD|$|en|Limited = NZ Limited Company
hk|en en zh-hant|HKD|HK$|hk hk hk en|Limited = Private company limited by shares; Company Limited = Private Company; Limited = Local private company limited by shares
sg|en|SGD|S$|hk in ms|Pte. Ltd. = Private Company Limited by Shares; PTE. LTD. = Exempt Private Company Limited by Shares; Pte Ltd = Local exempt private company
my|en|MYR|RM|ms ms hk in|Sdn. Bhd. = Private company limited by shares; Berhad = Public company limited by shares; SDN. BHD. = Limited by Shares
cy|en el|EUR|€|el en ru|Limited = Limited Company; Ltd = Private Company Limited by Shares; Holdings Limited = Limited Liability Company
mt|en|EUR|€|it en|Limited = Private Limited Liability Company; p.l.c. = Public Limited Company; Ltd = Private Exempt Limited Liability Company
vg|en|USD|US$|en hk ar-latin|Ltd. = BVI Business Company; Limited = Company limited by shares; Inc. = BVI business company limited by shares; Corp. = International Business Company
ky|en|USD|US$|en hk|Ltd. = Exempted Company; Limited = Exempted Company with Limited Liability; SPC = Segregated portfolio company
sc|en|USD|US$|en africa|Ltd = International Business Company; Inc. = Company limited by shares
je|en|GBP|£|en|Limited = Private company; PLC = Public par value company
im|en|GBP|£|en|Limited = Company limited by shares; Limited = 2006 Act company
in|en en hi|INR|Rs.|in|Private Limited = Company limited by Shares; Pvt. Ltd. = Private; Limited = Public; LLP = Limited Liability Partnership
za|en|ZAR|R|africa en|(Pty) Ltd = Private Company; Proprietary Limited = PRIVATE COMPANY; CC = Close Corporation; NPC = Non Profit Company
ng|en|NGN|N|africa|Limited = Private company limited by shares; Ltd = PRIVATE COMPANY LIMITED BY SHARES; PLC = Public Limited Company
ke|en|KES|KSh|africa in|Limited = Private Limited Company; Ltd = Private company
gh|en|GHS|GH¢|africa|Limited = Private Company Limited by Shares; LTD = Company Limited by Shares
ae|en ar|AED|AED|ar-latin in en|L.L.C = Limited Liability Company; FZE = Free Zone Establishment; FZ-LLC = Free Zone Company with Limited Liability; FZCO = Free Zone Company
sa|ar en|SAR|SR|ar-latin|LLC = Limited Liability Company; Co. Ltd. = Single Shareholder Limited Liability Company
pa|es en|USD|US$|es en|S.A. = Sociedad Anónima; Inc. = Sociedad Anónima; Corp. = Corporation
de|de|EUR|€|de de de tr|GmbH = Gesellschaft mit beschränkter Haftung; AG = Aktiengesellschaft; GmbH & Co. KG = Kommanditgesellschaft; UG (haftungsbeschränkt) = Unternehmergesellschaft (haftungsbeschränkt); eG = eingetragene Genossenschaft; OHG = Offene Handelsgesellschaft
at|de|EUR|EUR|de de hr|GmbH = Gesellschaft mit beschränkter Haftung; AG = Aktiengesellschaft; KG = Kommanditgesellschaft; OG = offene Gesellschaft; GesmbH = Gesellschaft mit beschränkter Haftung
ch|de fr it|CHF|CHF|de fr it|AG = Aktiengesellschaft; GmbH = Gesellschaft mit beschränkter Haftung; SA = Société anonyme; Sàrl = Société à responsabilité limitée; Sagl = Società a garanzia limitata
li|de|CHF|CHF|de|AG = Aktiengesellschaft; Anstalt = Anstalt; Trust reg. = Treuunternehmen
lu|fr de|EUR|EUR|fr de|S.à r.l. = Société à responsabilité limitée; S.A. = Société anonyme; S.C.A. = Société en commandite par actions; SCSp = Société en commandite spéciale
fr|fr|EUR|€|fr|SARL = Société à responsabilité limitée; SAS = Société par actions simplifiée; S.A. = Société anonyme à conseil d'administration; SCI = Société civile immobilière; EURL = Société à responsabilité limitée (Société à associé unique); SASU = Société par actions simplifiée à associé unique
be|nl fr|EUR|€|nl fr|BV = Besloten Vennootschap; NV = Naamloze vennootschap; SRL = Société à responsabilité limitée; SA = Société anonyme; SPRL = Société privée à responsabilité limitée
mc|fr|EUR|€|fr it|SARL = Société à responsabilité limitée; S.A.M. = Société anonyme monégasque
es|es|EUR|€|es|S.L. = Sociedad Limitada; S.A. = Sociedad Anónima; S.L.U. = Sociedad Limitada Unipersonal; SL = Sociedad de Responsabilidad Limitada; S. Coop. = Sociedad Cooperativa
mx|es|MXN|$|es|S.A. de C.V. = Sociedad Anónima de Capital Variable; S. de R.L. de C.V. = Sociedad de Responsabilidad Limitada de Capital Variable; S.A.P.I. de C.V. = Sociedad Anónima Promotora de Inversión
ar|es|ARS|$|es it|S.A. = SOCIEDAD ANÓNIMA; S.R.L. = SOC. RESP. LTDA; S.A.S. = Sociedad por Acciones Simplificada
cl|es|CLP|$|es|SpA = Sociedad por Acciones; Limitada = Sociedad de Responsabilidad Limitada; E.I.R.L. = Empresa Individual de Responsabilidad Limitada; S.A. = Sociedad Anónima Cerrada
co|es|COP|$|es|S.A.S. = Sociedad por Acciones Simplificada; LTDA = SOCIEDAD LIMITADA; S.A. = Sociedad Anónima
pe|es|PEN|S/|es|S.A.C. = SOCIEDAD ANONIMA CERRADA; E.I.R.L. = EMPRESA INDIVIDUAL DE RESP. LTDA; S.R.L. = Sociedad Comercial de Responsabilidad Limitada
it|it|EUR|€|it|S.r.l. = società a responsabilità limitata; S.p.A. = società per azioni; s.n.c. = società in nome collettivo; S.R.L. = SOCIETA' A RESPONSABILITA' LIMITATA; s.a.s. = società in accomandita semplice; S.r.l.s. = società a responsabilità limitata semplificata
pt|pt|EUR|€|pt|Lda. = Sociedade por quotas; S.A. = Sociedade anónima; Unipessoal Lda = SOCIEDADE UNIPESSOAL POR QUOTAS; LDA = Sociedade por Quotas
br|pt|BRL|R$|pt it|Ltda. = Sociedade Empresária Limitada; LTDA = 206-2 - Sociedade Empresária Limitada; S.A. = Sociedade Anônima Fechada; EIRELI = Empresa Individual de Responsabilidade Limitada
nl|nl|EUR|€|nl nl tr|B.V. = Besloten Vennootschap; N.V. = Naamloze Vennootschap; B.V. = Besloten vennootschap met beperkte aansprakelijkheid; V.O.F. = Vennootschap onder firma; Stichting = Stichting
cw|nl en|USD|USD|nl en|B.V. = Besloten Vennootschap; N.V. = Naamloze vennootschap
pl|pl|PLN|zł|pl|sp. z o.o. = SPÓŁKA Z OGRANICZONĄ ODPOWIEDZIALNOŚCIĄ; S.A. = SPÓŁKA AKCYJNA; sp.k. = SPÓŁKA KOMANDYTOWA; SP. Z O.O. = spółka z ograniczoną odpowiedzialnością; P.S.A. = PROSTA SPÓŁKA AKCYJNA
ru|ru|RUB|руб.|ru|ООО = Общество с ограниченной ответственностью; АО = Акционерное общество; ПАО = Публичное акционерное общество; ЗАО = Закрытое акционерное общество
kz|ru|KZT|тенге|ru tr|ТОО = Товарищество с ограниченной ответственностью; АО = Акционерное общество
ua|uk|UAH|грн|uk|ТОВ = Товариство з обмеженою відповідальністю; ПрАТ = Приватне акціонерне товариство; ПП = Приватне підприємство; ТОВ = ТОВАРИСТВО З ОБМЕЖЕНОЮ ВІДПОВІДАЛЬНІСТЮ
bg|bg|EUR|лв.|bg|ООД = Дружество с ограничена отговорност; ЕООД = Еднолично дружество с ограничена отговорност; АД = Акционерно дружество
gr|el|EUR|€|el|Α.Ε. = Ανώνυμη Εταιρεία; Ε.Π.Ε. = Εταιρεία Περιορισμένης Ευθύνης; Ι.Κ.Ε. = Ιδιωτική Κεφαλαιουχική Εταιρεία; Ο.Ε. = Ομόρρυθμη Εταιρεία
tr|tr|TRY|TL|tr|A.Ş. = Anonim Şirket; Ltd. Şti. = Limited Şirket; ANONİM ŞİRKETİ = ANONİM ŞİRKET; LİMİTED ŞİRKETİ = LİMİTED ŞİRKET
jp|ja|JPY|円|ja ja ja en|株式会社 = 株式会社; 合同会社 = 合同会社; 有限会社 = 特例有限会社
kr|ko|KRW|원|ko|주식회사 = 주식회사; (주) = 주식회사; 유한회사 = 유한회사
cn|zh|CNY|元|zh|有限公司 = 有限责任公司; 有限责任公司 = 有限责任公司(自然人投资或控股); 股份有限公司 = 股份有限公司(非上市); 有限公司 = 有限责任公司（自然人独资）
tw|zh-hant|TWD|元|zh-hant|有限公司 = 有限公司; 股份有限公司 = 股份有限公司
cz|cs|CZK|Kč|cs|s.r.o. = Společnost s ručením omezeným; a.s. = Akciová společnost; spol. s r.o. = Společnost s ručením omezeným
sk|sk|EUR|EUR|sk|s.r.o. = Spoločnosť s ručením obmedzeným; a.s. = Akciová spoločnosť; s. r. o. = spoločnosť s ručením obmedzeným
si|sl|EUR|EUR|sl|d.o.o. = Družba z omejeno odgovornostjo; d.d. = Delniška družba
hr|hr|EUR|EUR|hr|d.o.o. = društvo s ograničenom odgovornošću; d.d. = dioničko društvo; j.d.o.o. = jednostavno društvo s ograničenom odgovornošću
rs|sr|RSD|RSD|sr|d.o.o. = Društvo sa ograničenom odgovornošću; a.d. = Akcionarsko društvo
hu|hu|HUF|Ft|hu|Kft. = Korlátolt felelősségű társaság; Zrt. = Zártkörűen működő részvénytársaság; Bt. = Betéti társaság; Nyrt. = Nyilvánosan működő részvénytársaság
ro|ro|RON|lei|ro|S.R.L. = Societate cu răspundere limitată; S.A. = Societate pe acțiuni; SRL = societate cu răspundere limitată
se|sv|SEK|kr|sv|AB = Aktiebolag; AB (publ) = Publikt aktiebolag; HB = Handelsbolag; Aktiebolag = Privat aktiebolag
no|no|NOK|kr|no|AS = Aksjeselskap; ASA = Allmennaksjeselskap; ANS = Ansvarlig selskap
dk|da|DKK|kr.|da|ApS = Anpartsselskab; A/S = Aktieselskab; I/S = Interessentskab; P/S = Partnerselskab
fi|fi sv|EUR|€|fi sv|Oy = Osakeyhtiö; Oyj = Julkinen osakeyhtiö; Ky = Kommandiittiyhtiö; Oy Ab = Osakeyhtiö
ee|et|EUR|EUR|et|OÜ = osaühing; AS = aktsiaselts
lv|lv|EUR|EUR|lv|SIA = Sabiedrība ar ierobežotu atbildību; AS = Akciju sabiedrība
lt|lt|EUR|Eur|lt|UAB = Uždaroji akcinė bendrovė; AB = Akcinė bendrovė; MB = Mažoji bendrija
il|he en|ILS|₪|he|בע"מ = חברה פרטית; Ltd. = Israeli Company
eg|ar|EGP|ج.م|ar|ش.م.م = شركة مساهمة مصرية; ذ.م.م = شركة ذات مسئولية محدودة
vn|vi|VND|đồng|vi|TNHH = Công ty trách nhiệm hữu hạn hai thành viên trở lên; Cổ phần = Công ty cổ phần; TNHH MTV = Công ty trách nhiệm hữu hạn một thành viên
th|th|THB|บาท|th|จำกัด = บริษัทจำกัด; จำกัด (มหาชน) = บริษัทมหาชนจำกัด
id|id|IDR|Rp|id|PT = Perseroan Terbatas; CV = Persekutuan Komanditer; PT = PERSEROAN TERBATAS TERTUTUP
"""
# Countries of which more documents are made: registers whose documents reach a compliance desk most often.
_FREQUENT = {
    "gb": 6, "us": 5, "de": 5, "fr": 5, "hk": 3, "it": 4, "es": 4, "nl": 4, "pl": 4, "cy": 2, "sg": 2, "vg": 2, "ie": 2, "ru": 3, "ua": 2, "jp": 4,
    "kr": 3, "cn": 4, "tr": 3, "gr": 3, "bg": 2, "cz": 2, "hu": 2, "ro": 2, "pt": 3, "br": 3, "ch": 2, "at": 2, "se": 2, "no": 2, "dk": 2, "fi": 2, "vn": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """A country of registration. `forms` are pairs of what follows the name and what an extract prints."""

    code: str
    languages: tuple[str, ...]
    currency: str
    sign: str
    cultures: tuple[str, ...]
    forms: tuple[tuple[str, str], ...]


def _countries() -> dict[str, Country]:
    table = {}
    for line in _COUNTRIES.strip().splitlines():
        code, languages, currency, sign, cultures, forms = line.split("|")
        pairs = tuple((short.strip(), long.strip()) for short, long in (item.split(" = ") for item in forms.split(";")))
        table[code] = Country(code, tuple(languages.split()), currency, sign, tuple(cultures.split()), pairs)
    return table


COUNTRIES = _countries()
# US states in which made-up companies are registered, with the code of the jurisdiction.
STATES = {
    "Delaware": "us-de", "California": "us-ca", "Florida": "us-fl", "Nevada": "us-nv", "New York": "us-ny", "Texas": "us-tx",
    "Wyoming": "us-wy", "Ohio": "us-oh", "Colorado": "us-co", "Massachusetts": "us-ma", "Georgia": "us-ga", "Oregon": "us-or",
}  # fmt: skip


def a_country(rng: random.Random) -> Country:
    """A country, the frequent ones more often."""
    codes = list(COUNTRIES)
    return COUNTRIES[rng.choices(codes, [_FREQUENT.get(code, 1) for code in codes])[0]]
