"""Values with a form of their own inside a text: dates, percentages, amounts, identifiers, countries, currencies."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import icu
import pycountry
from stdnum import iban as iban_numbers

from ascertain.ai.text import without_accents
from ascertain.kyc.values import gregorian_month, normalise_amount, plain_digits

_FIRST_YEAR, _LAST_YEAR = 1850, 2099
_SHORT_YEARS_OF_THIS_CENTURY = 36  # "36" is 2036 and "37" is 1937; a birth date is moved to the century that fits
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "民國": 1911, "民国": 1911}
_MONTH = r"[^\W\d_]{3,14}\.?(?:\s?/\s?[^\W\d_]{3,9}\.?)?"
_DATES = [
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?!\d)",
        rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<y>\d{{1,3}}|元)\s?年\s?(?P<m>\d{{1,2}})\s?月\s?(?P<d>\d{{1,2}})\s?日",
        r"(?<!\d)(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월](?:\s?(?P<d>\d{1,2})\s?[日일])?",
        r"(?<![\d.,/])(?:(?<!-)|(?<=\d{4}-))(?P<a>\d{1,2})\s?(?P<sep>[-./ ])\s?(?P<b>\d{1,2})\s?(?P=sep)"
        r"\s?(?P<y>\d{4}|\d{2})(?![\d.]\d)(?!\d)",
        rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|ª|er|\.|-го)?\s?(?:day of |de |of |d[’'])?[-/ ]?\s?"
        rf"(?P<mon>{_MONTH})\s?(?:de |del |do |,)?[-/ ]?\s?(?P<y>\d{{4}}|\d{{2}})(?!\d)",
        rf"(?P<mon>{_MONTH})\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<y>\d{{4}})(?!\d)",
        rf"(?<!\d)(?P<y>\d{{4}})\.?\s(?:m\. |gada |év )?(?P<mon>{_MONTH})\s(?P<d>\d{{1,2}})\.?(?!\d)",
        r"(?P<mon>[^\W\d_]{3,14})\.?\s(?:de |del |г\. )?(?P<y>\d{4})(?!\d)",
        r"(?<![\d/.-])(?P<m>0?[1-9]|1[0-2])[/.](?P<y>(?:19|20)\d{2})(?!\d)",
        r"(?<!\d)(?P<y>(?:19|20)\d{2})-(?P<m>0[1-9]|1[0-2])(?![\d-])",
        r"(?<![\d-])(?P<y>19\d{2}|20\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    )
]
_SYMBOLS = {
    "€": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "¥": "JPY", "円": "JPY", "원": "KRW", "元": "CNY", "圓": "HKD",
    "zł": "PLN", "zl": "PLN", "руб": "RUB", "р": "RUB", "₽": "RUB", "грн": "UAH", "₴": "UAH", "лв": "BGN", "kč": "CZK",
    "fr": "CHF", "sfr": "CHF", "tl": "TRY", "₺": "TRY", "₹": "INR", "rs": "INR", "hk$": "HKD", "r$": "BRL", "a$": "AUD",
    "c$": "CAD", "nz$": "NZD", "s$": "SGD", "ft": "HUF", "forint": "HUF", "naira": "NGN", "₦": "NGN", "shs": "KES",
    "pesos": "MXN", "euro": "EUR", "euros": "EUR", "dollars": "USD", "pounds": "GBP", "reais": "BRL", "ευρώ": "EUR",
    "рублей": "RUB", "гривень": "UAH", "лева": "BGN", "kr": "SEK", "rp": "IDR", "฿": "THB", "₫": "VND", "₪": "ILS",
}  # fmt: skip
_CODES = frozenset(currency.alpha_3 for currency in pycountry.currencies) - {"XXX", "XTS", "TOP", "ALL", "TRY"} | {
    "TRY"
}
_WORDS_OF_MONEY = "|".join(
    sorted(map(re.escape, [*_CODES, *(c for c in _SYMBOLS if len(c) > 1 or not c.isalpha())]), key=len, reverse=True)
)
_NUMBER = r"\(?[-−–]?\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?\)?-?|\(?[-−]?\d+(?:[.,]\d{1,3})?\)?-?"
_AMOUNT = re.compile(
    rf"(?:(?<!\w)({_WORDS_OF_MONEY}|kr|R|Rs\.?)\s?)?(?<![\w.,/-])({_NUMBER})(?![\w/-]|[.,]\d)"
    rf"(?:\s?({_WORDS_OF_MONEY}|kr|円|원|р|fr)(?!\w))?",
    re.IGNORECASE,
)
_MONEY = re.compile(rf"(?<!\w)({_WORDS_OF_MONEY})(?!\w)|[€£¥₽₴₺₹₦₪₫฿]")
_PER_CENT = r"(?:%|percent|per cent|prozent|por ciento|por cento|pour cent|per cento|proc\.|procent|процент\w*)"
_PERCENT = re.compile(rf"(?<![\w.,])(\d{{1,3}}(?:[.,]\d{{1,6}})?)\s?{_PER_CENT}", re.IGNORECASE)
_BAND = re.compile(
    rf"(?<![\w.,])(\d{{1,2}})\s?(?:{_PER_CENT})?(?:\s?[-–]\s?|[^\d%]{{2,40}})(\d{{2,3}})\s?{_PER_CENT}", re.IGNORECASE
)
_FRACTION = re.compile(r"(?<![\d/.])(\d{1,4})\s?/\s?(\d{1,5})(?![\d/.])")
_IDENTIFIER = re.compile(r"(?<![\w@])(?:[A-ZА-Я]{1,5}[ .:-]{0,2})?(?=[\w./-]*\d)[\w]{1,}(?:[ ./·-][\w]+){0,7}(?![\w@])")
_IDENTIFIER_TAIL = re.compile(r"(?<![\w./-])(?=[\w./-]*\d)\S+(?:\s\w{1,2})?$")
_FIGURES = re.compile(r"\d[\d ./·-]*\d(?:[A-Z](?!\w))?")
_PERSONAL_NUMBER = re.compile(r"(?<!\d)((?:19|20)\d{6}|\d{6})(?=-[\d*●•]{4})")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(r"(?<![\w@.-])(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+(?:/[\w./?=&%-]*)?", re.IGNORECASE)
_HEIGHT = re.compile(r"(?<!\w)(?:[12][.,]\d{2}\s?m|\d{2,3}\s?cm|\d['’]-?\d{1,2}\"?)(?!\w)|^[12]\d{2}$", re.IGNORECASE)
_LEAST_IDENTIFIER = 4


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A value inside a text: text[start:end] means `value`."""

    kind: str
    start: int
    end: int
    value: str


def folded(text: str) -> str:
    """Letters and digits without case and accents, words joined by single blanks."""
    return " ".join(re.findall(r"\w+", without_accents(text).casefold()))


def typed_spans(text: str, *, month_first: bool) -> list[TypedSpan]:
    """All typed values of a text. Dates take their digits alone; an identifier may overlap an amount."""
    found = list(_dates(text, month_first=month_first))
    used = {at for span in found for at in range(span.start, span.end)}
    for hit in _BAND.finditer(text):
        if int(hit[1]) < int(hit[2]) <= 100:
            found.append(TypedSpan("percent", *hit.span(), f"{hit[1]}-{hit[2]}"))
    for hit in _PERCENT.finditer(plain_digits(text)):
        if float(hit[1].replace(",", ".")) <= 100:
            found.append(TypedSpan("percent", *hit.span(), _plain_number(hit[1])))
            used |= set(range(*hit.span()))
    for hit in _FRACTION.finditer(text):
        above, below = int(hit[1]), int(hit[2])
        if 0 < above <= below and below > 1 and not used & set(range(*hit.span())):
            found.append(TypedSpan("percent", *hit.span(), f"{100 * above / below:.4g}"))
    for hit in _MAIL.finditer(text):
        found.append(TypedSpan("email", *hit.span(), hit[0].strip(".")))
        used |= set(range(*hit.span()))
    for hit in _WEB.finditer(text):
        found.append(TypedSpan("web", *hit.span(), hit[0]))
        used |= set(range(*hit.span()))
    for hit in _HEIGHT.finditer(text):
        found.append(TypedSpan("measure", *hit.span(), hit[0]))
    found += _amounts(text, used)
    found += _identifiers(text, used)
    return found


def _amounts(text: str, used: set[int]) -> Iterator[TypedSpan]:
    for hit in _AMOUNT.finditer(plain_digits(text)):
        if used & set(range(*hit.span(2))):
            continue
        value = normalise_amount(hit[2])
        if value is None:
            continue
        yield TypedSpan("amount", *hit.span(2), value)
        code = currency_of(hit[1] or hit[3] or "")
        if code:
            yield TypedSpan("currency", *hit.span(), code)
        elif not hit[1] and not hit[3] and 0 < float(value) <= 100 and hit.span(2) == (0, len(text)):
            yield TypedSpan("percent", *hit.span(2), value)  # a number alone in its cell: the heading may say per cent


def _identifiers(text: str, used: set[int]) -> Iterator[TypedSpan]:
    for hit in _IDENTIFIER.finditer(text):
        raw = hit[0].strip(" .:-")
        if len(re.sub(r"\W", "", raw)) < _LEAST_IDENTIFIER or used & set(range(*hit.span())):
            continue
        yield TypedSpan("ident", *hit.span(), raw)
        tail = _IDENTIFIER_TAIL.search(raw)
        if tail and tail[0] != raw:
            yield TypedSpan("ident", hit.start() + tail.start(), hit.end(), tail[0])
        figures = _FIGURES.search(raw)  # "959 898 347 R.C.S. Lyon": the words around may be no part of it
        if figures and figures[0] != raw and (tail is None or figures[0] != tail[0]):
            at = hit.start() + figures.start()
            yield TypedSpan("ident", at, at + len(figures[0]), figures[0])
    for hit in _PERSONAL_NUMBER.finditer(text):  # a birth date inside a Korean or Finnish personal number
        digits = hit[1]
        year = digits[:4] if len(digits) == 8 else ("20" if digits[:2] < "10" else "19") + digits[:2]
        if 1 <= int(digits[-4:-2]) <= 12 and 1 <= int(digits[-2:]) <= 31:
            yield TypedSpan("date", *hit.span(), f"{year}-{digits[-4:-2]}-{digits[-2:]}")


def is_month_first(text: str) -> bool:
    """Whether the numeric dates of a document put the month first: a date says so, or the country does."""
    pairs = re.findall(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}", text)
    votes = sum((int(b) > 12 >= int(a)) - (int(a) > 12 >= int(b)) for a, b in pairs)
    american = re.search(r"MM[-/]DD|Secretary of State|United States|, [A-Z]{2} \d{5}", text)
    return votes > 0 or (votes == 0 and bool(american))


def _dates(text: str, *, month_first: bool) -> Iterator[TypedSpan]:
    plain, taken = plain_digits(text), set[int]()
    if len(plain) != len(text):  # a mark of direction was dropped: offsets would not match
        plain = text
    for pattern in _DATES:
        for hit in pattern.finditer(plain):
            span = set(range(*hit.span()))
            value = None if taken & span else _date_of(hit.groupdict(), month_first=month_first)
            if value:
                taken |= span
                yield TypedSpan("date", *hit.span(), value)


def _date_of(parts: dict[str, str | None], *, month_first: bool) -> str | None:
    stated = parts["y"] or ""
    year = 1 if stated == "元" else int(stated)
    if parts.get("era"):
        year += _ERAS[parts["era"] or ""]
    elif len(stated) == 2:
        year += 1900 if year > _SHORT_YEARS_OF_THIS_CENTURY else 2000
    day, month = parts.get("d"), parts.get("m")
    if parts.get("mon"):
        number = next((m for m in map(gregorian_month, re.split(r"[/ ]", parts["mon"] or "")) if m), None)
        month = str(number) if number else None
    elif parts.get("a"):
        first, second = parts["a"] or "", parts["b"] or ""
        turned = (month_first and int(first) <= 12) or int(second) > 12
        day, month = (second, first) if turned else (first, second)
    if not month or not 1 <= int(month) <= 12 or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    if day is not None and not 1 <= int(day) <= 31:
        return None
    return f"{year:04}-{int(month):02}" + (f"-{int(day):02}" if day else "")


def _plain_number(text: str) -> str:
    return f"{float(text.replace(',', '.')):g}"


def currency_of(text: str) -> str | None:
    """The ISO 4217 code of a printed code, symbol or word, or None."""
    plain = text.strip().strip(".")
    return plain.upper() if plain.upper() in _CODES and plain.isupper() else _SYMBOLS.get(plain.casefold())


def currencies_in(text: str) -> Iterator[str]:
    """The currencies that a text names, as often as it does."""
    for hit in _MONEY.finditer(text):
        code = currency_of(hit[0])
        if code:
            yield code


# Countries

_LOCALES = (
    "en de fr es it pt nl pl ru uk bg el hu cs sk sl hr sr ro sv nb da fi et lv lt tr ja ko zh zh_Hant ar hi id vi th he "
    "fa ca sw ms ka az kk sq mk is"
).split()
# Demonyms, and parts of states that stand for them; names of countries come from ICU in the languages above.
_OTHER_NAMES = """gb british english welsh scottish england scotland wales england_and_wales uk great_britain|us american usa
u.s. u.s.a. united_states_of_america delaware california new_york florida texas nevada wyoming|fr french française|de german
deutsch|es spanish española|it italian italiana|pt portuguese portuguesa|nl dutch nederlandse|be belgian belge|pl polish polskie
|ru russian рф|ua ukrainian|bg bulgarian|gr greek hellenic ελληνική|hu hungarian magyar|cz czech|sk slovak|ro romanian|se swedish
svensk|no norwegian norsk|dk danish dansk|fi finnish|ee estonian|lv latvian|lt lithuanian|tr turkish türk|jp japanese|kr korean
|cn chinese prc|in indian|id indonesian wni|ch swiss|at austrian|ie irish éire|il israeli|ae emirati uae dubai abu_dhabi|eg egyptian
|ng nigerian|ke kenyan|za south_african|zw zimbabwean|au australian|nz new_zealander|ca canadian|mx mexican mexicana|br brazilian
brasileira brasileiro|ar argentinian argentine argentina argentino|cl chilean|co colombian|pe peruvian|is icelandic|rs serbian
|hr croatian|si slovene slovenian|az azerbaijani|ge georgian|by belarusian|kz kazakh|lb lebanese|ir iranian|iq iraqi|sa saudi
|vn vietnamese|th thai|ph filipino|my malaysian|sg singaporean|mn mongolian|vg bvi british_virgin_islands|cy cypriot|mt maltese
|lu luxembourgish|pk pakistani|bd bangladeshi|lk sri_lankan|gh ghanaian|ma moroccan|tn tunisian|dz algerian|qa qatari|kw kuwaiti
|jo jordanian|bh bahraini|om omani"""
# Stems of adjectives in the larger languages: "polnische", "polacco", "Pools", "польский".
_DEMONYM_STEMS = """de deutsch allemand aleman tedesc duits niemiec немец german tysk saksa|fr franzos franc frances francuz француз
|it italien italian wlosk итальян|es spanisch espagnol espanol spagnol spaans hiszpan испан|pt portugies portug portoghes
|gb britisch britan brit angielsk британ engl|us amerikan american estadounidens americ америк|nl niederland neerland olandes
nederland holender holland нидерланд|be belg бельг|at osterreich autrich austri oostenrijk австрий|ch schweiz suiss suiz svizzer
zwitser szwajcar швейцар|pl poln polon polac pools polsk польс|cz tschech tchequ ceco tsjech czesk чешск|sk slowak slovaqu
slovacc slowack|hu ungar hongroi hungar ungher wegiersk|ro ruman roumain rumen roemeens rumunsk|bg bulgar българ болгар|gr griech
grec griek grecka греч ελλην|tr turk turc turec турец|ru russ rus rosyj росс русск|ua ukrain ucrain oekrain укра|by belarus
bieloru wissruss weissruss белорус|se schwed sued svez zweed szwed швед svensk|no norweg norveg noors norwes норвеж norsk
|dk dan dansk deen dunsk датск|fi finn finland finsk финск|ie irisch irland irlandes iers|cn chines chinois cines chinees chinsk
китай kines|jp japan japon giappon япон|kr koreanisch sudkorean coree корей|in indisch indien indi indyjsk|ir iran persisch иран
|il israel izrael израил|br brasil bresil brazil бразил|ar argentin аргентин|mx mexik mexic mexican|co kolumb colomb|ve venezolan
venezuel|cl chilen|pe peruan peruvian|cu kuban cuban|rs serb srp серб|hr kroat croat hrvat|si slowen sloven|ba bosn|mk mazedon
makedon|al alban|lt litau lituan litew литов|lv lett letton letland lotew латыш|ee estn eston эстон|ge georg gruzin грузин
|am armen ормян армян|az aserbaidsch azerbaidj азербайдж|kz kasach kazak казах|vn vietnam|th thail|ph philippin filipin|eg agypt
egypt egiz|ma marok maroc marrok|tn tunes tunis|dz alger|ng nigerian nigerien|za sudafrik sudafric|lb libanes liban|sy syr siria
|iq irak|sa saudi|ae emirat"""
_SHORTEST_STEM, _LONGEST_STEM, _LEAST_OF_STEM = 4, 22, 0.6
_LONGEST_ENDING = 6  # letters after the stem of an adjective


@cache
def country_names() -> dict[str, str]:
    """Folded names of countries and demonyms, to ISO alpha-2 codes in lower case."""
    found: dict[str, str] = {}
    codes = [country.alpha_2 for country in pycountry.countries] + ["XK"]
    for language in _LOCALES:
        locale = icu.Locale(language)
        for code in codes:
            name = icu.Locale("", code).getDisplayCountry(locale)
            if name and name != code:
                found.setdefault(folded(name), code.lower())
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "official_name", ""), getattr(country, "common_name", "")):
            if name:
                found.setdefault(folded(name), country.alpha_2.lower())
    for row in _OTHER_NAMES.replace("\n", " ").split("|"):
        code, *names = row.split()
        found |= {folded(name.replace("_", " ")): code for name in names}
    return found


@cache
def _demonym_stems() -> dict[str, str]:
    """Stems to codes, the longest first."""
    found: dict[str, str] = {}
    for row in _DEMONYM_STEMS.replace("\n", " ").split("|"):
        code, *stems = row.split()
        found |= {folded(stem): code for stem in stems}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


@cache
def _stems() -> list[str]:
    return sorted(country_names())


@lru_cache(maxsize=20_000)
def country_of(text: str) -> tuple[str | None, float]:
    """The code of a country, and how sure: 1 for a name or demonym, .9 for a three-letter code, .5 for a stem of one name."""
    if len(text) > 60:
        return None, 0.0
    key = folded(text)
    code = country_names().get(key)
    if code:
        return code, 1.0
    if len(text) == 3 and text.isupper() and text.isascii():
        country = pycountry.countries.get(alpha_3=text)
        return (country.alpha_2.lower(), 0.9) if country else (None, 0.0)
    if len(text) == 2 and text.isupper() and text.isascii():
        country = pycountry.countries.get(alpha_2=text)
        return (country.alpha_2.lower(), 0.7) if country else (None, 0.0)
    if _SHORTEST_STEM <= len(key) <= _LONGEST_STEM and " " not in key:
        return _by_stem(key)
    return None, 0.0


def _by_stem(key: str) -> tuple[str | None, float]:
    """A country by the longest beginning that only its names have: "polnische" is Polish by "pol..."."""
    names = _stems()
    stem = next((one for one in _demonym_stems() if key.startswith(one)), None)
    if stem and len(key) - len(stem) <= _LONGEST_ENDING:
        return _demonym_stems()[stem], 0.5
    for cut in range(len(key), max(_SHORTEST_STEM, int(_LEAST_OF_STEM * len(key) + 0.999)) - 1, -1):
        stem = key[:cut]
        at, codes = bisect_left(names, stem), set[str]()
        while at < len(names) and names[at].startswith(stem):
            codes.add(country_names()[names[at]])
            at += 1
        if len(codes) == 1:
            return codes.pop(), 0.5
        if codes:
            return None, 0.0
    return None, 0.0


# Identifiers by check digit

_CHECKED = {
    "company": "de.handelsregisternummer fr.siren fr.siret se.orgnr no.orgnr fi.ytunnus jp.cn kr.brn cn.uscc au.acn pl.regon "
    "bg.vat br.cnpj be.vat ru.ogrn pl.krs dk.cvr lt.pvm ee.registrikood nz.ird hr.oib si.ddv ch.uid",
    "tax": "it.codicefiscale it.iva pl.nip ru.inn es.nif es.cif pt.nif au.abn au.tfn us.ein mx.rfc ar.cuit tr.vkn in_.pan br.cpf "
    "gb.utr ch.uid nl.btw hu.anum de.idnr de.stnr",
    "person": "pl.pesel es.dni es.nie be.nn nl.bsn tr.tckimlik kr.rrn bg.egn ua.rntrc us.ssn fi.hetu id.nik se.personnummer "
    "no.fodselsnummer dk.cpr ee.ik lv.pk cz.rc ro.cnp fr.nir ch.ssn gr.amka br.cpf cn.ric",
}


@cache
def _checkers() -> dict[str, list[object]]:
    import importlib

    found: dict[str, list[object]] = {}
    for kind, names in _CHECKED.items():
        found[kind] = []
        for name in names.split():
            try:
                found[kind].append(importlib.import_module(f"stdnum.{name}"))
            except ImportError:
                continue  # a later version of the library may have renamed a module
    return found


@lru_cache(maxsize=20_000)
def identifier_kinds(text: str) -> frozenset[str]:
    """The kinds of identifier that a text is by its check digit or form: company, tax, person, vat, iban, bic, lei."""
    plain = re.sub(r"[\s.·-]", "", text)
    if not 6 <= len(plain) <= 34:
        return frozenset()
    found = {kind for kind, modules in _checkers().items() if any(_is_valid(module, text) for module in modules)}
    if iban_numbers.is_valid(plain) or re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,28}", plain):
        found.add("iban")
    if re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", plain):
        found.add("bic")
    if re.fullmatch(r"[A-Z]{2}[ ]?\d{8,12}[A-Z]?\d?", plain):
        found.add("vat")
    if re.fullmatch(r"[A-Z0-9]{18}\d{2}", plain):
        found.add("lei")
    return frozenset(found)


def _is_valid(module: object, text: str) -> bool:
    try:
        return bool(module.is_valid(text))  # type: ignore[attr-defined]
    except Exception:
        return False
