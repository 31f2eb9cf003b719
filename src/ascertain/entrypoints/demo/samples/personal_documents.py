"""Documents of persons, banks and trade, in two wordings."""

from ascertain.entrypoints.demo.samples import fictional
from ascertain.entrypoints.demo.samples.sections import SampleDocument


def card(
    p: SampleDocument,
    title: tuple[str, str],
    doc: str,
    number_label: tuple[str, str],
    *,
    nationality: bool,
    address: bool,
) -> None:
    """An identity card, a driving licence or a residence permit."""
    first, last = p.rng.choice(fictional.FIRST), p.rng.choice(fictional.LAST)
    born, issued, expires = (
        fictional.day(p.rng, 1948, 2004),
        fictional.day(p.rng, 2018, 2024),
        fictional.day(p.rng, 2027, 2034),
    )
    state, number = fictional.state(p.rng), "".join(p.rng.choice("0123456789CFGHJKLMNPRTVWXYZ") for _ in range(9))
    p.add_text("head", state[2].upper(), state[2])
    p.add_text("title", *title)
    rows: list[tuple[str, str, str, tuple[str, str, str] | None, str]] = [
        ("Surname", "Family name", last.upper(), ("Person", "holder", "lastName"), last),
        ("Given names", "First name", first.upper(), ("Person", "holder", "firstName"), first),
        ("Date of birth", "Date of birth", p.day(born), ("Person", "holder", "birthDate"), born),
    ]
    p.expect("Person", "holder", "name", f"{first} {last}")
    if nationality:
        rows.append(("Nationality", "Nationality", state[0], ("Person", "holder", "nationality"), state[1]))
        rows.append(("Sex", "Sex", "F", ("Person", "holder", "gender"), "female"))
    if address:
        where = fictional.address(p.rng)
        rows.append(("Address", "Residence", where, ("Person", "holder", "address"), where))
        rows.append(("Categories", "Categories", "AM B BE", None, ""))
    rows.append((*number_label, number, ("Identification", doc, "number"), number))
    rows.append(("Date of issue", "Issued on", p.day(issued), ("Identification", doc, "startDate"), issued))
    rows.append(("Date of expiry", "Valid until", p.day(expires), ("Identification", doc, "endDate"), expires))
    p.rows(*rows)


def bank_reference(p: SampleDocument) -> None:
    """A reference letter of a bank."""
    bank, who = fictional.bank(p.rng), fictional.persons(p.rng, 1)[0]
    written, iban, year = fictional.day(p.rng, 2025, 2026), fictional.iban(p.rng), p.rng.randint(2005, 2020)
    p.add_text("head", bank, bank)
    p.add_text("title", "Bank Reference", "Letter of reference")
    p.rows(
        ("Date", "Dated", p.day(written), ("Document", "letter", "date"), written),
        ("Our customer", "Customer", who, ("LegalEntity", "customer", "name"), who),
        ("Account IBAN", "IBAN", iban, None, ""),
    )
    p.expect("BankAccount", "account", "iban", iban)
    p.expect("BankAccount", "account", "bankName", bank)
    p.add_text(
        "text",
        f"To whom it may concern. We confirm that the above named has maintained an account with us since {year} and that it has been conducted to our satisfaction.",
        f"We hereby confirm that our customer named above has kept an account with this bank from {year} onwards. The relationship has been operated in good order.",
    )
    p.add_text(
        "small",
        "Given in confidence and without responsibility on the part of the bank or its officers.",
        "This letter is issued without any liability of the bank.",
    )


def w8(p: SampleDocument) -> None:
    """A form W-8BEN-E: the US tax status of a foreign entity."""
    name, address = fictional.company(p.rng), fictional.address(p.rng)
    state, tin, signed = fictional.state(p.rng), str(p.rng.randint(10**9, 10**10 - 1)), fictional.day(p.rng, 2024, 2026)
    p.add_text("head", "Form W-8BEN-E", "W-8BEN-E (Rev. October 2021)")
    p.add_text(
        "title",
        "Certificate of Status of Beneficial Owner for United States Tax Withholding and Reporting (Entities)",
        "Certificate of Status of Beneficial Owner",
    )
    p.rows(
        (
            "Name of organization that is the beneficial owner",
            "Name of organization that is the beneficial owner",
            name,
            ("LegalEntity", "taxpayer", "name"),
            name,
        ),
        (
            "Country of incorporation or organization",
            "Country of incorporation or organization",
            state[2],
            ("LegalEntity", "taxpayer", "jurisdiction"),
            state[1],
        ),
        (
            "Permanent residence address",
            "Permanent residence address",
            address,
            ("LegalEntity", "taxpayer", "address"),
            address,
        ),
        ("Foreign TIN", "Foreign TIN", tin, ("LegalEntity", "taxpayer", "taxNumber"), tin),
        ("Date", "Date (MM-DD-YYYY)", p.day(signed), None, ""),
    )
    p.add_text(
        "text",
        "Chapter 4 Status (FATCA status): Active NFFE. Under penalties of perjury, I declare that I have examined the information on this form.",
        "Chapter 3 Status: Corporation. Chapter 4 status: Active NFFE. I certify that I have the capacity to sign for the entity.",
    )


def crs(p: SampleDocument) -> None:
    """A CRS self-certification of tax residence."""
    name, address, signed = fictional.company(p.rng), fictional.address(p.rng), fictional.day(p.rng, 2024, 2026)
    p.add_text("title", "CRS Self-Certification Form", "Entity Tax Residency Self-Certification Form")
    p.rows(
        ("Legal name of entity", "Name of account holder", name, ("LegalEntity", "holder", "name"), name),
        ("Current residence address", "Registered address", address, None, ""),
        ("Date", "Date", p.day(signed), ("Document", "form", "date"), signed),
    )
    rows = []
    for state in p.rng.sample(fictional.STATES, 2):
        tin = str(p.rng.randint(10**8, 10**9 - 1))
        rows.append([state[2], tin])
    p.add_text(
        "heading",
        "Part 2: country of tax residence",
        "Jurisdiction of tax residence under the Common Reporting Standard",
    )
    p.table(
        [("Country of tax residence", "Jurisdiction of tax residence"), ("TIN", "Tax identification number")],
        [1.5, 1.2],
        rows,
    )
    p.add_text(
        "text",
        "Entity type: Active NFE. I declare that all statements made in this declaration are correct.",
        "If no TIN is available provide reason A, B or C. Passive NFE: name the controlling persons.",
    )


def attorney(p: SampleDocument) -> None:
    """A power of attorney, in prose."""
    principal, agent = fictional.persons(p.rng, 2)
    made, ends = fictional.day(p.rng, 2023, 2025), fictional.day(p.rng, 2027, 2030)
    p.add_text("title", "GENERAL POWER OF ATTORNEY", "Power of Attorney")
    p.add_text(
        "text",
        f"Know all men by these presents that {principal}, of {fictional.address(p.rng)}, hereby appoints {agent} as true and lawful attorney, to act in the name and on behalf of the principal in all matters of banking.",
        f"I, {principal}, hereby appoint {agent} to be my attorney-in-fact and to open and operate accounts, sign documents and give receipts on my behalf.",
    )
    p.add_text(
        "text",
        f"This power shall remain in force until {p.day(ends)} unless revoked. Dated {p.day(made)}.",
        f"It is valid until {p.day(ends)}. In witness whereof, signed on {p.day(made)}.",
    )
    p.expect("LegalEntity", "principal", "name", principal)
    p.expect("LegalEntity", "attorney", "name", agent)
    p.expect("Representation", "mandate", "startDate", made)
    p.expect("Representation", "mandate", "endDate", ends)


def nominee(p: SampleDocument) -> None:
    """A declaration of a nominee shareholder."""
    nominee, owner, name = fictional.company(p.rng), fictional.persons(p.rng, 1)[0], fictional.company(p.rng)
    shares, made = p.rng.randint(1, 90) * 10, fictional.day(p.rng, 2023, 2026)
    p.add_text("title", "NOMINEE DECLARATION", "Declaration of nominee shareholder")
    p.rows(
        ("Nominee", "Registered holder", nominee, ("LegalEntity", "nominee", "name"), nominee),
        ("Beneficial owner", "Nominator", owner, ("LegalEntity", "nominator", "name"), owner),
        ("Company", "Name of company", name, ("Company", "company", "name"), name),
        (
            "Number of shares",
            "Shares held",
            f"{shares:,}",
            ("Representation", "arrangement", "sharesCount"),
            str(shares),
        ),
        ("Date", "Dated", p.day(made), ("Document", "declaration", "date"), made),
    )
    p.add_text(
        "text",
        "The nominee holds the shares as nominee and bare trustee and has no beneficial interest in them.",
        "We hold the shares registered in our name as nominee only, and will transfer them as the nominator directs.",
    )


def contract(p: SampleDocument) -> None:
    """A contract between two parties, in prose."""
    one, other = fictional.company(p.rng), fictional.company(p.rng)
    made = fictional.day(p.rng, 2018, 2025)
    p.add_text("title", "NON-DISCLOSURE AGREEMENT", "Services Agreement")
    p.add_text(
        "text",
        f'This Agreement is made and entered into as of {p.day(made)} by and between {one} ("Discloser") and {other} ("Recipient").',
        f'This services agreement (the "Agreement") dated {p.day(made)} is between {one} (the "Provider") and {other} (the "Client").',
    )
    p.add_text(
        "text",
        "WHEREAS the parties wish to exchange confidential information; NOW, THEREFORE, in consideration of the mutual covenants the parties agree as follows.",
        "The parties agree as follows. The Provider shall supply the services with reasonable care. Fees are payable within thirty days.",
    )
    p.add_text(
        "text",
        "Governing law. This Agreement shall be governed by the laws of England. Entire agreement. Counterparts.",
        "Term and termination of this Agreement. Either party may terminate on notice. It is governed by the laws of Ireland.",
    )
    p.add_text("small", "IN WITNESS WHEREOF the parties have executed this Agreement.", "Signed by the parties")


def invoice(p: SampleDocument) -> None:
    """An invoice with lines and a total."""
    seller, buyer = fictional.company(p.rng), fictional.company(p.rng)
    number, made, due = (
        f"INV-{p.rng.randint(1000, 99999)}",
        fictional.day(p.rng, 2025, 2026),
        fictional.day(p.rng, 2026, 2026),
    )
    p.add_text("head", seller, seller)
    p.add_text("title", "INVOICE", "Tax invoice")
    rows, total = [], 0
    for _ in range(p.rng.randint(1, 4)):
        count, price = p.rng.randint(1, 9), p.rng.randint(5, 400)
        total += count * price
        rows.append(
            [
                p.rng.choice(["Consulting", "Licence fee", "Freight", "Support hours"]),
                str(count),
                p.money(price),
                p.money(count * price),
            ]
        )
    p.rows(
        ("Invoice number", "Invoice no.", number, ("Document", "invoice", "number"), number),
        ("Invoice date", "Date of invoice", p.day(made), ("Document", "invoice", "date"), made),
        ("Due date", "Payment due", p.day(due), ("Document", "invoice", "dueDate"), due),
        ("Bill to", "Billed to", buyer, ("LegalEntity", "buyer", "name"), buyer),
    )
    p.table(
        [("Description", "Item"), ("Quantity", "Qty"), ("Unit price", "Price"), ("Amount", "Line total")],
        [2, 1, 1.2, 1.2],
        rows,
    )
    p.rows(
        ("Total amount due", "Amount due", f"EUR {p.money(total)}", ("Document", "invoice", "amount"), f"{total}.00")
    )
    p.expect("LegalEntity", "seller", "name", seller)
    p.add_text("small", "Please pay within 30 days.", "VAT included where it applies. Thank you for your business.")


def funds(p: SampleDocument) -> None:
    """A letter about the source of funds."""
    who, amount, made = fictional.persons(p.rng, 1)[0], p.rng.randint(10, 900) * 1000, fictional.day(p.rng, 2025, 2026)
    source = p.rng.choice(["the sale of a flat", "my salary and savings", "an inheritance", "dividends of my company"])
    p.add_text("title", "SOURCE OF FUNDS DECLARATION", "Source of funds")
    p.rows(
        ("Name of declarant", "Full name", who, ("LegalEntity", "declarant", "name"), who),
        ("Amount of funds", "Amount", f"EUR {p.money(amount)}", ("Payment", "funds", "amount"), f"{amount}.00"),
        ("Date", "Date signed", p.day(made), ("Document", "letter", "date"), made),
    )
    p.add_text(
        "text",
        f"I confirm that the funds to be deposited originate from {source}. Supporting documents are enclosed.",
        f"The money to be placed on the account derives from {source}; evidence of this is attached.",
    )
    p.expect("Payment", "funds", "purpose", source)
