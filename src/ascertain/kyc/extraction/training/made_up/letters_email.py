"""Made-up e-mails about changes in companies and about documents of persons: headers, quoted replies, signature blocks."""

import random
from collections.abc import Callable

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.letters_prose import in_prose
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, firm_name, job_title, make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_address, make_place
from ascertain.kyc.extraction.training.made_up.personal_values import fill, some_day, written_date, written_number

_HEADERS = {
    "en": "From|To|Cc|Subject|Date|Sent", "de": "Von|An|Cc|Betreff|Datum|Gesendet", "fr": "De|À|Cc|Objet|Date|Envoyé", "es": "De|Para|CC|Asunto|Fecha|Enviado", "it": "Da|A|Cc|Oggetto|Data|Inviato", "pt": "De|Para|Cc|Assunto|Data|Enviado", "nl": "Van|Aan|Cc|Onderwerp|Datum|Verzonden", "pl": "Od|Do|DW|Temat|Data|Wysłano",
}  # fmt: skip
# Each with what changes: "appointed" and "resigned" of a director, "sold" and "bought" of shares, "moved" of a person or company.
_TEXTS = {
    "en": (
        ("appointed", "Please be informed that {name} (born {born}) was appointed as {role} of {firm} with effect from {when}."),
        ("appointed", "Hi, just to let you know the board of {firm}, company no. {firm_no}, has a new {role}: {name}, {address}. Start date {when}."),
        ("resigned", "Following the board meeting, {name} has resigned as {role} of {firm} with effect from {when}. Please update your records."),
        ("sold", "As of {when} {name} acquired {shares} shares in {firm}. The transfer form is attached."),
        ("owns", "For your file: {name}, {nationality}, holds {percent} of {firm} ({firm_no})."),
        ("company moved", "The registered office of {firm} has changed. The new address is {firm_address}."),
        ("moved", "Dear all, {name} moved and now lives at {address}. A utility bill is attached."),
    ),
    "de": (
        ("appointed", "Wir teilen mit, dass {name}, geboren am {born}, mit Wirkung zum {when} zum {role} der {firm} bestellt wurde."),
        ("resigned", "{name} ist zum {when} als {role} der {firm} ausgeschieden."),
        ("owns", "An der {firm} ({firm_no}) hält {name} {percent}."),
        ("moved", "Die neue Anschrift von {name} lautet: {address}."),
    ),
    "fr": (
        ("appointed", "Nous vous informons que {name}, né(e) le {born}, a été nommé(e) {role} de la société {firm} à compter du {when}."),
        ("resigned", "{name} a démissionné de ses fonctions de {role} de {firm} le {when}."),
        ("owns", "{name} détient {percent} du capital de {firm}."),
    ),
    "es": (("appointed", "Les informamos de que {name} ha sido nombrado {role} de {firm} con efectos desde el {when}."), ("resigned", "{name} cesó como {role} de {firm} el {when}."), ("owns", "{name} es titular del {percent} de {firm}.")),
    "it": (("appointed", "Si comunica che {name}, nato/a il {born}, è stato nominato {role} di {firm} dal {when}."), ("owns", "{name} detiene il {percent} di {firm}.")),
    "pt": (("appointed", "Informamos que {name} foi nomeado {role} da {firm} com efeitos a partir de {when}."), ("resigned", "{name} renunciou ao cargo de {role} da {firm} em {when}.")),
    "nl": (("appointed", "Hierbij melden wij dat {name}, geboren {born}, per {when} is benoemd tot {role} van {firm}."), ("resigned", "{name} is per {when} afgetreden als {role} van {firm}.")),
    "pl": (("appointed", "Informujemy, że {name} od dnia {when} pełni funkcję: {role} w {firm} (KRS {firm_no})."), ("owns", "{name} posiada {percent} udziałów w {firm}.")),
}  # fmt: skip
_ROLES = {
    "en": "director|company secretary|non-executive director|CEO|managing director", "de": "Geschäftsführer|Prokurist|Vorstand", "fr": "gérant|président|directeur général", "es": "administrador único|consejero delegado|apoderado", "it": "amministratore unico|consigliere", "pt": "gerente|administrador", "nl": "bestuurder|statutair directeur", "pl": "prezes zarządu|członek zarządu",
}  # fmt: skip
_SUBJECTS = (
    "Change of director",
    "RE: KYC update",
    "FW: documents",
    "AW: Änderung Geschäftsführung",
    "Notification of change",
    "Tr: mise à jour du dossier",
    "Corporate update",
    "Onboarding - missing information",
    "Re: Re: your request of last week",
)
_CLOSINGS = (
    "Kind regards",
    "Best regards,",
    "Mit freundlichen Grüßen",
    "Cordialement",
    "Un saludo",
    "Regards",
    "Cordiali saluti",
    "Pozdrawiam",
)
_QUOTES = (
    "> Could you please confirm the current directors and shareholders?",
    "> Thanks, we still need a certified copy of the passport.",
    "-----Original Message-----",
    "On Monday the compliance team wrote:",
    "This e-mail and any attachments are confidential. If you are not the intended recipient please delete it.",
    "Think before you print.",
)


def _values(rng: random.Random, place: Place, holder: Holder) -> tuple[dict[str, Text | str], dict[str, str]]:
    """What sentences can name, and the plain values that the links need."""
    role = rng.choice(_ROLES[place.language].split("|"))
    when = some_day(rng, 2016)
    percent = str(rng.choice([rng.randint(5, 100), 25, 50, 51, 100]))
    shares = rng.randint(1, 90000)
    plain = {"role": role, "when": when.isoformat(), "percent": percent, "shares": str(shares)}
    values: dict[str, Text | str] = {
        "name": holder.full(holder.name.full),
        "born": holder.born(),
        "address": holder.address(),
        "nationality": holder.nationality(by_country=True),
        "firm": stating(firm_name(rng, place.language), "company", "name"),
        "firm_no": stating(
            fill(rng, rng.choice(["########", "HRB #####", "@@######"])), "company", "registrationNumber"
        ),
        "firm_address": stating(", ".join(make_address(rng, place.code)), "company", "address"),
        "role": role,
        "when": written_date(when, place),
        "percent": f"{percent}{rng.choice(['%', ' %'])}",
        "shares": written_number(shares, place, decimals=0),
    }
    return values, plain


def email(rng: random.Random) -> MadeUpDocument:
    """A printed e-mail with one or two changes."""
    place = make_place(rng)
    while place.language not in _TEXTS:
        place = make_place(rng)
    sheet = Sheet(rng, place, size=rng.uniform(8.5, 11))
    sender = make_holder(rng, place)
    _header(rng, sheet, sender)
    if rng.random() < 0.7:
        sheet.paragraph(
            rng.choice(
                [
                    "Dear Sir or Madam,",
                    "Hello,",
                    "Sehr geehrte Damen und Herren,",
                    "Bonjour,",
                    "Estimados señores:",
                    "Hi team,",
                ]
            )
        )
    holder = make_holder(rng, place)
    values, plain = _values(rng, place, holder)
    change, template = rng.choice(_TEXTS[place.language])
    sheet.paragraph(in_prose(template, values))
    _links(sheet, change, plain)
    if rng.random() < 0.3:
        second = make_holder(rng, place, "person2")
        more, plain2 = _values(rng, place, second)
        change, template = rng.choice(
            [text for text in _TEXTS[place.language] if text[0] in ("appointed", "resigned", "owns")]
        )
        sheet.paragraph(in_prose(template, {**more, "firm": values["firm"], "firm_no": values["firm_no"]}))
        _links(sheet, change, plain2, "person2")
    _signature(rng, sheet, sender)
    for text in rng.sample(_QUOTES, rng.randint(0, 3)):
        sheet.paragraph(text, size=sheet.size * 0.85)
    return sheet.finish("e-mail")


def _header(rng: random.Random, sheet: Sheet, sender: Holder) -> None:
    words = _HEADERS[sheet.place.language].split("|")
    name, domain = sender.name, rng.choice(["northgate", "lexpartner", "office", "corp"])
    address = "".join(
        char for char in f"{name.latin_first[0]}.{name.latin_last}".lower() if char.isalnum() or char == "."
    )
    sent = some_day(rng, 2019)
    day = stating(f"{written_date(sent, sheet.place)}", "document", "date", sent.isoformat()) + rng.choice(
        [f" {rng.randint(8, 19)}:{rng.randint(10, 59)}", ""]
    )
    rows: list[tuple[str, Text | str]] = [
        (words[0], f"{name.full} <{address}@{domain}.example>"),
        (words[rng.choice([4, 5])], day),
        (words[1], "kyc@bank.example"),
        (words[3], rng.choice(_SUBJECTS)),
    ]
    if rng.random() < 0.3:
        rows.insert(3, (words[2], "onboarding@bank.example; legal@bank.example"))
    sheet.separator = ":"
    sheet.fields(rows, rng.choice(["left", "inline", "inline"]))
    sheet.gap(1.5)


def _links(sheet: Sheet, change: str, plain: dict[str, str], person: str = "person") -> None:
    ledger = sheet.ledger
    if change == "appointed":
        ledger.link(
            "Directorship", director=person, organization="company", role=plain["role"], startDate=plain["when"]
        )
    elif change == "resigned":
        ledger.link("Directorship", director=person, organization="company", role=plain["role"], endDate=plain["when"])
    elif change == "sold":
        ledger.link("Ownership", owner=person, asset="company", sharesCount=plain["shares"], startDate=plain["when"])
    elif change == "owns":
        ledger.link("Ownership", owner=person, asset="company", percentage=plain["percent"])


def _signature(rng: random.Random, sheet: Sheet, sender: Holder) -> None:
    """Name, office, firm and telephone of the sender, who is no subject."""
    place = sheet.place
    lines = [
        rng.choice(_CLOSINGS),
        sender.name.full,
        job_title(rng, place.language),
        firm_name(rng, place.language),
        *make_address(rng, place.code),
        f"T: {fill(rng, '+## ## ### ####')}",
    ]
    sheet.gap()
    sheet.need(len(lines) * 1.4 * sheet.size)
    sheet.y = sheet.lines(lines[: rng.randint(2, len(lines))], sheet.left, sheet.y)
    sheet.gap(1.5)


Builder = Callable[[random.Random], MadeUpDocument]
EMAILS: list[tuple[float, Builder]] = [(2.0, email)]
