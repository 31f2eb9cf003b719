"""Made-up bills of suppliers, invoices and receipts."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_place
from ascertain.kyc.extraction.training.made_up.personal_values import (
    amount,
    decimals_of,
    fill,
    plain_amount,
    some_day,
    with_currency,
    written_date,
    written_month,
    written_number,
)
from ascertain.kyc.extraction.training.made_up.statements_letterhead import (
    Issuer,
    address_window,
    footer,
    greeting,
    letterhead,
    make_issuer,
)

_UNITS = {"t_electricity": "kWh", "t_water": "m³", "t_phone": "min"}
_TRADES = {"t_electricity": "Energy", "t_water": "Water", "t_phone": "Telecom"}
_CHARGES = {
    "en": "Standing charge|Unit charge|Day units|Night units|Climate levy|Line rental|Data allowance|Wastewater|Surface drainage|Discount", "de": "Grundpreis|Arbeitspreis|Netznutzung|Stromsteuer|EEG-Umlage|Messstellenbetrieb|Anschlusspreis|Abschläge", "fr": "Abonnement|Consommation heures pleines|Consommation heures creuses|CTA|Accise|Forfait mobile",
    "es": "Término de potencia|Término de energía|Impuesto electricidad|Alquiler de equipos|Cuota fija|Bono", "it": "Spesa per la materia energia|Trasporto e gestione contatore|Oneri di sistema|Accise|Canone TV", "pt": "Potência contratada|Energia ativa|Contribuição audiovisual|Mensalidade", "nl": "Vastrecht|Levering|Netbeheer|Energiebelasting|Abonnement",
    "pl": "Opłata handlowa|Energia czynna|Opłata sieciowa|Abonament|Opłata mocowa", "ru": "Электроснабжение|Холодная вода|Водоотведение|Содержание жилья", "sv": "Fast avgift|Rörlig avgift|Energiskatt|Abonnemang", "ja": "基本料金|電力量料金|燃料費調整額|再エネ賦課金", "ko": "기본요금|전력량요금|기후환경요금", "zh": "基本电费|电度电费|违约金",
    "zh-hant": "基本電費|燃料調整費|排污費",
}  # fmt: skip
_GOODS = {
    "en": "Consulting services, October|Office chair, black|Annual licence fee|Delivery|Repair of boiler|Legal advice 3.5 h", "de": "Beratungsleistung|Druckerpapier A4|Anfahrt|Wartung Heizung|Lizenz 12 Monate", "fr": "Prestation de conseil|Fournitures de bureau|Frais de port|Main-d'œuvre", "es": "Servicios de asesoría|Material de oficina|Transporte",
    "it": "Consulenza|Materiale di consumo|Spese di trasporto", "pl": "Usługa doradcza|Papier ksero A4|Dostawa", "pt": "Serviços de consultoria|Material de escritório", "nl": "Advieswerkzaamheden|Verzendkosten", "ja": "コンサルティング費用|事務用品|送料", "zh": "咨询服务费|办公用品", "ru": "Консультационные услуги|Канцтовары|Доставка", "ko": "자문용역|사무용품",
    "tr": "Danışmanlık hizmeti|Ofis malzemesi|Kargo",
}  # fmt: skip


class Bill:
    """The dates and amounts of a bill; each method gives a text that states facts when printed."""

    def __init__(self, rng: random.Random, place: Place, low: float, high: float) -> None:
        """`low` and `high` are the net amount's bounds in euros."""
        self.rng, self.place = rng, place
        self.issued = some_day(rng, 2019)
        self.due = self.issued + timedelta(days=rng.choice([7, 14, 21, 30]))
        self.end = self.issued - timedelta(days=rng.randint(1, 20))
        self.start = self.end - timedelta(days=rng.choice([30, 31, 60, 91, 365]))
        self.net = amount(rng, place, low, high)
        self.rate = rng.choice([0.05, 0.07, 0.1, 0.19, 0.2, 0.21, 0.23])
        self.gross = round(self.net * (1 + self.rate), decimals_of(place.currency))
        self.with_code = rng.random() < 0.6

    def number_of(self, value: float, *, coded: bool = False) -> str:
        """An amount with or without its currency."""
        text = written_number(value, self.place, decimals=decimals_of(self.place.currency))
        return with_currency(text, self.place.currency, self.rng) if coded else text

    def to_pay(self) -> Text:
        """The amount due."""
        text = stating(self.number_of(self.gross, coded=self.with_code), "payment", "amount", plain_amount(self.gross))
        return text.also("payment", "currency", self.place.currency)

    def day(self, day: date, subject: str, prop: str) -> Text:
        """A date that states a property."""
        return stating(written_date(day, self.place), subject, prop, day.isoformat())

    def period(self) -> list[Field]:
        """The period in one value, in two, or as a month."""
        kind = self.rng.choice(["range", "range", "two", "month"])
        if kind == "month":
            text = written_month(self.start, self.place, self.rng)
            return [("period", stating(text, "document", "startDate", f"{self.start:%Y-%m}"))]
        first, last = self.day(self.start, "document", "startDate"), self.day(self.end, "document", "endDate")
        if kind == "two":
            return [
                (self.rng.choice(["From", "Period from", "von", "du", "dal", "od"]), first),
                (self.rng.choice(["To", "until", "bis", "au", "al", "do"]), last),
            ]
        return [
            (
                "period",
                join(
                    [first, last],
                    self.rng.choice([" - ", " – ", " / ", "-", " to " if self.place.language == "en" else " - "]),
                ),
            )
        ]

    def head(self) -> list[Field]:
        """Number, date and due date."""
        rng = self.rng
        number = fill(
            rng, rng.choice(["##########", "@@-######", "2025/#####", "RE-2024-####", "F#######", "#### #### ##"])
        )
        fields: list[Field] = [
            ("invoice_date", self.day(self.issued, "document", "date")),
            ("invoice_no", stating(number, "document", "number")),
        ]
        if rng.random() < 0.7:
            fields.append(
                ("due_date", stating(written_date(self.due, self.place), "payment", "date", self.due.isoformat()))
            )
        return fields


def utility_bill(rng: random.Random) -> MadeUpDocument:
    """A bill for electricity, gas, water, telephone or internet."""
    place = make_place(rng)
    sheet = Sheet(rng, place)
    kind = rng.choice(list(_UNITS))
    bill, holder, issuer = Bill(rng, place, 20, 600), make_holder(rng, place), make_issuer(rng, place, _TRADES[kind])
    sheet.ledger.state("payment", "currency", place.currency)
    letterhead(sheet, issuer, ("document", "publisher"))
    fields: list[Field] = [*bill.head(), *bill.period(), ("account_no", fill(rng, "## #### ####"))]
    if rng.random() < 0.5:
        fields.append(("customer_no", fill(rng, "########")))
    if rng.random() < 0.4:
        fields.append(("reference", fill(rng, "@@#/####")))
    rng.shuffle(fields)
    split = rng.randint(0, len(fields))
    if rng.random() < 0.75:
        address_window(sheet, [holder], issuer, fields[:split])
    else:
        split = 0
        sheet.fields([("customer", holder.full()), ("address", holder.address())])
    sheet.heading(sheet.caption(kind))
    greeting(sheet)
    if rng.random() < 0.35:
        sheet.fields(
            [("supply_address", Text(", ".join(holder.address_lines))), ("meter_no", fill(rng, "@##########"))]
        )
    sheet.fields(fields[split:])
    big = rng.random() < 0.4
    if big:
        sheet.put(sheet.caption("amount_due"), sheet.left, sheet.y, sheet.size * 1.1)
        sheet.put(bill.to_pay(), sheet.left, sheet.y + sheet.size * 1.7, sheet.size * 1.8)
        sheet.gap(4)
    _readings(sheet, bill, _UNITS[kind])
    _charges(sheet, bill, _CHARGES)
    if not big:
        sheet.fields([("amount_due", bill.to_pay())], rng.choice(["right", "inline", "left", "leaders"]))
    if rng.random() < 0.4:
        _chart(sheet)
    if rng.random() < 0.25:
        _payment_slip(sheet, bill, issuer)
    footer(sheet, issuer)
    return sheet.finish("utility bill")


def _readings(sheet: Sheet, bill: Bill, unit: str) -> None:
    rng = sheet.rng
    if rng.random() < 0.4 or unit == "min":
        return
    before, used = rng.randint(1000, 60000), rng.randint(20, 3000)
    pattern = [
        written_date(bill.start, bill.place),
        str(before),
        written_date(bill.end, bill.place),
        str(before + used),
        f"{used} {unit}",
    ]
    sheet.table(
        ["date", "Reading 1", "date", "Reading 2", "consumption"],
        [list(pattern)],
        shares=[1.2, 1, 1.2, 1, 1],
        numbers=(1, 3, 4),
    )
    sheet.gap()


def _charges(sheet: Sheet, bill: Bill, words: dict[str, str]) -> None:
    """Lines with quantity and price, then net, tax and total."""
    rng = sheet.rng
    names = words.get(bill.place.language, words["en"]).split("|")
    names = rng.sample(names, rng.randint(1, min(5, len(names))))
    left, rows = bill.net, []
    full = rng.random() < 0.6
    for at, name in enumerate(names):
        value = left if at == len(names) - 1 else round(left * rng.uniform(0.1, 0.7), decimals_of(bill.place.currency))
        left -= value
        count = rng.randint(1, 400)
        middle = [str(count), written_number(value / count, bill.place, decimals=4)] if full else []
        rows.append([name, *middle, bill.number_of(value)])
    headings = ["description", *(["quantity", "unit_price"] if full else []), "total"]
    shares = [3.0, *([1, 1] if full else []), 1.2]
    sheet.table(headings if rng.random() < 0.8 else [], rows, shares=shares, numbers=tuple(range(1, len(shares))))
    sheet.gap(0.5)
    fields: list[Field] = [("net", bill.number_of(bill.net)), ("vat", bill.number_of(bill.gross - bill.net))]
    if rng.random() < 0.5:
        fields.append(("total", bill.number_of(bill.gross)))
    narrow = sheet.left + (sheet.right - sheet.left) * rng.choice([0.0, 0.5])
    sheet.fields(fields, "right", x=narrow)
    sheet.gap()


def _chart(sheet: Sheet) -> None:
    """Numbers of a chart of past use: ticks and months without meaning for a reader of facts."""
    rng = sheet.rng
    sheet.need(90)
    for at in range(4):
        sheet.put(str((4 - at) * 100), sheet.left, sheet.y + at * 15, 7)
    for at, month in enumerate("JFMAMJJASOND"):
        sheet.put(month, sheet.left + 30 + at * 18, sheet.y + 62, 7)
    sheet.put(f"{rng.randint(50, 400)} kWh", sheet.left + 270, sheet.y + 20, 8)
    sheet.y += 80


def _payment_slip(sheet: Sheet, bill: Bill, issuer: Issuer) -> None:
    sheet.need(110)
    sheet.put(
        sheet.rng.choice(
            [
                "- - - - - - - - - - - - - - - - - - - - - - - -",
                "✂ Payment slip",
                "Zahlschein",
                "TIP SEPA",
                "Bollettino",
            ]
        ),
        sheet.left,
        sheet.y,
    )
    sheet.gap(1.5)
    sheet.fields(
        [
            ("Payee", issuer.name),
            ("total", bill.number_of(bill.gross)),
            ("reference", fill(sheet.rng, "## ##### ##### ##### #####")),
        ],
        "grid",
    )


def invoice(rng: random.Random) -> MadeUpDocument:
    """An invoice of a firm to a person."""
    place = make_place(rng)
    sheet = Sheet(rng, place)
    bill, holder, issuer = Bill(rng, place, 50, 9000), make_holder(rng, place), make_issuer(rng, place)
    sheet.ledger.state("payment", "currency", place.currency)
    letterhead(sheet, issuer, ("document", "publisher"))
    address_window(sheet, [holder], issuer, bill.head())
    sheet.heading(sheet.caption("t_invoice"))
    _charges(sheet, bill, _GOODS)
    sheet.fields([("amount_due", bill.to_pay())], rng.choice(["right", "left", "inline"]))
    footer(sheet, issuer)
    return sheet.finish("invoice")


def receipt(rng: random.Random) -> MadeUpDocument:
    """A receipt: a narrow slip of a till, or a form that names the payer, the amount and what it is for."""
    place = make_place(rng)
    narrow = rng.random() < 0.4
    sheet = (
        Sheet(rng, place, width=rng.uniform(220, 300), height=rng.uniform(520, 800), size=9)
        if narrow
        else Sheet(rng, place)
    )
    bill, holder, issuer = Bill(rng, place, 5, 4000), make_holder(rng, place), make_issuer(rng, place)
    sheet.ledger.state("payment", "currency", place.currency)
    sheet.put(stating(issuer.name, "document", "publisher"), sheet.width / 2, sheet.y, sheet.size * 1.2, align="center")
    sheet.gap(1.5)
    sheet.y = sheet.lines(list(issuer.address), sheet.width / 2, sheet.y, sheet.size * 0.9, align="center")
    sheet.heading(sheet.caption("t_receipt"), 1.2)
    goods = rng.choice(_GOODS.get(place.language, _GOODS["en"]).split("|"))
    paid = written_date(bill.issued, place)
    stamp = stating(paid, "payment", "date", bill.issued.isoformat()).also("document", "date", bill.issued.isoformat())
    fields: list[Field] = [("document_no", stating(fill(rng, "#######"), "document", "number")), ("day", stamp)]
    if not narrow:
        fields += [
            (rng.choice(["Received from", "customer", "Paid by"]), holder.full()),
            ("description", stating(goods, "payment", "purpose")),
        ]
    fields.append(("total", bill.to_pay()))
    if narrow:
        for name in _GOODS.get(place.language, _GOODS["en"]).split("|")[:4]:
            sheet.put(name[:22], sheet.left, sheet.y)
            sheet.put(bill.number_of(amount(rng, place, 1, 40)), sheet.right, sheet.y, align="right")
            sheet.gap(1.1)
    sheet.fields(fields, rng.choice(["right", "left"]) if narrow else "")
    if narrow:
        sheet.put(rng.choice(["VISA **** 4821", "CASH", "EC-Karte", "Contactless"]), sheet.left, sheet.y)
    return sheet.finish("receipt")


Builder = Callable[[random.Random], MadeUpDocument]
BILLS: list[tuple[float, Builder]] = [(5.0, utility_bill), (1.5, invoice), (1.0, receipt)]
