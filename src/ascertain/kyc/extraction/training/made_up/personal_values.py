"""Dates, amounts and identifiers of made-up personal documents, as printed and as a truth file states them."""

import importlib
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import icu

from ascertain.kyc.extraction.training.made_up.personal_places import Place

_TODAY = date(2026, 11, 30)
_ERAS = (("令和", "R", 2018), ("平成", "H", 1988), ("昭和", "S", 1925))
_SYMBOLS = {
    "EUR": "€", "GBP": "£", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "SGD": "S$", "HKD": "HK$", "TWD": "NT$", "MXN": "$", "ARS": "$", "CLP": "$",
    "COP": "$", "JPY": "¥", "CNY": "¥", "KRW": "₩", "INR": "₹", "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "RON": "lei", "SEK": "kr", "NOK": "kr", "DKK": "kr.",
    "TRY": "₺", "RUB": "руб.", "UAH": "грн", "RSD": "дин.", "BRL": "R$", "ZAR": "R", "NGN": "₦", "PEN": "S/", "MYR": "RM", "IDR": "Rp", "VND": "đ", "THB": "฿",
    "ILS": "₪", "CHF": "Fr.",
}  # fmt: skip
_BEFORE = {
    "GBP",
    "USD",
    "CAD",
    "AUD",
    "NZD",
    "SGD",
    "HKD",
    "TWD",
    "MXN",
    "ARS",
    "CLP",
    "COP",
    "JPY",
    "CNY",
    "KRW",
    "INR",
    "BRL",
    "ZAR",
    "NGN",
    "PEN",
    "MYR",
}
_WHOLE = {"JPY", "KRW", "CLP", "HUF", "IDR", "VND", "COP"}

# Country -> property: pattern, module of python-stdnum that knows its check digits ("" where there is none), names in use.
# "#" digit, "@" letter, y m d the birth date; "9" is printed as it is.
_IDENTIFIERS = {
    "gb": "ssnCode:@@ ## ## ## @::NI number,National Insurance No.,NINO|taxNumber:##### #####:gb.utr:UTR,Unique Taxpayer Reference",
    "ie": "ssnCode:#######@:ie.pps:PPS No.,PPSN",
    "us": "ssnCode:###-##-####:us.ssn:SSN,Social Security Number,Soc. Sec. No.|taxNumber:9##-7#-####:us.itin:ITIN,Taxpayer identification number",
    "ca": "ssnCode:### ### ###:ca.sin:SIN,Social Insurance Number",
    "au": "taxNumber:### ### ###:au.tfn:TFN,Tax file number",
    "nz": "taxNumber:##-###-###:nz.ird:IRD number",
    "za": "idNumber:yymmdd #### 0 8 #:za.idnr:ID Number,Identity No.|taxNumber:#########0::Tax reference no.",
    "ng": "idNumber:###########::NIN,National Identification Number|taxNumber:########-0001::TIN",
    "in": "idNumber:#### #### ####:in_.aadhaar:Aadhaar No.,आधार|taxNumber:@@@P@####@:in_.pan:PAN,Permanent Account Number",
    "sg": "idNumber:S#######@::NRIC No.,NRIC/FIN",
    "hk": "idNumber:@######(#)::HKID No.,身份證號碼",
    "my": "idNumber:yymmdd-10-####::No. K/P,NRIC No.,MyKad No.",
    "de": "taxNumber:## ### ### ###:de.idnr:Steuer-ID,Identifikationsnummer,IdNr.|ssnCode:## ddmmyy @ ###::SV-Nummer,Rentenversicherungsnummer",
    "at": "ssnCode:#### ddmmyy:at.vnr:SVNR,Vers.-Nr.,Sozialversicherungsnummer|taxNumber:## ###/####::Steuernummer,St.Nr.",
    "ch": "ssnCode:756.####.####.##:ch.ssn:AHV-Nr.,N° AVS,AHV-Nummer",
    "fr": "ssnCode:1 yy mm ## ### ### ##:fr.nir:N° Sécurité sociale,NIR,N° SS|taxNumber:## ## ### ### ###:fr.nif:Numéro fiscal,N° fiscal,SPI",
    "be": "idNumber:yy.mm.dd-###.##:be.nn:Rijksregisternr.,N° national,Rijksregisternummer,Numéro national",
    "lu": "ssnCode:yyyymmdd#####::Matricule,N° d'identification",
    "nl": "idNumber:#########:nl.bsn:BSN,Burgerservicenummer,Persoonsnummer / BSN",
    "es": "idNumber:########@:es.dni:DNI,D.N.I.,N.I.F.,NIF|ssnCode:##/########/##::N.º S.S.,Núm. Seg. Social,N.A.F.",
    "mx": "taxNumber:@@@@yymmdd@@#::RFC,R.F.C.|idNumber:@@@@yymmddHDF@@@0#::CURP",
    "ar": "taxNumber:20-########-#:ar.cuit:CUIL,CUIT,C.U.I.L.|idNumber:##.###.###::DNI,D.N.I.,Documento",
    "cl": "idNumber:##.###.###-#:cl.rut:RUN,RUT,R.U.T.",
    "co": "idNumber:1.0##.###.###::C.C.,Cédula,NUIP",
    "pe": "idNumber:########::DNI,D.N.I. N°",
    "pt": "taxNumber:### ### ###:pt.nif:NIF,Contribuinte n.º,N.º contribuinte|ssnCode:###########::NISS,N.º Seg. Social",
    "br": "taxNumber:###.###.###-##:br.cpf:CPF,CPF/MF|idNumber:##.###.###-#::RG,Registro Geral",
    "it": "taxNumber:@@@@@@##@##@###@::Codice fiscale,C.F.,Cod. Fisc.,CODICE FISCALE",
    "pl": "idNumber:yymmdd#####:pl.pesel:PESEL,Nr PESEL,Numer PESEL|taxNumber:###-###-##-##:pl.nip:NIP",
    "cz": "idNumber:yymmdd/####:cz.rc:Rodné číslo,RČ,r.č.",
    "sk": "idNumber:yymmdd/####:cz.rc:Rodné číslo,r. č.",
    "si": "idNumber:#############::EMŠO|taxNumber:########:si.ddv:Davčna številka,Davčna št.",
    "hr": "idNumber:###########:hr.oib:OIB,Osobni identifikacijski broj",
    "rs": "idNumber:#############::ЈМБГ",
    "ro": "idNumber:1yymmdd######:ro.cnp:CNP,C.N.P.,Cod numeric personal",
    "hu": "taxNumber:8#########::Adóazonosító jel|ssnCode:### ### ###::TAJ szám,TAJ",
    "bg": "idNumber:yymmdd####:bg.egn:ЕГН,ЕГН/ЛНЧ",
    "gr": "taxNumber:#########:gr.vat:Α.Φ.Μ.,ΑΦΜ|ssnCode:ddmmyy#####:gr.amka:Α.Μ.Κ.Α.,ΑΜΚΑ",
    "cy": "idNumber:00########::Αρ. Ταυτότητας,Identity No.|ssnCode:########::Αρ. Κοιν. Ασφ.,Social Insurance No.",
    "tr": "idNumber:###########:tr.tckimlik:T.C. Kimlik No,TCKN,TC Kimlik No",
    "ru": "taxNumber:############:ru.inn:ИНН|ssnCode:###-###-### ##::СНИЛС",
    "ua": "taxNumber:##########::РНОКПП,Ідентифікаційний номер,ІПН",
    "se": "idNumber:yymmdd-####:se.personnummer:Personnummer,Personnr,Pers.nr",
    "no": "idNumber:ddmmyy#####:no.fodselsnummer:Fødselsnummer,Fødselsnr.,Personnummer",
    "dk": "idNumber:ddmmyy-####:dk.cpr:CPR-nr.,CPR-nummer,Personnummer",
    "fi": "idNumber:ddmmyy-###@:fi.hetu:Henkilötunnus,Hetu,Personbeteckning",
    "ee": "idNumber:3yymmdd####:ee.ik:Isikukood",
    "lv": "idNumber:ddmmyy-#####:lv.pvn:Personas kods,Pers. kods",
    "lt": "idNumber:3yymmdd####:lt.asmens:Asmens kodas,A. k.",
    "jp": "idNumber:#### #### ####::個人番号,マイナンバー",
    "kr": "idNumber:yymmdd-#######:kr.rrn:주민등록번호",
    "cn": "idNumber:110105yyyymmdd####:cn.ric:公民身份号码,身份证号码",
    "tw": "idNumber:A1########::統一編號,身分證字號",
    "ae": "idNumber:784-yyyy-#######-#::ID Number,رقم الهوية",
    "sa": "idNumber:1#########::رقم الهوية,ID No.",
    "il": "idNumber:#########:il.idnr:ת.ז.,מספר זהות,מס' זהות",
    "id": "idNumber:3171##ddmmyy000#::NIK|taxNumber:##.###.###.#-###.000::NPWP",
    "vn": "idNumber:0790########::Số CCCD,Số định danh cá nhân|taxNumber:##########::Mã số thuế",
    "th": "idNumber:# #### ##### ## #:th.pin:เลขประจำตัวประชาชน,Identification Number",
}  # fmt: skip
_CHECKED_SHARE = 0.85  # of identifiers with valid check digits where a method exists; the rest are typing errors
_BBANS = {
    "gb": "NWBK##############", "ie": "AIBK##############", "de": "##################", "at": "################", "ch": "00###00############", "fr": "#####################60",
    "be": "############", "lu": "001#############", "nl": "ABNA0#########", "es": "####################", "pt": "#####################", "it": "X0###########00##########",
    "pl": "########################", "cz": "0#00000###########01", "sk": "0#00000###########01", "si": "###############", "hr": "#################", "rs": "##################",
    "ro": "AAAA1B31################", "hu": "########################", "bg": "BNBG9661##########", "gr": "#######################", "cy": "########################",
    "tr": "#####0################", "se": "####################", "no": "###########", "dk": "##############", "fi": "##############", "ee": "################",
    "lv": "BANK00000########", "lt": "################", "ua": "######0000026########", "ae": "###################", "sa": "##000000############", "il": "#########00########",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number of a person: the property that holds it, what it is called there, and the number as printed."""

    prop: str
    label: str
    text: str


def fill(rng: random.Random, pattern: str) -> str:
    """The pattern with a digit for each "#" and a letter for each "@"."""
    return "".join(
        rng.choice("0123456789") if char == "#" else rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if char == "@" else char
        for char in pattern
    )


def identifiers_of(rng: random.Random, code: str, birth: date) -> list[Identifier]:
    """The numbers that a resident of the country has."""
    found = []
    for row in _IDENTIFIERS.get(code, "").split("|"):
        if not row:
            continue
        prop, pattern, module, labels = row.split(":")
        for mark, text in (
            ("yyyy", f"{birth:%Y}"),
            ("yy", f"{birth:%y}"),
            ("mm", f"{birth:%m}"),
            ("dd", f"{birth:%d}"),
        ):
            pattern = pattern.replace(mark, text)
        text = fill(rng, pattern)
        if module and rng.random() < _CHECKED_SHARE:
            text = _with_valid_check(rng, pattern, module, text)
        if rng.random() < 0.2:
            text = text.replace(" ", "")
        found.append(Identifier(prop, rng.choice(labels.split(",")), text))
    return found


@cache
def _checker(module: str) -> object:
    return importlib.import_module(f"stdnum.{module}")


def _with_valid_check(rng: random.Random, pattern: str, module: str, otherwise: str) -> str:
    # One number in 11 to 97 is valid by chance, so that trying is simpler than a rule for each country.
    checker = _checker(module)
    for _ in range(400):
        text = fill(rng, pattern)
        if checker.is_valid(text):  # type: ignore[attr-defined]
            return text
    return otherwise


def make_iban(rng: random.Random, code: str) -> str:
    """An IBAN with valid check digits, grouped or not; empty for countries without IBANs."""
    if code not in _BBANS:
        return ""
    bban = fill(rng, _BBANS[code])
    digits = "".join(str(int(char, 36)) for char in f"{bban}{code.upper()}00")
    text = f"{code.upper()}{98 - int(digits) % 97:02}{bban}"
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4)) if rng.random() < 0.65 else text


def make_bic(rng: random.Random, code: str) -> str:
    """A BIC of 8 or 11 characters."""
    return (
        fill(rng, "@@@@")
        + code.upper()
        + fill(rng, rng.choice(["#@", "@@", "##"]))
        + rng.choice(["", "", "XXX", "101"])
    )


def some_day(rng: random.Random, low: int = 2019, high: int = 2026) -> date:
    """A day from January of the first year to today or December of the second."""
    start, end = date(low, 1, 1), min(date(high, 12, 31), _TODAY)
    return start + timedelta(days=rng.randrange((end - start).days))


def birthday(rng: random.Random) -> date:
    """A birth date of an adult."""
    return some_day(rng, 1938, 2006)


def written_date(day: date, place: Place, pattern: str = "") -> str:
    """The date as printed in the place's language, by a pattern of ICU or an era."""
    pattern = pattern or place.dates
    if pattern == "era":
        era, _, before = next(era for era in _ERAS if day.year > era[2])
        return f"{era}{day.year - before}年{day.month}月{day.day}日"
    if pattern == "roc":
        return f"民國{day.year - 1911}年{day.month}月{day.day}日"
    if pattern.endswith("buddhist"):
        return f"{_icu_date(day, 'd MMM', place.language)} {day.year + 543}"
    return _icu_date(day, pattern, place.language)


def written_month(day: date, place: Place, rng: random.Random) -> str:
    """The month as a pay slip or bill names its period."""
    if place.language in ("ja", "zh", "zh-hant"):
        return f"{day.year}年{day.month}月"
    if place.language == "ko":
        return f"{day.year}년 {day.month}월"
    return _icu_date(day, rng.choice(["LLLL yyyy", "LLLL yyyy", "MM/yyyy", "MM.yyyy", "LLL yyyy"]), place.language)


@cache
def _formatter(pattern: str, language: str) -> icu.SimpleDateFormat:
    form = icu.SimpleDateFormat(pattern, icu.Locale(language.replace("zh-hant", "zh-Hant")))
    form.setTimeZone(icu.TimeZone.createTimeZone("UTC"))
    return form


def _icu_date(day: date, pattern: str, language: str) -> str:
    text = _formatter(pattern, language).format((day - date(1970, 1, 1)).days * 86400.0)
    # Documents print western digits, whatever the default of the locale.
    return "".join(str(int(char)) if char.isdigit() else char for char in str(text))


def passport_date(day: date, rng: random.Random, languages: tuple[str, ...]) -> str:
    """A date as passports and cards print it: "12 MAR/MARS 85", "12 03 1985", "12 Mar 1985"."""
    english = _icu_date(day, "MMM", "en").upper()
    other = _icu_date(day, "LLL", languages[0]).upper().strip(".")
    forms = [f"{day:%d} {english} {day.year}", f"{day:%d %m %Y}", f"{day:%d.%m.%Y}", f"{day:%d}.{day:%m}.{day:%Y}"]
    if languages[0] not in ("en", "ja", "ko", "zh", "zh-hant", "th", "ar", "he", "hi"):
        forms += [
            f"{day:%d} {english}/{other} {day.year}",
            f"{day:%d} {other} / {english} {day:%y}",
            f"{day:%d} {other} {day.year}",
        ]
    return rng.choice(forms)


def written_number(value: float, place: Place, *, decimals: int = 2) -> str:
    """A number in the place's style of grouping."""
    if place.numbers == "i":
        return _indian(value, decimals)
    group, point = {",": (",", "."), ".": (".", ","), " ": (" ", ","), "'": ("'", "."), "": ("", ".")}[place.numbers]
    text = f"{abs(value):,.{decimals}f}"
    whole, _, fraction = text.partition(".")
    text = whole.replace(",", group) + (point + fraction if fraction else "")
    return f"-{text}" if value < 0 else text


def _indian(value: float, decimals: int) -> str:
    whole, _, fraction = f"{abs(value):.{decimals}f}".partition(".")
    head, tail = whole[:-3], whole[-3:]
    groups = [head[max(0, at - 2) : at] for at in range(len(head), 0, -2)][::-1]
    return ("-" if value < 0 else "") + ",".join([*groups, tail]) + (f".{fraction}" if fraction else "")


def decimals_of(currency: str) -> int:
    """Digits after the point in the currency's usual prices."""
    return 0 if currency in _WHOLE else 2


def scale_of(currency: str) -> float:
    """How many units of the currency make roughly one euro, so that amounts look real."""
    return {
        "JPY": 160, "KRW": 1500, "HUF": 390, "IDR": 17000, "VND": 27000, "COP": 4500, "CLP": 1000, "INR": 90, "RUB": 95, "THB": 40, "TWD": 35, "CZK": 25, "SEK": 11,
        "NOK": 11, "TRY": 40, "UAH": 45, "RSD": 117, "MXN": 20, "ARS": 1200, "NGN": 1700, "ZAR": 20, "DKK": 7, "CNY": 8, "HKD": 9, "PLN": 4,
    }.get(currency, 1)  # fmt: skip


def amount(rng: random.Random, place: Place, low: float, high: float) -> float:
    """An amount between two amounts of euros, in the place's currency."""
    value = rng.uniform(low, high) * scale_of(place.currency)
    value = float(round(value, -2)) if rng.random() < 0.15 and value > 1000 else value
    return round(value, decimals_of(place.currency))


def plain_amount(value: float) -> str:
    """An amount as a truth file states it: no grouping, no trailing zeros after the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def with_currency(text: str, currency: str, rng: random.Random) -> str:
    """The number with its currency's code or symbol at the side where it is usual."""
    symbol = _SYMBOLS.get(currency, currency)
    if rng.random() < 0.4:
        return rng.choice([f"{currency} {text}", f"{text} {currency}"])
    return f"{symbol}{text}" if currency in _BEFORE else f"{text} {symbol}"
