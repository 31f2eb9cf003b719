"""Made-up passports, visas, identity cards and residence permits."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, country_name, make_place, town_of
from ascertain.kyc.extraction.training.made_up.personal_values import fill, passport_date, some_day, written_date
from ascertain.kyc.extraction.training.made_up.personal_zone import state_code, zone

_AUTHORITIES = {
    "gb": "HMPO|DVLA|HOME OFFICE", "ie": "An Roinn Gnóthaí Eachtracha|NDLS", "us": "UNITED STATES DEPARTMENT OF STATE", "ca": "GATINEAU|MISSISSAUGA", "de": "Stadt {}|Bundesstadt {}|Landratsamt {}", "at": "BH {}|Magistrat {}", "ch": "{} ZH|Kanton {}", "fr": "Préfecture de {}|PREFECTURE DE POLICE ({})",
    "be": "{}|Gemeente {}", "nl": "Burgemeester van {}|Gemeente {}", "es": "DIRECCIÓN GENERAL DE LA POLICÍA|28{}6D1", "it": "MINISTERO DEGLI AFFARI ESTERI|Comune di {}|MIT-UCO", "pt": "SEF - {}|IRN, {}", "br": "SSP/SP|SR/DPF/{}", "pl": "PREZYDENT MIASTA {}|WÓJT GMINY {}", "cz": "Magistrát města {}|MěÚ {}",
    "ro": "SPCLEP {}|S.P.C.L.E.P. {}", "hu": "KEKKH|BELÜGYMINISZTÉRIUM", "bg": "МВР {}|MoI BGR", "gr": "Α.Ε.Α. / Δ.Δ.|Α.Τ. {}", "tr": "İçişleri Bakanlığı|{} Valiliği", "ru": "ГУ МВД РОССИИ ПО Г. {}|МВД 77001|ОВД района {}", "ua": "8034|1438", "se": "POLISMYNDIGHETEN|Skatteverket", "no": "POLITIET|Statens vegvesen",
    "dk": "Rigspolitiet|{} Kommune", "fi": "POLIISI|Helsingin poliisilaitos", "jp": "MINISTRY OF FOREIGN AFFAIRS|{}公安委員会|法務大臣", "kr": "MINISTRY OF FOREIGN AFFAIRS|{}청장|외교부", "cn": "公安部出入境管理局|{}公安局", "tw": "MINISTRY OF FOREIGN AFFAIRS", "in": "{}|RTO {}", "mx": "SECRETARÍA DE RELACIONES EXTERIORES|INE",
    "id": "KANTOR IMIGRASI {}|KABUPATEN {}", "vn": "Cục Quản lý Xuất nhập cảnh|Cục Cảnh sát ĐKQL cư trú", "il": "משרד הפנים|Population Authority {}",
}  # fmt: skip
_STATES = {"gb": "UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND", "de": "BUNDESREPUBLIK DEUTSCHLAND", "fr": "RÉPUBLIQUE FRANÇAISE", "it": "REPUBBLICA ITALIANA", "us": "UNITED STATES OF AMERICA", "pl": "RZECZPOSPOLITA POLSKA", "pt": "REPÚBLICA PORTUGUESA", "nl": "KONINKRIJK DER NEDERLANDEN", "es": "REINO DE ESPAÑA",
           "ru": "РОССИЙСКАЯ ФЕДЕРАЦИЯ", "gr": "ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ", "tr": "TÜRKİYE CUMHURİYETİ", "br": "REPÚBLICA FEDERATIVA DO BRASIL", "ar": "REPÚBLICA ARGENTINA", "in": "REPUBLIC OF INDIA", "sg": "REPUBLIC OF SINGAPORE", "cn": "中华人民共和国", "jp": "日本国", "kr": "대한민국", "be": "BELGIË BELGIQUE BELGIEN BELGIUM"}  # fmt: skip
_NUMBERS = (
    "#########",
    "@########",
    "@@#######",
    "@@@######",
    "@#######",
    "########",
    "@##@#####",
    "@@######",
    "#######",
    "@@@ ######",
    "## ## ######",
    "@@#####@@",
)
_EYES = ("BROWN", "BLUE", "GRN", "braun", "bleus", "NIEBIESKIE", "BRO", "grün", "verdes")


def authority(rng: random.Random, place: Place, subject: str) -> Text:
    """Who issued the document, with the town where the authority has one."""
    default = f"{country_name(place.code, 'en')} Immigration Department|Ministry of Interior|{{}}|Civil Registry {{}}"
    text = rng.choice(_AUTHORITIES.get(place.code, default).split("|")).format(town_of(rng, place.code))
    return stating(text, subject, "authority")


def state_name(rng: random.Random, place: Place) -> str:
    """How the state heads its documents."""
    name = _STATES.get(place.code) or country_name(place.code, place.language)
    return name.upper() if rng.random() < 0.8 else name


class IdentityData:
    """What an identity document is made from: a sheet, its holder, its number and its dates."""

    def __init__(
        self, rng: random.Random, place: Place, subject: str, sheet: Sheet, holder: Holder, years: int
    ) -> None:
        """`years` is how long the document is valid."""
        self.rng, self.place, self.subject, self.sheet, self.holder = rng, place, subject, sheet, holder
        self.issued = some_day(rng, 2013, 2026)
        self.expires = date(self.issued.year + years, self.issued.month, min(self.issued.day, 28))
        if rng.random() < 0.5:
            self.expires -= timedelta(days=1)
        self.number_text = fill(rng, rng.choice(_NUMBERS))
        self.upper = rng.random() < 0.7
        self.date_style = rng.choice(["passport", "place", "place"])
        sheet.ledger.state(subject, "country", place.code)

    def day(self, day: date) -> str:
        """A date in the style of the document."""
        if self.date_style == "passport":
            return passport_date(day, self.rng, self.place.languages)
        return written_date(day, self.place)

    def number(self) -> Text:
        """The document's number, which is also the holder's passport number in a passport."""
        text = stating(self.number_text, self.subject, "number")
        return text.also("person", "passportNumber") if self.subject == "passport" else text

    def start(self) -> Text:
        """The day of issue."""
        return stating(self.day(self.issued), self.subject, "startDate", self.issued.isoformat())

    def end(self) -> Text:
        """The last day of validity."""
        return stating(self.day(self.expires), self.subject, "endDate", self.expires.isoformat())

    def names(self) -> list[Field]:
        """Family and given names apart, or together under one caption."""
        holder, together = self.holder, self.rng.random() < 0.15
        if together:
            text = holder.name.full.upper() if self.upper else holder.name.full
            return [("name", holder.full(text))]
        fields: list[Field] = [
            ("last_name", holder.last(upper=self.upper)),
            ("first_name", holder.given(upper=self.upper)),
        ]
        return fields if self.rng.random() < 0.9 else fields[::-1]

    def birth(self) -> list[Field]:
        """Birth date and place, now and then in one value."""
        holder = self.holder
        if self.rng.random() < 0.12:
            return [
                (
                    "birth_date",
                    join([holder.born(self.day(holder.birth)), holder.born_in()], self.rng.choice([" ", ", ", " / "])),
                )
            ]
        fields: list[Field] = [("birth_date", holder.born(self.day(holder.birth)))]
        if self.rng.random() < 0.75:
            fields.append(("birth_place", holder.born_in(upper=self.upper)))
        return fields

    def zone_lines(self, kind: str, code: str) -> list[str]:
        """The machine-readable lines."""
        name = self.holder.name
        sex = "F" if name.is_woman else "M"
        return zone(
            kind,
            code,
            self.place.code,
            name.latin_last,
            name.latin_first,
            self.number_text,
            self.holder.country,
            self.holder.birth,
            sex,
            self.expires,
        )

    def place_zone(self, kind: str, code: str) -> None:
        """The lines at the bottom of the page, or where the text ends."""
        sheet = self.sheet
        lines = self.zone_lines(kind, code)
        size = (sheet.right - sheet.left) / (len(lines[0]) * 0.52)
        sheet.y = max(sheet.y + sheet.size, sheet.height * 0.82 if sheet.height < 500 else sheet.y)
        size = min(size, 13.0)
        sheet.need(1.5 * size * len(lines))
        for line in lines:
            sheet.put(line, sheet.left, sheet.y, size)
            sheet.y += 1.5 * size


def _sheet(rng: random.Random, place: Place, *, card: bool) -> Sheet:
    """A page of the document's own size, or a copy of it on A4."""
    second = rng.choice(["en", "en", "fr", ""]) if place.language != "en" else rng.choice(["", "", "fr"])
    if card and rng.random() < 0.6:
        scale = rng.uniform(1.3, 2.4)
        return Sheet(
            rng, place, width=243 * scale, height=153 * scale, size=rng.uniform(4.6, 6.2) * scale, second=second
        )
    if not card and rng.random() < 0.6:
        return Sheet(
            rng, place, width=rng.uniform(360, 600), height=rng.uniform(300, 480), size=rng.uniform(6, 8), second=second
        )
    return Sheet(rng, place, size=rng.uniform(7, 10), second=second)


def passport(rng: random.Random) -> MadeUpDocument:
    """The data page of a passport."""
    place = make_place(rng)
    sheet = _sheet(rng, place, card=False)
    data = IdentityData(rng, place, "passport", sheet, make_holder(rng, place, foreign=0), rng.choice([5, 10, 10]))
    title = sheet.caption("t_passport")
    sheet.heading(state_name(rng, place), rng.uniform(1.0, 1.5))
    head: list[Field] = [
        ("type", stating(rng.choice(["P", "P", "PA", "PN", "PB"]), "passport", "type")),
        (
            rng.choice(["Code", "Country code", "Code of issuing State/Code de l'État"]),
            state_code(place.code).strip("<"),
        ),
        (rng.choice(["document_no", "Passport No.", "Passport No./Passeport N°"]), data.number()),
    ]
    indent = sheet.left + rng.choice([0.0, 0.0, 0.27, 0.32]) * sheet.width
    if rng.random() < 0.7:
        sheet.put(title, sheet.left, sheet.y, sheet.size * 1.1)
        sheet.gap(0.6 if indent > sheet.left + 60 else 1.6)
    sheet.fields(head, "grid", x=indent)
    body = [*data.names(), *_personal(data), ("issue_date", data.start()), ("expiry_date", data.end())]
    if rng.random() < 0.8:
        body.append(("authority", authority(rng, place, "passport")))
    if rng.random() < 0.6:
        body.append(("signature", ""))
    sheet.fields(body, rng.choice(["above", "above", "grid", "grid", "left", "below", "pairs"]), x=indent)
    if rng.random() < 0.9:
        data.place_zone("TD3", rng.choice(["P", "P", "PP", "PN"]))
    return sheet.finish("passport")


def _personal(data: IdentityData) -> list[Field]:
    holder, rng = data.holder, data.rng
    fields: list[Field] = [("nationality", holder.nationality(by_country=rng.random() < 0.1)), *data.birth()]
    if rng.random() < 0.9:
        fields.append(("sex", holder.sex()))
    number = holder.number("idNumber")
    if number and rng.random() < 0.5:
        fields.append(number)
    if rng.random() < 0.25:
        height = rng.choice([f"{rng.randint(150, 198)} cm", f"1,{rng.randint(50, 98)} m", f"1.{rng.randint(50, 98)}"])
        fields.append(("height", stating(height, holder.subject, "height")))
    if rng.random() < 0.2:
        fields.append((rng.choice(["Eyes", "Colour of eyes", "Augenfarbe", "Couleur des yeux"]), rng.choice(_EYES)))
    rng.shuffle(fields)
    return fields


def identity_card(rng: random.Random) -> MadeUpDocument:
    """Front and back of a national identity card."""
    place = make_place(rng)
    sheet = _sheet(rng, place, card=True)
    data = IdentityData(rng, place, "identity", sheet, make_holder(rng, place, foreign=0.02), rng.choice([5, 10, 10]))
    return _card(data, "t_identity", "ID")


def residence_permit(rng: random.Random) -> MadeUpDocument:
    """Front and back of a permit to stay, whose holder has the nationality of another country."""
    place = make_place(rng)
    sheet = _sheet(rng, place, card=True)
    data = IdentityData(rng, place, "identity", sheet, make_holder(rng, place, foreign=1.0), rng.choice([1, 2, 5, 10]))
    return _card(data, "t_permit", "AR")


_PERMIT_REMARKS = (
    "WORK PERMITTED",
    "Erwerbstätigkeit erlaubt",
    "Familienangehöriger",
    "BLUE CARD EU",
    "LONG-TERM RESIDENT",
    "SETTLEMENT",
    "PERMANENT",
    "Travail autorisé",
    "lavoro subordinato",
    "STUDENT",
)


def _card(data: IdentityData, title: str, code: str) -> MadeUpDocument:
    rng, sheet, place, holder = data.rng, data.sheet, data.place, data.holder
    if rng.random() < 0.75:
        sheet.put(state_name(rng, place), sheet.left, sheet.y, sheet.size * 0.9)
        sheet.gap(1.2)
    kind = sheet.caption(title)
    sheet.put(stating(kind, "identity", "type") if "/" not in kind else kind, sheet.left, sheet.y, sheet.size)
    if rng.random() < 0.5:
        sheet.put(data.number(), sheet.right, sheet.y, sheet.size * 1.1, align="right")
        front: list[Field] = []
    else:
        front = [("document_no", data.number())]
    sheet.gap(1.6)
    back: list[Field] = []
    personal = _personal(data)
    for field in [("issue_date", data.start()), ("authority", authority(rng, place, "identity"))]:
        (front if rng.random() < 0.4 else back).append(field)
    if rng.random() < 0.5:
        back.append(("address", holder.address()))
    if title == "t_permit" and rng.random() < 0.7:
        back.append(
            (rng.choice(["Remarks", "Type of permit", "Anmerkungen", "Remarques", "Note"]), rng.choice(_PERMIT_REMARKS))
        )
    if rng.random() < 0.25:
        parent = make_holder(rng, place, last=holder.name.last)
        back.append(("father", stating(parent.name.first, "person", "fatherName")))
    front = [*data.names(), *personal, *front, ("expiry_date", data.end())]
    fits = 5 + rng.randint(0, 3)
    front, back = front[:fits], front[fits:] + back
    _front_and_back(data, front, back)
    if rng.random() < 0.7:
        data.place_zone(*rng.choice([("TD1", code), ("TD1", code), ("TD2", code)]))
    return sheet.finish("identity card" if title == "t_identity" else "residence permit")


def _front_and_back(data: IdentityData, front: list[Field], back: list[Field]) -> None:
    rng, sheet = data.rng, data.sheet
    photo = sheet.left + rng.choice([0.0, 0.27, 0.3, 0.34]) * (sheet.right - sheet.left)
    layout = rng.choice(["above", "grid", "left", "inline", "below", "pairs", "bare"])
    if layout == "bare":
        _without_captions(sheet, front, photo)
        layout = "inline"
    else:
        sheet.fields(front, layout, x=photo)
    if sheet.height < 500 or rng.random() < 0.3:
        sheet.new_page()
    else:
        sheet.gap(rng.uniform(3, 8))
    sheet.fields(back, layout if rng.random() < 0.7 else "")


def _without_captions(sheet: Sheet, fields: list[Field], x: float) -> None:
    """Values below each other: what they are shows by their form and order alone."""
    for _, value in fields:
        sheet.need(2 * sheet.size)
        sheet.y = sheet.wrap(value, x, sheet.y, sheet.right - x) + 0.4 * sheet.size


def visa(rng: random.Random) -> MadeUpDocument:
    """A visa sticker: its own number and period, and the passport of its holder."""
    place = make_place(rng)
    sheet = _sheet(rng, place, card=False)
    data = IdentityData(rng, place, "identity", sheet, make_holder(rng, place, foreign=1.0), 1)
    holder = data.holder
    sheet.heading(rng.choice(["VISA", "VISUM", "VISADO", "ВИЗА", "ENTRY VISA", "VISTO"]))
    passport_no = fill(rng, rng.choice(_NUMBERS))
    fields: list[Field] = [
        (
            rng.choice(["VALID FOR", "Valable pour", "Gültig für", "Category"]),
            rng.choice(["SCHENGEN STATES", country_name(place.code, "en").upper(), "BUSINESS"]),
        ),
        (rng.choice(["FROM", "Du", "Vom", "Issue date", "Valid from"]), data.start()),
        (rng.choice(["UNTIL", "Au", "Bis", "Expiry date", "Valid until"]), data.end()),
        (rng.choice(["NUMBER OF ENTRIES", "Entries", "Nombre d'entrées"]), rng.choice(["MULT", "01", "02", "SINGLE"])),
        (rng.choice(["DURATION OF STAY", "Duration", "Durée du séjour"]), rng.choice(["90 DAYS", "30", "180"])),
        (
            rng.choice(["PASSPORT NUMBER", "Passport No.", "Numéro de passeport"]),
            stating(passport_no, "person", "passportNumber"),
        ),
        (rng.choice(["VISA NUMBER", "Control number", "No."]), data.number()),
        (
            rng.choice(["SURNAME, NAME", "Name", "Nom, Prénom"]),
            holder.full(f"{holder.name.last.upper()}, {holder.name.given.upper()}"),
        ),
    ]
    if rng.random() < 0.6:
        fields += [
            ("birth_date", holder.born()),
            ("nationality", holder.nationality(by_country=True)),
            ("sex", holder.sex()),
        ]
    sheet.fields(fields, rng.choice(["grid", "pairs", "left", "above", "inline"]))
    data.place_zone("MRV", "V")
    return sheet.finish("visa")


Builder = Callable[[random.Random], MadeUpDocument]
IDENTITY: list[tuple[float, Builder]] = [(3.0, passport), (4.0, identity_card), (2.0, residence_permit), (1.0, visa)]
