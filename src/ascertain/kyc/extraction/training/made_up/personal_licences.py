"""Made-up driving licences: the numbered fields of Europe, the codes of North America and Australia, captions elsewhere."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, make_holder
from ascertain.kyc.extraction.training.made_up.personal_identity import authority, state_name
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_place
from ascertain.kyc.extraction.training.made_up.personal_values import fill, some_day, written_date

_EUROPE = "gb ie de at ch fr be lu nl es pt it pl cz sk si hr ro hu bg gr cy se no dk fi ee lv lt tr ua rs"
_AMERICA = "us us us ca"
_CATEGORIES = ("AM", "A1", "A2", "A", "B1", "B", "BE", "C1", "C", "C1E", "CE", "D1", "D", "T", "L")
_STATES = (
    "CALIFORNIA",
    "TEXAS",
    "NEW YORK STATE",
    "FLORIDA",
    "NEVADA",
    "DELAWARE",
    "OREGON",
    "Ontario",
    "BRITISH COLUMBIA",
    "ALBERTA",
)
_AUSTRALIAN = ("NEW SOUTH WALES", "VICTORIA", "QUEENSLAND", "WESTERN AUSTRALIA")


def _card(rng: random.Random, place: Place) -> Sheet:
    if rng.random() < 0.65:
        scale = rng.uniform(1.4, 2.4)
        return Sheet(rng, place, width=243 * scale, height=153 * scale, size=rng.uniform(5.0, 6.6) * scale)
    return Sheet(rng, place, size=rng.uniform(7.5, 10.5))


class _Licence:
    """The values of a licence: holder, number and dates in one style of dates."""

    def __init__(self, rng: random.Random, place: Place, sheet: Sheet, pattern: str) -> None:
        self.rng, self.place, self.sheet, self.pattern = rng, place, sheet, pattern
        self.holder: Holder = make_holder(rng, place)
        self.issued = some_day(rng, 2012, 2026)
        self.expires = self.issued + timedelta(days=365 * rng.choice([5, 8, 10, 15]))
        self.number_text = fill(
            rng,
            rng.choice(
                [
                    "@#######",
                    "#########",
                    "@@##########",
                    "###########",
                    "@###-####-####-##",
                    "@@@@@######@@#@@",
                    "## @@ ######",
                ]
            ),
        )
        self.upper = rng.random() < 0.75
        sheet.ledger.state("identity", "country", place.code)

    def day(self, day: date) -> str:
        return written_date(day, self.place, self.pattern)

    def number(self) -> Text:
        return stating(self.number_text, "identity", "number")

    def start(self) -> Text:
        return stating(self.day(self.issued), "identity", "startDate", self.issued.isoformat())

    def end(self) -> Text:
        return stating(self.day(self.expires), "identity", "endDate", self.expires.isoformat())

    def born(self) -> Text:
        return self.holder.born(self.day(self.holder.birth))

    def address(self) -> Text:
        text = self.holder.address()
        return stating(text.text.upper(), "person", "address") if self.upper else text


def european(rng: random.Random) -> MadeUpDocument:
    """A licence whose fields have only the numbers of the European model (1, 2, 3, 4a, 4b, 4c, 5, 8, 9)."""
    place = make_place(rng, _EUROPE)
    sheet = _card(rng, place)
    data = _Licence(rng, place, sheet, rng.choice(["dd.MM.yyyy", "dd.MM.yy", "dd/MM/yyyy", "dd-MM-yyyy", "dd.MM.yyyy"]))
    holder = data.holder
    sheet.heading(sheet.caption("t_licence"), 1.3)
    if rng.random() < 0.4:
        sheet.put(state_name(rng, place), sheet.left, sheet.y, sheet.size * 0.8)
        sheet.gap()
    given = holder.given(upper=data.upper)
    if holder.name.title and rng.random() < 0.25:
        given = join([stating(holder.name.title, "person", "title"), given])
    rows: list[tuple[str, Text | str]] = [
        ("1.", holder.last(upper=data.upper)),
        ("2.", given),
        (
            "3.",
            join([data.born(), holder.born_in(upper=data.upper)], rng.choice([" ", ", "]))
            if rng.random() < 0.8
            else data.born(),
        ),
        ("4a.", data.start()),
        ("4b.", data.end()),
        ("4c.", authority(rng, place, "identity")),
    ]
    number = holder.number("idNumber")
    if number and rng.random() < 0.6:
        rows.append(("4d.", number[1]))
    rows += [("5.", data.number()), ("7.", "")]
    if rng.random() < 0.4:
        rows.append(("8.", data.address()))
    rows.append(
        (
            "9.",
            rng.choice(["/", " ", ", "]).join(
                sorted(rng.sample(_CATEGORIES, rng.randint(2, 6)), key=_CATEGORIES.index)
            ),
        )
    )
    _numbered(data, rows)
    if rng.random() < 0.7:
        _categories(data)
    return sheet.finish("driving licence")


def _numbered(data: _Licence, rows: list[tuple[str, Text | str]]) -> None:
    """The fields one below the other beside the photograph; 4a and 4c, 4b and 4d often share a line."""
    rng, sheet = data.rng, data.sheet
    x = sheet.left + rng.choice([0.0, 0.3, 0.33]) * (sheet.right - sheet.left)
    bare = rng.random() < 0.3
    pairs = rng.random() < 0.6
    at = 0
    while at < len(rows):
        number, value = rows[at]
        sheet.put(number.strip(".") if bare else number, x, sheet.y)
        left = x + 2.6 * sheet.size
        if pairs and number in ("4a.", "4b.") and at + 1 < len(rows):
            other, second = rows[at + 1]
            sheet.put(value, left, sheet.y)
            sheet.put(other, left + 8 * sheet.size, sheet.y)
            sheet.put(second, left + 10.5 * sheet.size, sheet.y)
            sheet.y += 1.5 * sheet.size
            at += 1
        else:
            sheet.y = sheet.wrap(value, left, sheet.y, sheet.right - left) + 0.25 * sheet.size
        at += 1


def _categories(data: _Licence) -> None:
    """The back: categories with the days from and until which they hold."""
    rng, sheet = data.rng, data.sheet
    sheet.new_page() if sheet.height < 500 else sheet.gap(4)
    rows: list[list[Text | str]] = []
    for name in _CATEGORIES[: rng.randint(5, 12)]:
        held = rng.random() < 0.5
        start = data.day(some_day(rng, 2000, 2020)) if held else rng.choice(["", "--------"])
        rows.append(
            [
                name,
                start,
                data.day(data.expires) if held and rng.random() < 0.7 else "",
                rng.choice(["", "", "01.06", "95"]),
            ]
        )
    size = sheet.size
    sheet.size = min(size, (sheet.height - 60) / (len(rows) + 3) / 1.5)
    sheet.table(["9.", "10.", "11.", "12."], rows, shares=[1, 2, 2, 1])
    sheet.size = size


def american(rng: random.Random) -> MadeUpDocument:
    """A licence of a US state or a Canadian province, with codes such as DL, EXP, LN, FN and DOB, with or without numbers."""
    place = make_place(rng, _AMERICA)
    sheet = _card(rng, place)
    data = _Licence(
        rng, place, sheet, rng.choice(["MM/dd/yyyy", "MM/dd/yyyy", "MM-dd-yyyy", "yyyy-MM-dd", "yyyy/MM/dd"])
    )
    holder, code = data.holder, rng.random() < 0.6
    sheet.put(rng.choice(_STATES), sheet.left, sheet.y, sheet.size * 1.5)
    sheet.put(sheet.caption("t_licence"), sheet.right, sheet.y, sheet.size * rng.uniform(0.8, 1.3), align="right")
    sheet.gap(2)
    x = sheet.left + rng.choice([0.0, 0.3, 0.34]) * (sheet.right - sheet.left)
    lines: list[list[tuple[str, str, Text | str]]] = [
        [("4d", rng.choice(["DL", "DLN", "ID", "DL NO."]), data.number()), ("9", "CLASS", rng.choice("ABCDM"))],
        [("4b", "EXP", data.end()), ("9a", "END", "NONE")],
        [("1", "LN", holder.last(upper=True))],
        [("2", "FN", holder.given(upper=True))],
        [("8", "", stating(", ".join(holder.address_lines).upper(), "person", "address"))],
        [("3", "DOB", data.born()), ("12", "RSTR", rng.choice(["NONE", "CORR LENS", "B"]))],
        [("15", "SEX", stating("F" if holder.name.is_woman else "M", "person", "gender", "female" if holder.name.is_woman else "male")), ("18", "EYES", "BRN"), ("16", "HGT", stating(rng.choice(["5'-07\"", "6'-01\"", "5-04", "175 cm"]), "person", "height"))],
        [("5", "DD", fill(rng, "##/##/####@####/@@##/##")), ("4a", "ISS", data.start())],
    ]  # fmt: skip
    if rng.random() < 0.25:  # names in one line, without captions
        lines[2:4] = [[("1", "", holder.full(f"{holder.name.last.upper()}, {holder.name.given.upper()}"))]]
    if rng.random() < 0.4:
        rng.shuffle(lines)
    for line in lines:
        step = (sheet.right - x) / max(len(line), 1)
        for at, (number, caption, value) in enumerate(line):
            shown = f"{number} {caption}".strip() if code else caption
            left = x + at * step
            if shown:
                sheet.put(shown, left, sheet.y, sheet.size * 0.8)
                left += (len(shown) + 1) * sheet.size * 0.45
            end = sheet.wrap(value, left, sheet.y, x + (at + 1) * step - left)
        sheet.y = max(end, sheet.y + 1.45 * sheet.size)
    return sheet.finish("driving licence")


def elsewhere(rng: random.Random) -> MadeUpDocument:
    """A licence with captions: Australia, Latin America, Asia, Africa."""
    place = make_place(rng, "au nz in sg hk my za ng mx ar cl co pe br jp kr cn tw ae sa il id vn th ru")
    sheet = _card(rng, place)
    data = _Licence(rng, place, sheet, "")
    holder = data.holder
    sheet.heading(rng.choice(_AUSTRALIAN) if place.code == "au" else state_name(rng, place), 1.0)
    sheet.heading(sheet.caption("t_licence"), 1.2)
    if place.code == "au":
        fields: list[Field] = [
            ("Licence No.", data.number()),
            ("Card Number", fill(rng, "# ### ### ###")),
            ("Licence Class", rng.choice(["C", "R", "C R"])),
            ("Conditions", "None"),
        ]
    else:
        fields = [
            (rng.choice(["document_no", "document_no", "License No.", "LIC NO"]), data.number()),
            (rng.choice(["Class", "Categoría", "种类", "Golongan"]), rng.choice(["A", "B", "C1", "AII-a"])),
        ]
    names: list[Field] = (
        [("name", holder.full())]
        if rng.random() < 0.6
        else [("last_name", holder.last()), ("first_name", holder.given())]
    )
    fields = [*names, *fields, ("birth_date", data.born()), ("expiry_date", data.end())]
    if rng.random() < 0.6:
        fields.append(("address", data.address()))
    if rng.random() < 0.6:
        fields.append(("issue_date", data.start()))
    if rng.random() < 0.5:
        fields.append(("authority", authority(rng, place, "identity")))
    if rng.random() < 0.4:
        fields.append(("nationality", holder.nationality()))
    number = holder.number("idNumber")
    if number and rng.random() < 0.6:
        fields.append(number)
    rest = fields[1:]
    rng.shuffle(rest)
    sheet.fields(
        [fields[0], *rest],
        rng.choice(["above", "left", "inline", "grid", "pairs"]),
        x=sheet.left + rng.choice([0.0, 0.3]) * sheet.width * 0.8,
    )
    return sheet.finish("driving licence")


Builder = Callable[[random.Random], MadeUpDocument]
LICENCES: list[tuple[float, Builder]] = [(2.0, european), (1.2, american), (1.2, elsewhere)]
