"""Letterheads, address windows, reference lines and footers of statements, bills and letters."""

import random
from dataclasses import dataclass

from ascertain.kyc.extraction.training.made_up.personal_facts import Text, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, firm_name
from ascertain.kyc.extraction.training.made_up.personal_page import Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_address
from ascertain.kyc.extraction.training.made_up.personal_values import fill, make_bic, make_iban, some_day, written_date

_SMALL_PRINT = {
    "en": "Registered in England and Wales No. {n}. Registered office: {a}.|Authorised and regulated. Member of the deposit protection scheme.|Calls may be recorded for training purposes.|This document was produced electronically and needs no signature.",
    "de": "Sitz der Gesellschaft: {a}. Amtsgericht HRB {n}.|Dieses Schreiben wurde maschinell erstellt und ist ohne Unterschrift gültig.|Vorsitzender des Aufsichtsrats: {p}. USt-IdNr. DE{n}00",
    "fr": "Société anonyme au capital de 1 200 000 euros - RCS {n} - Siège social : {a}|Document à conserver sans limitation de durée.|Aucun escompte pour paiement anticipé.",
    "es": "Inscrita en el Registro Mercantil, tomo {n}, folio 12. Domicilio social: {a}|Documento generado electrónicamente.|Conserve este documento.", "it": "Sede legale: {a} - Cap. Soc. i.v. - Iscr. Reg. Imprese n. {n}|Documento non valido ai fini fiscali.",
    "pt": "Sede: {a}. Matriculada sob o n.º {n}.|Processado por computador.", "nl": "KvK {n} - Statutair gevestigd te {a}|Dit bericht is automatisch aangemaakt.", "pl": "KRS {n}, siedziba: {a}|Dokument wygenerowany elektronicznie, nie wymaga podpisu.",
    "ru": "Юридический адрес: {a}. ОГРН 102{n}0|Документ сформирован автоматически.", "sv": "Org.nr {n} Säte: {a}|Dröjsmålsränta debiteras efter förfallodagen.", "ja": "本書は再発行できません。|登録番号 T{n}0000 {a}", "zh": "本回单为电子凭证，打印无需盖章。|地址：{a}", "ko": "본 문서는 전자적으로 발급되었습니다.|{a}",
    "tr": "Mersis No: 0{n} Merkez: {a}|Bu belge elektronik ortamda üretilmiştir.", "el": "Έδρα: {a}. Αρ. ΓΕΜΗ {n}", "uk": "Юридична адреса: {a}. ЄДРПОУ {n}", "cs": "Sídlo: {a}, IČO {n}", "hu": "Székhely: {a}. Cégjegyzékszám: {n}", "fi": "Y-tunnus {n} Kotipaikka: {a}",
}  # fmt: skip
_WELCOMES = {
    "en": "Thank you for being our customer.|How to contact us: call 0800 000 111 or visit our website.|Important information about your account is overleaf.", "de": "Bei Fragen erreichen Sie uns montags bis freitags von 8 bis 18 Uhr.|Bitte überweisen Sie den Betrag fristgerecht.", "fr": "Votre conseiller est à votre disposition du lundi au samedi.|Pour nous contacter : 09 69 00 00 00",
    "es": "Atención al cliente 24 horas: 900 000 000|Consulte sus datos en la oficina virtual.", "it": "Servizio clienti: numero verde 800 000 000|I pagamenti delle bollette precedenti risultano regolari.", "pl": "Infolinia czynna całą dobę.|Dziękujemy za terminowe wpłaty.", "nl": "Vragen? Bel ons op werkdagen van 8 tot 18 uur.",
}  # fmt: skip
_DEAR = {
    "en": "Dear {}",
    "de": "Sehr geehrte Damen und Herren,",
    "fr": "Madame, Monsieur,",
    "es": "Estimado/a cliente:",
    "it": "Gentile Cliente,",
    "pt": "Exmo.(a) Senhor(a),",
    "nl": "Geachte heer/mevrouw,",
    "pl": "Szanowni Państwo,",
    "sv": "Hej!",
    "fi": "Hyvä asiakas,",
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """The firm or office that sends a document; its address is no fact of the truth."""

    name: str
    address: list[str]
    contacts: list[str]


def make_issuer(rng: random.Random, place: Place, trade: str = "", name: str = "") -> Issuer:
    """A made-up issuer with address, telephone, web site and tax number."""
    name = name or firm_name(rng, place.language, trade)
    word = "".join(char for char in name.lower() if char.isascii() and char.isalpha())[:14] or "example"
    contacts = [
        f"{fill(rng, '0## ### ####')}",
        f"www.{word}.example",
        f"info@{word}.example",
        f"VAT {place.code.upper()}{fill(rng, '#########')}",
    ]
    return Issuer(name, make_address(rng, place.code), rng.sample(contacts, rng.randint(1, 4)))


def letterhead(sheet: Sheet, issuer: Issuer, *facts: tuple[str, str]) -> None:
    """The issuer's name and address at the top; `facts` are the (subject, property) pairs that its name states."""
    rng = sheet.rng
    name = Text(issuer.name.upper() if rng.random() < 0.2 else issuer.name)
    for subject, prop in facts:
        name = name.also(subject, prop)
    side = rng.choice(["left", "left", "right", "center", "both"])
    x = {"right": sheet.right, "center": sheet.width / 2}.get(side, sheet.left)
    align = side if side in ("right", "center") else "left"
    sheet.put(name, x, sheet.y, sheet.size * rng.uniform(1.2, 2.2), align=align)
    small, below = sheet.size * 0.8, sheet.y + sheet.size * 2.6
    details: list[Text | str] = [*issuer.address, *issuer.contacts]
    if side == "both":
        end = sheet.lines(details, sheet.right, sheet.y, small, align="right")
    elif rng.random() < 0.4:
        end = sheet.wrap(
            rng.choice([" · ", ", ", " | "]).join(str(line) for line in details), x, below, 300, small, align=align
        )
    else:
        end = sheet.lines(details[: rng.randint(0, len(details))], x, below, small, align=align)
    sheet.y = max(end, below) + sheet.size


def address_window(sheet: Sheet, holders: list[Holder], issuer: Issuer, side: list[tuple[str, Text | str]]) -> None:
    """The addressee without captions at the left or right, with reference fields at the other side."""
    rng, size = sheet.rng, sheet.size
    right_side = rng.random() < 0.3
    middle = sheet.left + (sheet.right - sheet.left) * 0.55
    x, other = (middle, sheet.left) if right_side else (sheet.left, middle)
    top = sheet.y + size * rng.uniform(0, 3)
    if rng.random() < 0.25:  # the sender in one small line above the address, as window envelopes show it
        sheet.put(", ".join([issuer.name, *issuer.address]), x, top - size, size * 0.6)
    upper = rng.random() < 0.3
    people: list[Text | str] = []
    for holder in holders:
        name = holder.titled() if rng.random() < 0.6 else holder.full()
        if upper:
            name = stating(name.text.upper(), holder.subject, "name") if len(name.facts) == 1 else name
        people.append(name)
    if rng.random() < 0.08:
        people.insert(1, rng.choice(["c/o", "z. Hd.", "Apt. 2", "- persönlich -"]) if len(people) == 1 else "")
    block = [line for line in people if not isinstance(line, str) or line]
    address = holders[0].address_block(upper=upper and rng.random() < 0.7)
    for holder in holders[1:]:
        first = address[0]
        address[0] = (
            first.also(holder.subject, "address", ", ".join(holders[0].address_lines))
            if isinstance(first, Text)
            else first
        )
    end = sheet.lines([*block, *address], x, top, size)
    start, sheet.y = sheet.y, top
    if side:
        sheet.fields(
            side, rng.choice(["left", "inline", "right", "above"]), x=other, width=(sheet.right - sheet.left) * 0.43
        )
    sheet.y = max(end, sheet.y, start) + size * rng.uniform(1, 3)


def greeting(sheet: Sheet) -> None:
    """A line to the customer and news of the issuer, which state nothing."""
    rng, language = sheet.rng, sheet.place.language
    if language in _DEAR and rng.random() < 0.4:
        sheet.paragraph(_DEAR[language].format(rng.choice(["Customer", "Sir or Madam", "Valued Customer"])))
    if rng.random() < 0.5:
        sheet.paragraph(rng.choice(_WELCOMES.get(language, _WELCOMES["en"]).split("|")))


def footer(sheet: Sheet, issuer: Issuer) -> None:
    """Small print, another bank account of the issuer, page and print numbers: all of it decoys."""
    rng, place = sheet.rng, sheet.place
    parts = []
    texts = _SMALL_PRINT.get(place.language, _SMALL_PRINT["en"]).split("|")
    for text in rng.sample(texts, rng.randint(0, len(texts))):
        person = firm_name(rng, "en").split()[0]
        parts.append(text.format(n=fill(rng, "######"), a=", ".join(issuer.address), p=f"Dr. {person}"))
    iban = make_iban(rng, place.code)
    if iban and rng.random() < 0.35:
        parts.append(f"{rng.choice(['Bank:', 'IBAN', 'Bankverbindung:'])} {iban} BIC {make_bic(rng, place.code)}")
    if rng.random() < 0.3:
        parts.append(f"{fill(rng, '@@##/######')} {written_date(some_day(rng), place)} {fill(rng, '1#:3#')}")
    if rng.random() < 0.6:
        page = sheet.caption("page")
        parts.append(rng.choice([f"{page} {sheet.page}/{sheet.page}", f"{page} {sheet.page}", f"- {sheet.page} -"]))
    sheet.y = (
        max(sheet.y + sheet.size, sheet.height - 30 - 9 * len(parts))
        if rng.random() < 0.7
        else sheet.y + 2 * sheet.size
    )
    # Small print stands in the lower margin, below where other text ends.
    sheet.bottom = sheet.height - 20
    for part in parts:
        sheet.need(sheet.size)
        sheet.y = sheet.wrap(part, sheet.left, sheet.y, sheet.right - sheet.left, sheet.size * 0.65)
