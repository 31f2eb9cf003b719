"""Made-up numbers of companies, taxpayers and people, as each country writes them; check digits are right where one exists."""

import random
from importlib import import_module

from stdnum.iso7064 import mod_97_10

# country | register numbers | tax numbers | VAT numbers. "#" is a digit, "@" a letter, "%" a digit that is not zero; a module
# of python-stdnum after ">" checks the digits; ";" separates alternatives, written as issuers do.
_COMPANY = """
gb|0#######;SC######;1#######;OC######;NI######|%### ##### #####>gb.utr;##########>gb.utr|GB ### #### ##>gb.vat;GB#########>gb.vat
ie|######;%#####|#######@>ie.vat|IE#######@>ie.vat
us|%######;C#######;L############;P############;20##-#########;E#######20##-#;#########|##-#######>us.ein|
ca|######-#;#######;100#######|######### RC0001|
au|### ### ###>au.acn;ACN ### ### ###>au.acn|## ### ### ###>au.abn;ABN ## ### ### ###>au.abn|
nz|#######;9429#########|###-###-###|
hk|#######;%#####;########-###-##-##-#|########|
sg|20#######@>sg.uen;19#######@>sg.uen|M#-#######-#|
my|20##010#####;######-@;20##010##### (#######-@)|C ##########|
cy|HE ######;HE######;ΗΕ ######|1#######@>cy.vat|CY1#######@>cy.vat
mt|C #####;C#####|#########|MT########>mt.vat
vg|#######;BVI #######;%######||
ky|@@-######;######||
sc|######;IBC No. ######||
je|######||
im|######@;######C||
in|U#####@@20##PTC######;L#####MH19##PLC######;AAB-####|@@@@@####@|##@@@@@####@1Z#
za|20##/######/07;19##/######/23;K20########|9#########>za.tin|4#########
ng|RC #######;RC######;######|########-0001|
ke|CPR/20##/######;PVT-@@@@@@@;C.######|P#########@|
gh|CS#########;BN-#########|C00########|
ae|######;CN-#######;####|100############|
sa|10########;40########|3############3|
pa|######;155######-#-20##|155######-#-20## D.V. ##|
de|HRB ######;HRB #####;HRA ####;HRB ##### B;GnR ###|##/###/#####;###/####/####|DE#########>de.vat;DE ### ### ###>de.vat
at|FN ###### @;FN ######@;######@|##-###/####|ATU########>at.uid
ch|CHE-###.###.###>ch.uid;CH-020.3.###.###-#|CHE-###.###.###>ch.uid|CHE-###.###.### MWST>ch.vat
li|FL-0002.###.###-#|#####|
lu|B ######;B######;B###.###|20## ## ## ###|LU########>lu.tva
fr|### ### ###>fr.siren;### ### ### R.C.S. Lyon>fr.siren;#########>fr.siren|### ### ### #####>fr.siret;#########>fr.siren|FR## #########>fr.tva
be|0###.###.###>be.vat;0### ### ###>be.vat|0###.###.###>be.vat|BE 0###.###.###>be.vat;BE0#########>be.vat
mc|##S#####;## S #####||FR## #########
es|Hoja M-######;Tomo ##.###, Folio ##, Hoja B-######|B########>es.cif;A-########>es.cif;B-########>es.cif|ESB########>es.cif
mx|N-20########;######-1;FME ######-#|@@@######@@#;@@@-######-@@#|
ar|#######;IGJ N° ######|30-########-#>ar.cuit|
cl|Fojas ##### N° ##### del Año 20##;######|7#.###.###-#>cl.rut|
co|########;02######;21-######-12|9##.###.###-#>co.nit;9########-#>co.nit|
pe|1#######;Partida N° 1#######|20#########>pe.ruc|
it|MI-#######;MI - #######;REA RA-######;###########>it.iva|###########>it.iva|IT###########>it.iva
pt|5########>pt.nif;5## ### ###>pt.nif|5########>pt.nif|PT5########>pt.nif
br|35#########;NIRE 35.#.########-#|##.###.###/0001-##>br.cnpj|
nl|########;%#######|#########>nl.bsn|NL#########B0#>nl.btw
cw|######;###### (0)|1########|
pl|0000######|##########>pl.nip;###-###-##-##>pl.nip|PL##########>pl.nip
ru|1############>ru.ogrn|##########>ru.inn|
kz|######-####-ТОО;####4#######|####4#######|
ua|########>ua.edrpou|########>ua.edrpou|############
bg|#########|#########>bg.vat|BG#########>bg.vat
gr|############;1###########|#########>gr.vat|EL#########>gr.vat
tr|######-5;######;#####|##########>tr.vkn;### ### ####>tr.vkn|
jp|####-##-######|#############>jp.cn|
kr|######-#######|###-##-#####>kr.brn|
cn|91############@@##;913#############@#|91################|
tw|########>tw.ubn|########>tw.ubn|
cz|### ## ###>cz.dic;########>cz.dic|CZ########>cz.dic|CZ########>cz.dic
sk|## ### ###;########|202#######>sk.dph|SK202#######>sk.dph
si|#######000;#######|########>si.ddv|SI########>si.ddv
hr|0########|###########>hr.oib|HR###########>hr.oib
rs|########|#########>rs.pib|
hu|01-09-######;13-10-######|########-#-##|HU########>hu.anum
ro|J40/####/20##;J12/###/20##|########>ro.cui;RO ########>ro.cui|RO########>ro.cui
se|556###-####>se.orgnr;559###-####>se.orgnr|556###-####>se.orgnr|SE556#######01
no|9## ### ###>no.orgnr;9########>no.orgnr|9########>no.orgnr|NO 9## ### ### MVA>no.mva
dk|########>dk.cvr;## ## ## ##>dk.cvr|########>dk.cvr|DK########>dk.cvr
fi|#######-#>fi.ytunnus|#######-#>fi.ytunnus|FI########>fi.alv
ee|1#######>ee.registrikood||EE#########>ee.kmkr
lv|400########>lv.pvn;40003######>lv.pvn||LV40003######>lv.pvn
lt|30#######|#########1#>lt.pvm|LT#########>lt.pvm
il|51#######>il.hp;51-######-#>il.hp|51#######>il.hp|
eg|######|###-###-###|
vn|03########>vn.mst;01########>vn.mst|03########>vn.mst|
th|0105#########>th.moa|0105#########>th.moa|
id|AHU-#######.AH.01.01.TAHUN 20##;812###########|##.###.###.#-###.000>id.npwp|
"""
# Numbers of people: passports and identity cards, by country; others have "X#######".
_PERSON = {
    "hk": ("@######(#)", "@######(@)"), "sg": ("S#######@", "G#######@"), "my": ("######-10-####",), "in": ("#### #### ####", "@@@@@####@"),
    "za": ("8###########8#",), "es": ("########@", "X-#######-@"), "it": ("@@@@@@##@##@###@",), "pt": ("########",), "br": ("###.###.###-##>br.cpf",),
    "mx": ("@@@@######HDF@@@##",), "ar": ("##.###.###",), "cl": ("1#.###.###-#>cl.rut",), "co": ("##.###.###", "1.0##.###.###"), "pe": ("########",),
    "pl": ("##0########>pl.pesel", "###########"), "ru": ("#### ######", "############>ru.inn"), "ua": ("##########",), "bg": ("##########",), "tr": ("###########>tr.tckimlik",),
    "kr": ("######-*******", "######-1######"), "cn": ("110101198#########",), "tw": ("@1########",), "cz": ("######/####",), "sk": ("######/####",),
    "hr": ("###########>hr.oib",), "si": ("#############",), "rs": ("#############",), "ro": ("1############",), "se": ("######-####", "19######-####"), "no": ("###########",),
    "dk": ("######-####",), "fi": ("######-###@",), "ee": ("3##########",), "lv": ("######-#####",), "lt": ("3##########",), "il": ("#########>il.idnr",),
    "vn": ("0###########",), "th": ("#-####-#####-##-#",), "id": ("################",), "cy": ("######", "K########"), "mt": ("######M",), "us": ("***-**-####",), "gb": ("#########",), "ae": ("784-19##-#######-#",),
}  # fmt: skip
_DIGITS, _LETTERS = "0123456789", "ABCDEFGHJKLMNPRSTVWXYZ"
_TRIES = 400  # enough for two check digits, of which one number in a hundred is right
_COLUMNS = {"registrationNumber": 0, "taxNumber": 1, "vatCode": 2}


def _table() -> dict[str, list[list[str]]]:
    table = {}
    for line in _COMPANY.strip().splitlines():
        code, *columns = line.split("|")
        table[code] = [[item for item in column.split(";") if item] for column in columns]
    return table


COMPANY_NUMBERS = _table()


def _filled(rng: random.Random, pattern: str) -> str:
    return "".join(
        rng.choice(_DIGITS) if char == "#" else rng.choice(_LETTERS) if char == "@" else rng.choice("123456789") if char == "%" else char
        for char in pattern
    )  # fmt: skip


def from_pattern(rng: random.Random, pattern: str) -> str:
    """A number of the pattern; its check digits are right in most cases, for issuers' own samples have wrong ones too."""
    shape, _, module = pattern.partition(">")
    if not module or rng.random() < 0.1:
        return _filled(rng, shape)
    valid = import_module(f"stdnum.{module}").is_valid
    text = _filled(rng, shape)
    for _ in range(_TRIES):
        number = text.split(" R.C.S.")[0]
        if valid(number) or valid(number.removeprefix("FR").strip()):
            break
        text = _filled(rng, shape)
    return text


def company_number(rng: random.Random, country: str, prop: str) -> str:
    """A number of a company for "registrationNumber", "taxNumber" or "vatCode"; empty where the country has none."""
    patterns = COMPANY_NUMBERS[country][_COLUMNS[prop]]
    return from_pattern(rng, rng.choice(patterns)) if patterns else ""


def person_number(rng: random.Random, country: str) -> str:
    """An identity or tax number of a person of the country."""
    return from_pattern(rng, rng.choice(_PERSON.get(country, ("@########", "########"))))


def passport_number(rng: random.Random) -> str:
    """A passport number in one of the usual shapes."""
    return _filled(rng, rng.choice(("#########", "@########", "@@#######", "@#######", "@@@######", "## #######")))


def a_lei(rng: random.Random) -> str:
    """A legal entity identifier with right check digits."""
    body = "".join(rng.choice(_DIGITS + _LETTERS) for _ in range(18))
    return body + str(mod_97_10.calc_check_digits(body))
