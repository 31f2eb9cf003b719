"""Made-up payslips, certificates of income, tax assessments and pension notices."""

import random
from collections.abc import Callable
from datetime import date

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import Holder, job_title, make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, country_name, make_place, town_of
from ascertain.kyc.extraction.training.made_up.personal_values import (
    amount,
    decimals_of,
    fill,
    make_iban,
    plain_amount,
    some_day,
    with_currency,
    written_date,
    written_month,
    written_number,
)
from ascertain.kyc.extraction.training.made_up.statements_letterhead import (
    address_window,
    footer,
    greeting,
    letterhead,
    make_issuer,
)

_TAX_OFFICES = {
    "gb": "HM Revenue & Customs", "ie": "Office of the Revenue Commissioners", "us": "Department of the Treasury - Internal Revenue Service", "ca": "Canada Revenue Agency", "au": "Australian Taxation Office", "de": "Finanzamt {}", "at": "Finanzamt Österreich", "ch": "Steueramt der Stadt {}", "fr": "Direction générale des Finances publiques",
    "es": "Agencia Tributaria", "it": "Agenzia delle Entrate", "pt": "Autoridade Tributária e Aduaneira", "nl": "Belastingdienst", "be": "FOD Financiën", "pl": "Naczelnik Urzędu Skarbowego w {}", "se": "Skatteverket", "no": "Skatteetaten", "dk": "Skattestyrelsen", "fi": "Verohallinto", "jp": "{}市長", "kr": "{}세무서장", "cn": "国家税务总局{}税务局",
    "ru": "ИФНС России по г. {}", "gr": "Α.Α.Δ.Ε. - Δ.Ο.Υ. {}", "tr": "{} Vergi Dairesi", "br": "Receita Federal do Brasil", "in": "Income Tax Department", "sg": "Inland Revenue Authority of Singapore", "hk": "稅務局 INLAND REVENUE DEPARTMENT", "ro": "A.N.A.F.", "cz": "Finanční úřad pro {}", "za": "South African Revenue Service",
}  # fmt: skip
_DEDUCTIONS = {
    "en": "Student loan|Pension (employee)|Medicare|FICA|Union fees|401(k)|Health plan|Season ticket loan", "de": "Krankenversicherung|Pflegeversicherung|Arbeitslosenversicherung|Solidaritätszuschlag|Kirchensteuer|VWL", "fr": "Santé|Assurance chômage|CSG déductible|CSG/CRDS non déductible|Mutuelle|Complémentaire retraite Tranche 1",
    "es": "Desempleo|Formación profesional|MEI|Anticipos|Obra social|Jubilación", "it": "Contributo IVS|Addizionale regionale|Addizionale comunale|Trattenuta sindacale|TFR", "pt": "Quota sindical|Adiantamento|FGTS|Vale transporte", "nl": "Pensioenpremie|WGA-premie|Reiskosten|Bijdrage ZVW", "pl": "Składka rentowa|Składka chorobowa|Składka zdrowotna|PPK",
    "ru": "Профсоюзный взнос|Аванс|Алименты", "ja": "健康保険|厚生年金|雇用保険|住民税", "ko": "건강보험|고용보험|장기요양보험|지방소득세", "zh": "养老保险|医疗保险|失业保险|住房公积金", "zh-hant": "勞保費|健保費|強積金供款", "sv": "Friskvård|Fackavgift", "no": "Fagforening|Pensjonstrekk", "tr": "Damga vergisi|İşsizlik primi", "cs": "Zdravotní pojištění|Sociální pojištění",
}  # fmt: skip


class Pay:
    """What somebody is paid; each method gives a text that states facts when printed."""

    def __init__(self, rng: random.Random, place: Place, low: float, high: float) -> None:
        """`low` and `high` are the bounds of the gross amount in euros."""
        self.rng, self.place = rng, place
        self.paid = some_day(rng, 2019)
        self.gross = amount(rng, place, low, high)
        self.parts = self._deductions()
        self.net = round(self.gross - sum(value for _, value in self.parts), decimals_of(place.currency))
        self.since = date(rng.randint(2000, 2018), rng.randint(1, 12), rng.choice([1, 1, 15]))

    def _deductions(self) -> list[tuple[str, float]]:
        names = _DEDUCTIONS.get(self.place.language, _DEDUCTIONS["en"]).split("|")
        keys = ["income_tax", "social", *self.rng.sample(names, self.rng.randint(0, min(5, len(names))))]
        digits = decimals_of(self.place.currency)
        return [
            (key, round(self.gross * self.rng.uniform(0.005, 0.2 if key == "income_tax" else 0.06), digits))
            for key in keys
        ]

    def number_of(self, value: float, *, coded: bool = False) -> str:
        """An amount with or without its currency."""
        text = written_number(value, self.place, decimals=decimals_of(self.place.currency))
        return with_currency(text, self.place.currency, self.rng) if coded else text

    def gross_text(self, *, coded: bool = False) -> Text:
        """The gross amount."""
        return stating(self.number_of(self.gross, coded=coded), "payment", "grossAmount", plain_amount(self.gross))

    def net_text(self, *, coded: bool = False) -> Text:
        """The amount that is paid out."""
        return stating(self.number_of(self.net, coded=coded), "payment", "amount", plain_amount(self.net))

    def pay_day(self) -> Text:
        """When the employee has the money."""
        return stating(written_date(self.paid, self.place), "payment", "date", self.paid.isoformat())

    def month(self) -> Text:
        """The month that is paid for."""
        return stating(written_month(self.paid, self.place, self.rng), "document", "startDate", f"{self.paid:%Y-%m}")

    def hired(self) -> Text:
        """Since when the person is employed."""
        return stating(written_date(self.since, self.place), "employment", "startDate", self.since.isoformat())

    def role(self) -> Text:
        """The position."""
        return stating(job_title(self.rng, self.place.language), "employment", "role").also("person", "position")


def payslip(rng: random.Random) -> MadeUpDocument:
    """A payslip in one of three builds: two tables side by side, one long table, or captions with values."""
    place = make_place(rng)
    sheet = Sheet(rng, place)
    pay, holder, issuer = Pay(rng, place, 900, 9000), make_holder(rng, place), make_issuer(rng, place)
    sheet.ledger.state("payment", "currency", place.currency)
    if rng.random() < 0.75:
        letterhead(sheet, issuer, ("document", "publisher"))
        fields = _employee(pay, holder)
    else:
        fields = [
            ("employer", stating(issuer.name, "document", "publisher")),
            ("address", ", ".join(issuer.address)),
            *_employee(pay, holder),
        ]
    sheet.heading(sheet.caption("t_pay"))
    if rng.random() < 0.35:
        address_window(sheet, [holder], issuer, fields[:3])
        fields = fields[3:]
    else:
        fields.insert(0, ("employee", holder.full()))
        if rng.random() < 0.4:
            fields.insert(1, ("address", holder.address()))
    sheet.fields(fields, rng.choice(["grid", "grid", "pairs", "left", "above", "inline"]))
    sheet.gap()
    rng.choice([_side_by_side, _long_table, _long_table])(sheet, pay)
    iban = make_iban(rng, place.code)
    if iban and rng.random() < 0.5:
        sheet.fields(
            [
                ("iban", stating(iban, "account", "iban")),
                ("bank", f"{rng.choice(['Nordlys', 'Halcyon', 'Vesta'])} Bank"),
            ],
            "inline",
        )
    footer(sheet, issuer)
    return sheet.finish("payslip")


def _employee(pay: Pay, holder: Holder) -> list[Field]:
    rng = pay.rng
    fields: list[Field] = [("pay_period", pay.month())]
    options: list[Field] = [
        ("pay_date", pay.pay_day()), ("employee_no", fill(rng, rng.choice(["#####", "00####", "@####"]))), ("position", pay.role()), ("hired", pay.hired()),
        ("department", rng.choice(["Finance", "4200", "IT", "Vertrieb", "Ventas", "总部"])), ("birth_date", holder.born()),
    ]  # fmt: skip
    for prop in ("ssnCode", "taxNumber", "idNumber"):
        number = holder.number(prop)
        if number:
            options.append(number)
    rng.shuffle(options)
    return fields + options[: rng.randint(3, len(options))]


def _earnings(sheet: Sheet, pay: Pay) -> list[tuple[str, float]]:
    extra = (
        round(pay.gross * sheet.rng.uniform(0.02, 0.2), decimals_of(pay.place.currency))
        if sheet.rng.random() < 0.6
        else 0.0
    )
    rows = [(sheet.caption("basic"), pay.gross - extra)]
    return [*rows, (sheet.caption("overtime"), extra)] if extra else rows


def _side_by_side(sheet: Sheet, pay: Pay) -> None:
    """Earnings at the left, deductions at the right, totals below each."""
    middle = (sheet.left + sheet.right) / 2
    top = sheet.y
    earned: list[list[Text | str]] = [[name, pay.number_of(value)] for name, value in _earnings(sheet, pay)]
    sheet.table(
        [sheet.rng.choice(["Payments", "Earnings", "description"]), "total"],
        earned,
        shares=[2, 1],
        numbers=(1,),
        width=middle - sheet.left - 12,
    )
    ends, sheet.y = sheet.y, top
    taken: list[list[Text | str]] = [[sheet.caption(name), pay.number_of(value)] for name, value in pay.parts]
    sheet.table(
        [sheet.rng.choice(["Deductions", "Abzüge", "Retenues"]), "total"], taken, shares=[2, 1], numbers=(1,), x=middle
    )
    sheet.y = max(ends, sheet.y) + sheet.size
    totals: list[Field] = [("gross", pay.gross_text()), ("net_pay", pay.net_text(coded=sheet.rng.random() < 0.5))]
    if sheet.rng.random() < 0.4:
        totals.insert(1, ("Total deductions", pay.number_of(pay.gross - pay.net)))
    sheet.fields(totals, sheet.rng.choice(["grid", "pairs", "right"]))


def _long_table(sheet: Sheet, pay: Pay) -> None:
    """All lines in one table, with base, rate and the employer's share, and the totals as lines of the table."""
    rng = sheet.rng
    rows: list[list[Text | str]] = [
        [fill(rng, "####"), name, pay.number_of(value), "", pay.number_of(value), ""]
        for name, value in _earnings(sheet, pay)
    ]
    rows.append(["", sheet.caption("gross"), "", "", pay.gross_text(), ""])
    for name, value in pay.parts:
        rate = written_number(100 * value / pay.gross, pay.place, decimals=2)
        rows.append([fill(rng, "####"), sheet.caption(name), pay.number_of(pay.gross), rate, "", pay.number_of(value)])
    codes = rng.random() < 0.5
    if not codes:
        rows = [row[1:] for row in rows]
    headings = [
        *(["Code"] if codes else []),
        "description",
        rng.choice(["Base", "Units"]),
        rng.choice(["%", "Rate"]),
        "credit",
        "debit",
    ]
    shares = [*([0.7] if codes else []), 3, 1.2, 0.8, 1.2, 1.2]
    sheet.table(headings, rows, shares=shares, numbers=tuple(range(2 if codes else 1, len(shares))))
    sheet.gap(0.5)
    last: list[Field] = [("net_pay", pay.net_text(coded=rng.random() < 0.5))]
    if rng.random() < 0.4:
        last.append(("pay_date", pay.pay_day()))
    sheet.fields(last, rng.choice(["right", "inline", "left"]))


def tax_assessment(rng: random.Random) -> MadeUpDocument:
    """A notice of a tax office, a pension notice or a yearly certificate of income."""
    place = make_place(rng)
    sheet = Sheet(rng, place)
    holder, pay = make_holder(rng, place), Pay(rng, place, 12000, 150000)
    office = _TAX_OFFICES.get(place.code, f"{country_name(place.code, place.language)} - Tax Office {{}}").format(
        town_of(rng, place.code)
    )
    issuer = make_issuer(rng, place, name=office)
    sheet.ledger.state("document", "currency", place.currency)
    letterhead(sheet, issuer, ("document", "publisher"))
    year = rng.randint(2018, 2025)
    issued = date(year + 1, rng.randint(2, 11), rng.randint(1, 28))
    head: list[Field] = [
        ("assessment_date", stating(written_date(issued, place), "document", "date", issued.isoformat())),
        (
            "reference",
            stating(fill(rng, rng.choice(["###/####/####", "@@###-##", "##########"])), "document", "number"),
        ),
        ("tax_year", rng.choice([str(year), f"{year}/{str(year + 1)[2:]}", f"{year}-{str(year + 1)[2:]}"])),
    ]
    number = holder.number("taxNumber") or holder.number("idNumber")
    if number:
        head.append(number)
    if rng.random() < 0.6:
        address_window(sheet, [holder], issuer, head)
    else:
        sheet.fields(
            [("taxpayer", holder.full()), *([("address", holder.address())] if rng.random() < 0.5 else []), *head]
        )
    sheet.heading(f"{sheet.caption('t_tax')} {year}")
    greeting(sheet)
    taxable = round(pay.gross * rng.uniform(0.6, 0.98), decimals_of(place.currency))
    lines: list[Field] = [
        (
            "income",
            stating(pay.number_of(pay.gross), "payment", "grossAmount", plain_amount(pay.gross)).also(
                "payment", "currency", place.currency
            ),
        ),
        ("taxable", pay.number_of(taxable)),
        ("income_tax", pay.number_of(taxable * 0.22)),
        ("social", pay.number_of(taxable * 0.08)),
        (rng.choice(["refund", "tax_due"]), pay.number_of(amount(rng, place, 20, 3000), coded=True)),
    ]
    if rng.random() < 0.5:
        rows: list[list[Text | str]] = [
            [str(100 + 10 * at), sheet.caption(key), value] for at, (key, value) in enumerate(lines)
        ]
        sheet.table(
            [rng.choice(["Line", "Nr.", "Box"]), "description", "total"], rows, shares=[0.6, 3, 1.3], numbers=(2,)
        )
    else:
        sheet.fields(lines, rng.choice(["right", "leaders", "left"]))
    footer(sheet, issuer)
    return sheet.finish("tax assessment")


def income_certificate(rng: random.Random) -> MadeUpDocument:
    """A yearly certificate of an employer or pension fund, as a form with numbered boxes."""
    place = make_place(rng)
    sheet = Sheet(rng, place, second=rng.choice(["", "", "en"]))
    holder, pay, issuer = make_holder(rng, place), Pay(rng, place, 9000, 120000), make_issuer(rng, place)
    sheet.ledger.state("payment", "currency", place.currency)
    sheet.heading(sheet.caption("t_tax"))
    year = rng.randint(2018, 2025)
    names: list[Field] = (
        [("employee", holder.full())]
        if rng.random() < 0.5
        else [("last_name", holder.last()), ("first_name", holder.given())]
    )
    fields: list[Field] = [
        ("tax_year", str(year)),
        ("employer", stating(issuer.name, "document", "publisher")),
        ("address", ", ".join(issuer.address)),
        *names,
        ("address", holder.address()),
    ]
    for prop in ("ssnCode", "taxNumber", "idNumber"):
        number = holder.number(prop)
        if number and rng.random() < 0.8:
            fields.append(number)
    if rng.random() < 0.5:
        fields.append(("birth_date", holder.born()))
    fields += [
        ("gross", pay.gross_text()),
        ("income_tax", pay.number_of(pay.parts[0][1])),
        ("social", pay.number_of(pay.parts[1][1])),
    ]
    if rng.random() < 0.6:
        fields.append(("net_pay", pay.net_text()))
    if rng.random() < 0.5:
        fields.append(("period", join([f"01.01.{year}", f"31.12.{year}"], " - ")))
    sheet.numbered = rng.random() < 0.5
    sheet.fields(fields)
    sheet.gap(2)
    signed = date(year + 1, rng.randint(1, 4), rng.randint(1, 28))
    sheet.put(f"{town_of(rng, place.code)}, {written_date(signed, place)}", sheet.left, sheet.y)
    return sheet.finish("income certificate")


Builder = Callable[[random.Random], MadeUpDocument]
PAY: list[tuple[float, Builder]] = [(4.0, payslip), (1.5, tax_assessment), (1.2, income_certificate)]
