"""Countries and nationalities in the usual languages, as ISO 3166-1 alpha-2 codes."""

import re
from functools import cache

import pycountry

from ascertain.kyc.values.context import PLAIN, Context

_OTHERS = {
    "gb": "british england wales scotland uk britain großbritannien vereinigtes_königreich royaume-uni reino_unido regno_unito "
    "verenigd_koninkrijk великобритания соединенное_королевство المملكة_المتحدة",
    "nl": "dutch nederland nederlandse niederlande pays-bas нидерланды هولندا holland",
    "de": "german deutschland deutsch allemagne allemande alemania germania германия німеччина ألمانيا alemã",
    "no": "norwegian norge norsk",
    "hu": "hungarian magyarország magyar ungarn",
    "ie": "irish éire irland eire",
    "fr": "french frankreich française français francia франция франція فرنسا",
    "se": "swedish sverige svensk schweden",
    "it": "italian italia italiana italiano italien италия إيطاليا",
    "es": "spanish españa spanien espagne española español",
    "pl": "polish polska polskie polen польша польща",
    "us": "american usa u.s. united_states_of_america vereinigte_staaten сша الولايات_المتحدة",
    "ch": "swiss schweiz suisse svizzera швейцария",
    "at": "austrian österreich autriche австрия",
    "be": "belgian belgië belgique belgien",
    "lu": "luxembourgish luxemburg",
    "dk": "danish danmark dänemark",
    "fi": "finnish suomi finland",
    "pt": "portuguese portugal portuguesa",
    "ru": "russian россия российская_федерация росийская russland russie روسيا",
    "ua": "ukrainian україна украина ukraine أوكرانيا",
    "kz": "kazakh казахстан қазақстан",
    "by": "belarusian беларусь белоруссия",
    "bg": "bulgarian българия",
    "rs": "serbian србија srbija",
    "gr": "greek ελλάδα ελλάς ελληνική hellas griechenland",
    "cy": "cypriot κύπρος",
    "cz": "czech česko česká_republika",
    "sk": "slovak slovensko",
    "ro": "romanian românia",
    "hr": "croatian hrvatska",
    "tr": "turkish türkiye turkey",
    "ee": "estonian eesti",
    "lv": "latvian latvija",
    "lt": "lithuanian lietuva",
    "ae": "emirati uae الإمارات الإمارات_العربية_المتحدة",
    "sa": "saudi السعودية المملكة_العربية_السعودية",
    "eg": "egyptian مصر جمهورية_مصر_العربية",
    "jo": "jordanian الأردن",
    "lb": "lebanese لبنان",
    "qa": "qatari قطر",
    "kw": "kuwaiti الكويت",
    "ma": "moroccan المغرب",
    "in": "indian bharat",
    "cn": "chinese 中国",
    "vg": "british_virgin_islands bvi",
    "ky": "cayman_islands caymanian",
    "je": "jersey",
    "gg": "guernsey",
    "im": "isle_of_man",
    "hk": "hong_kong hongkong",
    "sg": "singaporean",
    "mt": "maltese",
    "au": "australian",
    "ca": "canadian",
    "nz": "new_zealander",
    "za": "south_african",
    "br": "brazilian brasil",
    "mx": "mexican méxico",
}
_STATES = frozenset([*"delaware nevada wyoming california florida texas massachusetts illinois".split(), "new york"])


@cache
def _by_words() -> dict[str, str]:
    """Names and adjectives, folded, to codes; two words before one."""
    found = {word.replace("_", " "): code for code, words in _OTHERS.items() for word in words.split()}
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def normalise_country(text: str, context: Context = PLAIN) -> str | None:
    """ISO 3166-1 alpha-2, lower case, from a code, a name or a nationality; None where it is none of these."""
    plain = " ".join(re.sub(r"[^\w\s.-]", " ", text.casefold().replace("_", " ")).split()).strip(" .-")
    if not plain or len(plain) > 80:
        return None
    exact = _by_words().get(plain) or _lookup(plain)
    if exact:
        return exact
    if any(state in plain for state in _STATES):
        return "us"
    padded = f" {plain} "
    found = next((code for words, code in _by_words().items() if len(words) > 3 and f" {words} " in padded), None)
    return found or next((code for code in map(_lookup, _parts(plain)) if code), None)


def _parts(plain: str) -> list[str]:
    """What may be a country inside a longer text: what follows "of", and long words by themselves."""
    _, of, after = plain.rpartition(" of ")
    after = after.removeprefix("the ")
    return ([after] if of else []) + [word for word in plain.split() if len(word) > 4]


@cache
def _lookup(name: str) -> str | None:
    try:
        return str(pycountry.countries.lookup(name).alpha_2).lower()
    except LookupError:
        return None
