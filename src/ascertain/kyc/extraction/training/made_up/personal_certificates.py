"""Made-up certificates of civil status and residence, and documents about estates."""

import random
from collections.abc import Callable
from datetime import timedelta

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, make_holder
from ascertain.kyc.extraction.training.made_up.personal_identity import state_name
from ascertain.kyc.extraction.training.made_up.personal_names import make_name
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import make_place, town_of
from ascertain.kyc.extraction.training.made_up.personal_values import fill, some_day, written_date

_OFFICES = {
    "en": "General Register Office|Registrar of Births, Deaths and Marriages|City of {} - Vital Records|Office of the County Clerk", "de": "Standesamt {}|Einwohnermeldeamt der Stadt {}|Bürgeramt {}", "fr": "Mairie de {}|Commune de {} - Officier de l'état civil", "es": "Registro Civil de {}|Ayuntamiento de {}", "it": "Comune di {} - Ufficio dello Stato Civile|Comune di {}",
    "pt": "Conservatória do Registo Civil de {}|Junta de Freguesia de {}|Cartório de Registro Civil de {}", "nl": "Gemeente {}|Stad {} - Burgerlijke Stand", "pl": "Urząd Stanu Cywilnego w {}|Urząd Miasta {}", "ru": "Отдел ЗАГС г. {}|МВД по г. {}", "uk": "Відділ державної реєстрації актів цивільного стану м. {}", "bg": "Община {}", "el": "Δήμος {} - Ληξιαρχείο",
    "tr": "{} Nüfus Müdürlüğü", "ja": "{}長", "ko": "{}장", "zh": "{}民政局|{}公安局派出所", "zh-hant": "{}戶政事務所|入境事務處", "cs": "Městský úřad {} - matrika", "hu": "{} Önkormányzata - Anyakönyvi hivatal", "ro": "Primăria {} - Starea civilă", "sv": "Skatteverket", "no": "Skatteetaten - Folkeregisteret", "da": "{} Kirkekontor", "fi": "Digi- ja väestötietovirasto",
}  # fmt: skip
_PROSE = {
    "en": "It is hereby certified that the above is a true extract of an entry in the register kept at this office. Fee: {n}.00|Caution: any person who falsifies any of the particulars on this certificate is liable to prosecution.|Witnessed by {p} and {q}. Registrar: {p}", "de": "Die Übereinstimmung mit dem Eintrag im Register wird beglaubigt. Gebühr {n},00|Der Standesbeamte: {p}",
    "fr": "Pour copie conforme. L'officier de l'état civil : {p}|Délivré pour servir et valoir ce que de droit.", "es": "El Encargado del Registro Civil: {p}. Doy fe.|Tasa: {n},00", "it": "L'Ufficiale dello Stato Civile {p}|Esente da bollo. Diritti {n},00", "pt": "O Conservador: {p}. Emolumentos {n},00", "nl": "De ambtenaar van de burgerlijke stand, {p}", "pl": "Kierownik USC: {p}. Opłata skarbowa {n} zł",
    "ru": "Руководитель органа ЗАГС: {p}", "tr": "Nüfus Müdürü: {p}", "ja": "これは、戸籍に記録されている事項の全部を証明した書面である。", "ko": "위 증명서는 가족관계등록부의 기록사항과 틀림없음을 증명합니다.", "zh": "经审查，符合规定，予以登记，发给此证。", "sv": "Handläggare: {p}",
}  # fmt: skip


class _Certificate:
    """A certificate's sheet with its office and dates."""

    def __init__(self, rng: random.Random, title: str) -> None:
        self.rng, self.place = rng, make_place(rng)
        self.sheet = Sheet(rng, self.place, second=rng.choice(["", "", "en", "fr"]))
        self.sheet.numbered = rng.random() < 0.25
        self.holder = make_holder(rng, self.place)
        self.issued = some_day(rng, 2012)
        office = rng.choice(_OFFICES.get(self.place.language, _OFFICES["en"]).split("|")).format(
            town_of(rng, self.place.code)
        )
        self.office = stating(office, "document", "authority")
        sheet = self.sheet
        if rng.random() < 0.6:
            sheet.heading(state_name(rng, self.place), 1.1, align="center")
        if self.office_on_top():
            sheet.heading(self.office, 1.1)
        sheet.heading(sheet.caption(title), 1.6, align=rng.choice(["center", "left"]))

    def office_on_top(self) -> bool:
        """Whether the office heads the certificate; else a field names it."""
        self.on_top = self.rng.random() < 0.6
        return self.on_top

    def issue_fields(self) -> list[Field]:
        """Number, day and office of the certificate."""
        rng = self.rng
        fields: list[Field] = [
            ("issue_date", stating(written_date(self.issued, self.place), "document", "date", self.issued.isoformat()))
        ]
        if rng.random() < 0.8:
            fields.append(
                (
                    "certificate_no",
                    stating(
                        fill(rng, rng.choice(["####/20##", "@@@ ######", "###", "## @@ ######"])), "document", "number"
                    ),
                )
            )
        if not self.on_top:
            fields.append(("authority", self.office))
        return fields

    def finish(self, kind: str) -> MadeUpDocument:
        """Words of the office, names of officials as decoys, a stamp."""
        rng, place, sheet = self.rng, self.place, self.sheet
        people = [make_name(rng, place.culture).for_language(place.language).full for _ in range(2)]
        for text in _PROSE.get(place.language, _PROSE["en"]).split("|"):
            sheet.gap(0.8)
            sheet.paragraph(text.format(n=rng.randint(3, 40), p=people[0], q=people[1]))
        if rng.random() < 0.4:
            sheet.put(rng.choice(["SEAL", "L.S.", "(Siegel)", "M.P.", "印"]), sheet.right, sheet.y, align="right")
        return sheet.finish(kind)


def _parents(rng: random.Random, holder: Holder) -> list[Field]:
    father = make_holder(rng, holder.place, last=holder.name.last).name
    mother = make_holder(rng, holder.place).name
    short = rng.random() < 0.3
    return [
        ("father", stating(father.first if short else father.full, "person", "fatherName")),
        ("mother", stating(mother.first if short else mother.full, "person", "motherName")),
    ]


def _names_of(rng: random.Random, holder: Holder) -> list[Field]:
    if rng.random() < 0.5:
        return [("name", holder.full())]
    return [("last_name", holder.last()), ("first_name", holder.given())]


def birth(rng: random.Random) -> MadeUpDocument:
    """A certificate of birth with the parents."""
    paper = _Certificate(rng, "t_birth")
    holder = paper.holder
    fields: list[Field] = [*_names_of(rng, holder), ("birth_date", holder.born()), ("birth_place", holder.born_in())]
    if rng.random() < 0.8:
        fields.append(("sex", holder.sex()))
    fields += _parents(rng, holder)
    if rng.random() < 0.5:
        fields.append(("occupation", rng.choice(["Carpenter", "Lehrerin", "employé", "obrero", "farmer", "技師"])))
    number = holder.number("idNumber")
    if number and rng.random() < 0.5:
        fields.append(number)
    paper.sheet.fields([*fields, *paper.issue_fields()])
    return paper.finish("birth certificate")


def marriage(rng: random.Random) -> MadeUpDocument:
    """A certificate of marriage: two people in two columns of a table or one after the other."""
    paper = _Certificate(rng, "t_marriage")
    sheet, one = paper.sheet, paper.holder
    two = make_holder(rng, paper.place, "person2")
    married = some_day(rng, 1975, 2020)
    day: Field = ("marriage_date", written_date(married, paper.place))
    if rng.random() < 0.5:
        rows: list[list[Text | str]] = [
            [sheet.caption("name"), one.full(), two.full()],
            [sheet.caption("birth_date"), one.born(), two.born()],
            [sheet.caption("birth_place"), one.born_in(), two.born_in()],
        ]
        if rng.random() < 0.5:
            rows.append(
                [sheet.caption("nationality"), one.nationality(by_country=True), two.nationality(by_country=True)]
            )
        if rng.random() < 0.5:
            rows.append([sheet.caption("address"), one.address(), two.address()])
        sheet.table(
            ["", rng.choice(["1", "I", "spouse", "Husband"]), rng.choice(["2", "II", "spouse", "Wife"])],
            rows,
            shares=[1.2, 2, 2],
        )
        sheet.gap()
        sheet.fields([day, ("place", town_of(rng, paper.place.code)), *paper.issue_fields()])
    else:
        layout = sheet.fields([day])
        for person in (one, two):
            sheet.heading(sheet.caption("spouse"), 1.1)
            sheet.fields(
                [*_names_of(rng, person), ("birth_date", person.born()), ("birth_place", person.born_in())], layout
            )
        sheet.fields(paper.issue_fields(), layout)
    return paper.finish("marriage certificate")


def death(rng: random.Random) -> MadeUpDocument:
    """A certificate of death."""
    paper = _Certificate(rng, "t_death")
    holder = paper.holder
    died = some_day(rng, 2012)
    fields: list[Field] = [
        *_names_of(rng, holder),
        ("death_date", stating(written_date(died, paper.place), "person", "deathDate", died.isoformat())),
        ("birth_date", holder.born()),
        ("birth_place", holder.born_in()),
    ]
    if rng.random() < 0.5:
        fields.append(("sex", holder.sex()))
    if rng.random() < 0.6:
        fields.append(("address", holder.address()))
    if rng.random() < 0.5:
        fields.append(("spouse", make_holder(rng, paper.place).name.full))
    paper.issued = died + timedelta(days=rng.randint(1, 20))
    paper.sheet.fields([*fields, *paper.issue_fields()])
    return paper.finish("death certificate")


def residence(rng: random.Random) -> MadeUpDocument:
    """A certificate of residence or registration, often with the other people of the household as a table."""
    paper = _Certificate(rng, "t_residence")
    sheet, holder = paper.sheet, paper.holder
    fields: list[Field] = [*_names_of(rng, holder), ("birth_date", holder.born()), ("address", holder.address())]
    if rng.random() < 0.6:
        fields.append(("nationality", holder.nationality(by_country=rng.random() < 0.5)))
    if rng.random() < 0.5:
        fields.append(("birth_place", holder.born_in()))
    if rng.random() < 0.4:
        fields.append(("sex", holder.sex()))
    number = holder.number("idNumber")
    if number:
        fields.append(number)
    if rng.random() < 0.5:
        fields.append(
            (
                rng.choice(["Moved in", "Einzugsdatum", "Depuis le", "Registered since"]),
                written_date(some_day(rng, 2000, 2018), paper.place),
            )
        )
    sheet.fields([*fields, *paper.issue_fields()])
    if rng.random() < 0.35:
        sheet.gap()
        members = [
            make_holder(rng, paper.place, f"person{at}", last=holder.name.last)
            for at in range(2, 2 + rng.randint(1, 3))
        ]
        rows: list[list[Text | str]] = [
            [str(at), person.full(), person.born(), person.sex()] for at, person in enumerate(members, 1)
        ]
        sheet.table(["#", "name", "birth_date", "sex"], rows, shares=[0.4, 3, 1.5, 1])
    return paper.finish("residence certificate")


def inheritance(rng: random.Random) -> MadeUpDocument:
    """A grant or certificate of inheritance: who died, and the heirs with their shares."""
    paper = _Certificate(rng, "t_inherit")
    sheet, dead = paper.sheet, paper.holder
    died = some_day(rng, 2010)
    paper.issued = died + timedelta(days=rng.randint(60, 500))
    when = stating(written_date(died, paper.place), "person", "deathDate", died.isoformat())
    fields: list[Field] = [("name", dead.full()), ("death_date", when), ("birth_date", dead.born())]
    if rng.random() < 0.5:
        fields.append((rng.choice(["Last residence", "address"]), dead.address()))
    sheet.fields([*fields, *paper.issue_fields()])
    sheet.gap()
    heirs = [
        make_holder(rng, paper.place, f"person{at}", last=dead.name.last if rng.random() < 0.5 else "")
        for at in range(2, 3 + rng.randint(0, 3))
    ]
    share = f"1/{len(heirs)}"
    if rng.random() < 0.5:
        rows: list[list[Text | str]] = [[heir.full(), heir.born(), heir.address(), share] for heir in heirs]
        sheet.table(
            ["name", "birth_date", "address", rng.choice(["Share", "Anteil", "Quota"])], rows, shares=[2, 1.2, 3, 0.7]
        )
    else:
        for at, heir in enumerate(heirs, 1):
            sheet.paragraph(
                join([f"{at}.", heir.full(heir.name.full) + ",", heir.born() + ",", heir.address(), f"- {share}"]),
                after=0.3,
            )
    return paper.finish("inheritance certificate")


Builder = Callable[[random.Random], MadeUpDocument]
CERTIFICATES: list[tuple[float, Builder]] = [
    (2.0, birth),
    (1.5, marriage),
    (1.0, death),
    (2.0, residence),
    (1.0, inheritance),
]
