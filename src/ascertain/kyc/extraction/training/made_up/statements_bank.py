"""Made-up statements of bank accounts: letterheads, tables with running balances, several currencies, screens of telephones."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.personal_facts import Text, join, stating
from ascertain.kyc.extraction.training.made_up.personal_holder import firm_name, make_holder
from ascertain.kyc.extraction.training.made_up.personal_page import Field, Sheet
from ascertain.kyc.extraction.training.made_up.personal_places import Place, make_place
from ascertain.kyc.extraction.training.made_up.personal_values import (
    amount,
    decimals_of,
    fill,
    make_bic,
    make_iban,
    plain_amount,
    some_day,
    with_currency,
    written_date,
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

_BANKS = {
    "en": "{} Bank plc|Bank of {}|{} Savings Bank|First {} Bank, N.A.|{} Building Society", "de": "Sparkasse {}|Volksbank {} eG|{}bank AG|Kantonalbank {}", "fr": "Banque {}|Crédit {}|Caisse d'Épargne {}", "es": "Banco {}|Caja Rural de {}|{}bank, S.A.", "it": "Banca {} S.p.A.|Banco di {}|Cassa di Risparmio di {}",
    "pt": "Banco {} S.A.|Caixa {}", "nl": "{} Bank N.V.|{}bank", "pl": "Bank {} S.A.|{} Bank Polska S.A.", "ru": "АО «Банк {}»|ПАО {}БАНК", "uk": "АТ «{} Банк»", "ja": "{}銀行|株式会社{}銀行", "ko": "{}은행", "zh": "{}银行股份有限公司|中国{}银行", "zh-hant": "{}銀行有限公司|{}商業銀行", "tr": "{}bank A.Ş.|T. {} Bankası",
    "sv": "{}banken AB|{} Sparbank", "no": "Sparebanken {}|{}bank ASA", "da": "{} Bank A/S|Sparekassen {}", "fi": "{} Pankki Oyj|Osuuspankki {}", "el": "Τράπεζα {} Α.Ε.", "cs": "{} banka, a.s.", "hu": "{} Bank Nyrt.", "ro": "Banca {} S.A.", "bg": "{} Банк АД", "ar": "بنك {}|{} Bank PJSC", "he": "בנק {}", "th": "ธนาคาร{}",
    "vi": "Ngân hàng TMCP {}", "id": "PT Bank {} Tbk",
}  # fmt: skip
_NATIVE = {
    "ja": "みなと 北陸 東和",
    "ko": "한빛 새날 동해",
    "zh": "江海 北辰 华瑞",
    "zh-hant": "港灣 永豐泰 遠東",
    "ru": "Полюс Северный Волга",
    "uk": "Світанок Калина",
    "el": "Αιγαίου Ολύμπου",
    "bg": "Тракия Родопи",
    "ar": "الخليج النور",
    "he": "הגליל השרון",
    "th": "สยาม ไทยรุ่ง",
}
_LATIN = "Nordlys Aurelia Montferrat Halcyon Riverstone Bellmere Ostmark Corvina Solmar Vesta Kestrel Lindenau Tamaris".split()
_BOOKINGS = {
    "en": "CARD PAYMENT TO {f}|DIRECT DEBIT {f} REF {n}|FASTER PAYMENT {p}|ATM WITHDRAWAL {n}|SALARY {f}|Standing order {p}|Interest paid|BILL PAYMENT {f}|Monthly account fee", "de": "Lastschrift {f} Mandat {n}|Überweisung {p}|Gehalt {f}|Kartenzahlung {f}|Dauerauftrag Miete {p}|Entgeltabschluss|Bargeldauszahlung {n}",
    "fr": "PRLV SEPA {f}|VIR RECU DE {p}|CB {f} FACT {n}|VIR SALAIRE {f}|RETRAIT DAB {n}|COTISATION CARTE", "es": "RECIBO {f}|TRANSFERENCIA DE {p}|COMPRA TARJ. {f}|NÓMINA {f}|REINTEGRO CAJERO {n}|COMISIÓN MANTENIMIENTO", "it": "ADDEBITO SDD {f}|BONIFICO A VOSTRO FAVORE {p}|PAGAMENTO POS {f}|STIPENDIO {f}|PRELIEVO {n}|Imposta di bollo",
    "pt": "DÉBITO DIRETO {f}|TRF DE {p}|COMPRA {f}|VENCIMENTO {f}|LEVANTAMENTO {n}", "nl": "SEPA Incasso {f}|Overboeking {p}|Betaalautomaat {f}|Salaris {f}|Geldautomaat {n}", "pl": "PRZELEW WYCHODZĄCY {p}|PŁATNOŚĆ KARTĄ {f}|WYNAGRODZENIE {f}|OPŁATA ZA PROWADZENIE RACHUNKU|WYPŁATA Z BANKOMATU {n}", "ru": "Оплата товаров {f}|Перевод от {p}|Зарплата {f}|Комиссия за обслуживание",
    "ja": "振込 {p}|口座振替 {f}|給与 {f}|カード {n}|ATM引出|利息", "ko": "타행이체 {p}|체크카드 {f}|급여 {f}|ATM출금|이자", "zh": "转账 {p}|消费 {f}|工资 {f}|ATM取款|结息", "zh-hant": "轉賬 {p}|自動轉賬 {f}|薪金 {f}|利息", "sv": "Autogiro {f}|Swish {p}|Lön {f}|Kortköp {f}", "tr": "EFT {p}|Harcama {f}|Maaş {f}|ATM Para Çekme {n}",
}  # fmt: skip
_PRODUCTS = (
    "Current Account",
    "Everyday Saver",
    "Girokonto",
    "Compte chèque",
    "Cuenta corriente",
    "Conto corrente",
    "Privatkonto",
    "ROR",
    "PREMIER",
    "普通預金",
)


def bank_name(rng: random.Random, language: str) -> str:
    """A made-up bank as banks of the language are called."""
    words = _NATIVE[language].split() if language in _NATIVE else _LATIN
    return rng.choice(_BANKS.get(language, _BANKS["en"]).split("|")).format(rng.choice(words))


class Account:
    """An account with its holder, numbers and bookings; each method gives a text that states facts when printed."""

    def __init__(self, rng: random.Random, place: Place, subject: str = "account") -> None:
        self.rng, self.place, self.subject = rng, place, subject
        self.end = some_day(rng, 2020)
        self.start = self.end - timedelta(days=rng.choice([30, 30, 90, 14, 365]))
        self.opening = amount(rng, place, -300, 30000)
        self.bookings = [
            (self.start + timedelta(days=day), self._value())
            for day in sorted(rng.choices(range(1, (self.end - self.start).days), k=rng.randint(3, 34)))
        ]
        self.closing = round(self.opening + sum(value for _, value in self.bookings), decimals_of(place.currency))
        self.iban, self.bic = make_iban(rng, place.code), make_bic(rng, place.code)
        self.iban = self.iban if rng.random() < 0.85 else ""
        self.number_text = fill(
            rng,
            rng.choice(
                ["########", "##########", "###-######-###", "####-##-#######", "#### #### ####", "XXXX XXXX ####"]
            ),
        )

    def _value(self) -> float:
        size = amount(self.rng, self.place, 2, self.rng.choice([60, 300, 2500]))
        return size if self.rng.random() < 0.3 else -size

    def numbers(self) -> list[Field]:
        """IBAN and BIC where the country has them, else the account number and the bank's code."""
        rng, code = self.rng, self.place.code
        fields: list[Field] = []
        if self.iban:
            fields.append(("iban", stating(self.iban, self.subject, "iban")))
            if rng.random() < 0.7:
                fields.append(("bic", stating(self.bic, self.subject, "bic")))
        if not self.iban or rng.random() < 0.2:
            fields.append(
                (
                    rng.choice(["account_no", "account_no", "Account", "A/C No."]),
                    stating(self.number_text, self.subject, "accountNumber"),
                )
            )
            if code in ("gb", "ie") and rng.random() < 0.8:
                fields.append(
                    ("Sort code", stating(fill(rng, rng.choice(["##-##-##", "######"])), self.subject, "sortCode"))
                )
            elif code in ("us", "au", "in", "ca") and rng.random() < 0.5:
                fields.append(
                    (
                        {"us": "Routing number", "au": "BSB", "in": "IFSC Code", "ca": "Transit No."}[code],
                        fill(rng, "#########"),
                    )
                )
        return fields

    def number_of(self, value: float) -> str:
        """An amount in the style of the account's country."""
        return written_number(value, self.place, decimals=decimals_of(self.place.currency))

    def balance(self, *, with_code: bool = False) -> Text:
        """The closing balance."""
        text = self.number_of(self.closing)
        stated = Text(with_currency(text, self.place.currency, self.rng) if with_code else text)
        return stated.also(self.subject, "balance", plain_amount(self.closing)).also(
            self.subject, "currency", self.place.currency
        )

    def opened(self, *, with_code: bool = False) -> str:
        """The opening balance, which is no fact of the truth."""
        text = self.number_of(self.opening)
        return with_currency(text, self.place.currency, self.rng) if with_code else text

    def day(self, prop: str, day: date) -> Text:
        """A date that states a property of the document."""
        return stating(written_date(day, self.place), "document", prop, day.isoformat())

    def period(self) -> Text:
        """The first and the last day in one value."""
        separator = self.rng.choice(
            [" - ", " – ", " to ", " bis "] if self.place.language in ("en", "de") else [" - ", " – ", "~"]
        )
        return join([self.day("startDate", self.start), self.day("endDate", self.end)], separator)

    def text_of_booking(self) -> str:
        """What a booking is for."""
        language = self.place.language
        other = make_holder(self.rng, self.place).name
        texts = _BOOKINGS.get(language, _BOOKINGS["en"]).split("|")
        return self.rng.choice(texts).format(f=firm_name(self.rng, language), p=other.full, n=fill(self.rng, "######"))


def statement(rng: random.Random) -> MadeUpDocument:
    """A statement on paper: letterhead, holder, numbers, balances, a table of bookings over one or more pages."""
    place = make_place(rng)
    sheet = Sheet(rng, place, width=842.0, height=595.0) if rng.random() < 0.12 else Sheet(rng, place)
    account, issuer = Account(rng, place), make_issuer(rng, place, name=bank_name(rng, place.language))
    first = make_holder(rng, place)
    holders = [first] if rng.random() < 0.8 else [first, make_holder(rng, place, "person2", last=first.name.last)]
    sheet.ledger.state("account", "currency", place.currency)
    letterhead(sheet, issuer, ("account", "bankName"), ("document", "publisher"))
    details = _details(account)
    if rng.random() < 0.6:
        split = rng.randint(0, len(details))
        address_window(sheet, holders, issuer, details[:split])
        details = details[split:]
    else:
        names: list[Text | str] = [holder.full() for holder in holders]
        details.insert(0, ("account_holder", join(names, rng.choice([" / ", " & ", " ; "]))))
        if rng.random() < 0.6:
            details.insert(1, ("address", first.address()))
    sheet.heading(sheet.caption("t_bank"))
    if rng.random() < 0.5:
        sheet.put(rng.choice(_PRODUCTS), sheet.left, sheet.y, sheet.size * 1.1)
        sheet.gap(1.5)
    sheet.fields(details)
    sheet.gap()
    _balances(sheet, account)
    _bookings(sheet, account, issuer)
    footer(sheet, issuer)
    return sheet.finish("bank statement")


def _details(account: Account) -> list[Field]:
    rng = account.rng
    fields = account.numbers()
    if rng.random() < 0.6:
        fields.append(("period", account.period()))
    else:
        fields += [
            (rng.choice(["From", "Von", "Du", "Desde", "Od"]), account.day("startDate", account.start)),
            (rng.choice(["To", "Bis", "Au", "Hasta", "Do"]), account.day("endDate", account.end)),
        ]
    if rng.random() < 0.5:
        fields.append(
            ("statement_no", stating(fill(rng, rng.choice(["##/2025", "0##", "###", "2025-##"])), "document", "number"))
        )
    if rng.random() < 0.6:
        printed = account.end + timedelta(days=rng.randint(0, 5))
        fields.append(("statement_date", account.day("date", printed)))
    if rng.random() < 0.5:
        fields.append(
            ("currency", stating(account.place.currency, account.subject, "currency", account.place.currency))
        )
    if rng.random() < 0.3:
        fields.append(("branch", f"{rng.choice(_LATIN)} {fill(rng, '###')}"))
    if rng.random() < 0.3:
        fields.append(("customer_no", fill(rng, "########")))
    rng.shuffle(fields)
    return fields


def _balances(sheet: Sheet, account: Account) -> None:
    rng = sheet.rng
    if rng.random() < 0.25:
        return  # the table holds the balances
    fields: list[Field] = [("opening", account.opened(with_code=True)), ("closing", account.balance(with_code=True))]
    if rng.random() < 0.4:
        incoming = sum(value for _, value in account.bookings if value > 0)
        outgoing = sum(value for _, value in account.bookings if value < 0)
        fields[1:1] = [("credit", account.number_of(incoming)), ("debit", account.number_of(outgoing))]
    sheet.fields(fields, rng.choice(["right", "grid", "left", "pairs", "leaders"]))
    sheet.gap()


def _bookings(sheet: Sheet, account: Account, issuer: Issuer) -> None:
    """The table in one of four forms: one signed amount; debit and credit; each with or without a running balance."""
    rng = sheet.rng
    two, running = rng.random() < 0.55, rng.random() < 0.7
    value_date = rng.random() < 0.4
    headings = [
        "date",
        *(["value_date"] if value_date else []),
        "description",
        *(["debit", "credit"] if two else ["total"]),
        *(["balance"] if running else []),
    ]
    shares = [1.1, *([1.1] if value_date else []), 3.2, *([1.1, 1.1] if two else [1.2]), *([1.2] if running else [])]
    numbers = tuple(range(2 + value_date, len(headings)))
    pattern = rng.choice(["", "dd.MM.", "dd MMM", "dd/MM"]) if account.place.dates not in ("era", "roc") else ""
    balance = account.opening
    before = [""] * (1 + value_date)
    blank = [""] * (len(headings) - len(before) - 2)
    if running and rng.random() < 0.7:
        sheet.table(
            headings, [[*before, sheet.caption("opening"), *blank, account.opened()]], shares=shares, numbers=numbers
        )
        headings = [""] * len(headings)
    rows: list[list[Text | str]] = []
    for day, value in account.bookings:
        balance += value
        shown = written_date(day, account.place, pattern)
        size = account.number_of(abs(value)) if two else account.number_of(value) + rng.choice(["", ""])
        cells = ["", size] if value > 0 else [size, ""]
        rows.append(
            [
                shown,
                *([shown] if value_date else []),
                account.text_of_booking(),
                *(cells if two else [size]),
                *([account.number_of(balance)] if running else []),
            ]
        )
    sheet.on_new_page = lambda: _continued(sheet, issuer)
    sheet.table(headings, rows, shares=shares, numbers=numbers)
    sheet.on_new_page = None
    if rng.random() < 0.75:
        sheet.table(
            [],
            [[*before, sheet.caption("closing"), *blank, account.balance(with_code=rng.random() < 0.3)]],
            shares=shares,
            numbers=numbers,
        )


def _continued(sheet: Sheet, issuer: Issuer) -> None:
    sheet.put(issuer.name, sheet.left, sheet.y, sheet.size * 0.9)
    sheet.put(f"{sheet.caption('page')} {sheet.page}", sheet.right, sheet.y, sheet.size * 0.9, align="right")
    sheet.gap(2.5)


def several_currencies(rng: random.Random) -> MadeUpDocument:
    """A combined statement: one line for each account or currency of one holder."""
    place = make_place(rng)
    sheet = Sheet(rng, place)
    issuer, holder = make_issuer(rng, place, name=bank_name(rng, place.language)), make_holder(rng, place)
    letterhead(sheet, issuer, ("account1", "bankName"), ("document", "publisher"))
    base = Account(rng, place)
    address_window(
        sheet,
        [holder],
        issuer,
        [("statement_date", base.day("date", base.end)), ("customer_no", fill(rng, "########"))],
    )
    greeting(sheet)
    sheet.heading(sheet.caption("t_bank"))
    rows: list[list[Text | str]] = []
    for at, currency in enumerate(
        rng.sample(["USD", "EUR", "GBP", "CHF", "JPY", "HKD", place.currency], rng.randint(2, 4)), 1
    ):
        balance = round(rng.uniform(10, 90000), decimals_of(currency))
        subject = f"account{at}"
        number = base.iban and make_iban(rng, place.code)
        rows.append([
            rng.choice(_PRODUCTS),
            stating(number, subject, "iban") if number else stating(fill(rng, "###-######-###"), subject, "accountNumber"),
            stating(currency, subject, "currency"),
            stating(written_number(balance, place, decimals=decimals_of(currency)), subject, "balance", plain_amount(balance)),
        ])  # fmt: skip
    sheet.table(
        [rng.choice(["Account", "Konto", "Compte"]), "account_no", "currency", "closing"],
        rows,
        shares=[2, 3, 1, 1.6],
        numbers=(3,),
    )
    sheet.gap(2)
    footer(sheet, issuer)
    return sheet.finish("bank statement")


def screen(rng: random.Random) -> MadeUpDocument:
    """A picture of a banking app: narrow, with captions above values and bookings by day."""
    place = make_place(rng)
    sheet = Sheet(
        rng,
        place,
        width=rng.choice([360.0, 390.0, 412.0]),
        height=rng.choice([780.0, 844.0, 915.0]),
        size=rng.uniform(11, 14),
    )
    account, holder = Account(rng, place), make_holder(rng, place)
    sheet.put(f"{rng.randint(8, 22)}:{rng.randint(10, 59)}", sheet.left, 20, 11)
    sheet.put(rng.choice(["LTE 84%", "5G 61 %", "4G"]), sheet.right, 20, 11, align="right")
    sheet.y = 50
    sheet.put(
        stating(bank_name(rng, place.language), "account", "bankName").also("document", "publisher"),
        sheet.left,
        sheet.y,
        sheet.size * 1.2,
    )
    sheet.gap(2)
    sheet.put(rng.choice(_PRODUCTS), sheet.left, sheet.y)
    sheet.gap(1.2)
    sheet.put(account.balance(with_code=True), sheet.left, sheet.y, sheet.size * 2)
    sheet.gap(2.6)
    fields: list[Field] = [("account_holder", holder.full(holder.name.full)), *account.numbers()]
    sheet.fields(fields, rng.choice(["above", "left", "right"]))
    sheet.gap()
    sheet.bottom = sheet.height - 60
    for day, value in account.bookings[-6:][::-1]:
        if sheet.y > sheet.bottom - 60:
            break
        sheet.put(account.text_of_booking()[:26], sheet.left, sheet.y)
        sheet.put(with_currency(account.number_of(value), place.currency, rng), sheet.right, sheet.y, align="right")
        sheet.put(written_date(day, place), sheet.left, sheet.y + 1.3 * sheet.size, sheet.size * 0.8)
        sheet.gap(2.6)
    sheet.put(
        rng.choice(["Home Payments Cards More", "Start Überweisen Karten Profil", "Accueil Virements Cartes"]),
        sheet.width / 2,
        sheet.height - 40,
        11,
        align="center",
    )
    return sheet.finish("bank statement")


Builder = Callable[[random.Random], MadeUpDocument]
BANK: list[tuple[float, Builder]] = [(4.0, statement), (1.0, several_currencies), (1.0, screen)]
