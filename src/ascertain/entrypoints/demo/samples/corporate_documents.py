"""Documents of companies, trusts and their owners, in two wordings."""

from ascertain.entrypoints.demo.samples import fictional
from ascertain.entrypoints.demo.samples.sections import SampleDocument

DECLARED = (
    "We hereby declare that the following natural persons own or control the company.",
    "The undersigned declares that the persons below are the beneficial owners, holding more than 25 per cent.",
)
ENTERED = (
    "The register of beneficial owners holds the following entries for the company.",
    "Persons with significant control entered in the register, with the nature of their control.",
)


def _company(document: SampleDocument, key: str = "company", schema: str = "Company") -> tuple[str, str]:
    name, number = fictional.company(document.rng), fictional.company_number(document.rng)
    document.expect(schema, key, "name", name)
    document.expect(schema, key, "registrationNumber", number)
    return name, number


def registry_extract(p: SampleDocument) -> None:
    """An extract of a company register, with the officers."""
    name, number = fictional.company(p.rng), fictional.company_number(p.rng)
    made, drawn, address = fictional.day(p.rng, 1998, 2020), fictional.day(p.rng, 2026, 2026), fictional.address(p.rng)
    capital = p.rng.choice([100, 1000, 50_000, 250_000])
    p.add_text("head", "Registry of Companies", "Business Register")
    p.add_text("title", "Extract from the Register of Companies", "Company Registry Extract")
    p.rows(
        ("Company name", "Registered name", name, ("Company", "company", "name"), name),
        ("Registration number", "Registered no.", number, ("Company", "company", "registrationNumber"), number),
        (
            "Date of registration",
            "Date of incorporation",
            p.day(made),
            ("Company", "company", "incorporationDate"),
            made,
        ),
        (
            "Legal form",
            "Company type",
            "Private limited company",
            ("Company", "company", "legalForm"),
            "Private limited company",
        ),
        ("Registered office", "Registered office address", address, ("Company", "company", "address"), address),
        ("Status", "Company status", "Active", ("Company", "company", "status"), "Active"),
        (
            "Share capital",
            "Issued capital",
            f"GBP {p.money(capital)}",
            ("Company", "company", "capital"),
            f"{capital}.00",
        ),
        ("Date of extract", "Issued on", p.day(drawn), ("Document", "extract", "date"), drawn),
    )
    p.add_text("heading", "Officers", "Current officers")
    _officers(p, [("Name", "Name of officer"), ("Office", "Role"), ("Appointed", "Appointed on")])
    p.add_text(
        "small",
        "This extract shows the entries in force on the date of extract.",
        "Issued electronically; valid without signature.",
    )


def _officers(p: SampleDocument, columns: list[tuple[str, str]]) -> None:
    rows = []
    for who in fictional.persons(p.rng, p.rng.randint(1, 3)):
        role, since = p.rng.choice(["Director", "Secretary", "Managing director"]), fictional.day(p.rng, 2008, 2024)
        rows.append([who, role, p.day(since)])
        p.expect("Person", who, "name", who)
        p.expect("Directorship", who, "role", role)
        p.expect("Directorship", who, "startDate", since)
    p.table(columns, [2, 1.3, 1.3], rows)


def directors(p: SampleDocument) -> None:
    """A register of directors."""
    p.add_text("title", "REGISTER OF DIRECTORS", "Register of directors and secretaries")
    name, number = _company(p)
    drawn = fictional.day(p.rng, 2025, 2026)
    p.rows(
        ("Company", "Name of the company", name, None, ""),
        ("Company number", "Registration number", number, None, ""),
        ("As at", "Date of the register", p.day(drawn), ("Document", "register", "date"), drawn),
    )
    rows = []
    for who in fictional.persons(p.rng, p.rng.randint(2, 4)):
        born, since, state = fictional.day(p.rng, 1948, 1992), fictional.day(p.rng, 2008, 2024), fictional.state(p.rng)
        rows.append([who, p.day(born), state[0], p.day(since)])
        p.expect("Person", who, "name", who)
        p.expect("Person", who, "birthDate", born)
        p.expect("Person", who, "nationality", state[1])
        p.expect("Directorship", who, "startDate", since)
    p.table(
        [
            ("Full name", "Director"),
            ("Date of birth", "Born"),
            ("Nationality", "Citizenship"),
            ("Date of appointment", "Appointed"),
        ],
        [2, 1.4, 1.2, 1.4],
        rows,
    )
    p.add_text(
        "small", "Kept at the registered office under section 162 of the Act.", "Signed for the board of directors"
    )


def annual_return(p: SampleDocument) -> None:
    """The annual return (confirmation statement) of a company."""
    p.add_text("head", "FORM AR01", "CS01 · Public register")
    p.add_text("title", "Annual Return", "Confirmation statement")
    name, number = _company(p)
    made, address = fictional.day(p.rng, 2024, 2026), fictional.address(p.rng)
    p.rows(
        ("Company name", "Company name in full", name, None, ""),
        ("Company number", "Company number", number, None, ""),
        ("Made up to", "Confirmation date", p.day(made), ("Document", "return", "date"), made),
        ("Registered office", "Registered office address", address, ("Company", "company", "address"), address),
    )
    p.add_text(
        "text",
        "Principal business activities: SIC code 62020.",
        "SIC codes: 46900. The company confirms that all information required has been delivered.",
    )
    p.add_text("heading", "Statement of capital and shareholders", "Full details of shareholders")
    rows, total = [], 0
    for who in fictional.persons(p.rng, p.rng.randint(1, 3)):
        shares = p.rng.randint(1, 90) * 10
        total += shares
        rows.append([who, "Ordinary", f"{shares:,}"])
        p.expect("Person", who, "name", who)
        p.expect("Ownership", who, "sharesCount", str(shares))
    p.table(
        [("Name of shareholder", "Shareholder"), ("Class", "Class of shares"), ("Number of shares", "Shares held")],
        [2.2, 1, 1.2],
        rows,
    )


def articles(p: SampleDocument) -> None:
    """Articles of association."""
    name, number = fictional.company(p.rng), fictional.company_number(p.rng)
    adopted = fictional.day(p.rng, 2000, 2024)
    p.add_text("title", "ARTICLES OF ASSOCIATION", "Memorandum and Articles of Association")
    p.rows(
        ("Company name", "Name of company", name, ("Company", "company", "name"), name),
        ("Company number", "Registered number", number, ("Company", "company", "registrationNumber"), number),
    )
    p.add_text(
        "text",
        f"Adopted by special resolution passed on {p.day(adopted)}.",
        f"These articles were adopted on {p.day(adopted)} by the members.",
    )
    p.expect("Document", "articles", "date", adopted)
    p.add_text("heading", "1. Liability of members", "Part 1. Interpretation and limitation of liability")
    p.add_text(
        "text",
        "The liability of the members is limited to the amount, if any, unpaid on the shares held by them.",
        "The liability of members is limited. In the articles, unless the context requires otherwise, words have the meaning of the Act.",
    )
    p.add_text("heading", "2. Directors' general authority", "Part 2. Directors")
    p.add_text(
        "text",
        "Subject to the articles, the directors are responsible for the management of the company's business. The quorum for directors' meetings is two.",
        "The directors may exercise all the powers of the company. Decisions are taken by majority. The quorum is two.",
    )
    p.add_text("heading", "3. Shares and transfers", "Part 3. Shares")
    p.add_text(
        "text",
        "The directors may allot shares. Every transfer of shares shall be in writing. General meetings shall be called on notice.",
        "The company may issue shares with such rights as may be determined by ordinary resolution. Dividends may be declared at a general meeting.",
    )


def trust(p: SampleDocument) -> None:
    """A trust deed with settlor, trustee and beneficiaries."""
    settlor, trustee = fictional.persons(p.rng, 1)[0], fictional.company(p.rng)
    name, made = (
        f"The {p.rng.choice(fictional.LAST)} Family {'Trust' if p.family == 'A' else 'Settlement'}",
        fictional.day(p.rng, 1999, 2023),
    )
    p.add_text("title", "DEED OF TRUST", "Declaration of Trust")
    p.rows(
        ("Name of trust", "Trust name", name, ("LegalEntity", "trust", "name"), name),
        ("Settlor", "Name of settlor", settlor, ("LegalEntity", "settlor", "name"), settlor),
        ("Trustee", "Name of trustee", trustee, ("LegalEntity", "trustee", "name"), trustee),
        ("Date of deed", "Dated", p.day(made), ("Document", "deed", "date"), made),
    )
    p.add_text(
        "text",
        "The Settlor has transferred to the Trustees the property described in the schedule, to hold it upon trust for the beneficiaries during the trust period.",
        "The trustees shall stand possessed of the trust fund and the income of it upon trust for such of the beneficiaries as they shall in their discretion appoint.",
    )
    rows = []
    for who in fictional.persons(p.rng, 2):
        born = fictional.day(p.rng, 1980, 2015)
        rows.append([who, p.day(born), p.rng.choice(["Daughter", "Son", "Grandchild"])])
        p.expect("Person", who, "name", who)
        p.expect("Person", who, "birthDate", born)
    p.add_text("heading", "Schedule of beneficiaries", "The beneficiaries")
    p.table(
        [
            ("Name of beneficiary", "Beneficiary"),
            ("Date of birth", "Born"),
            ("Relationship to settlor", "Relationship"),
        ],
        [2, 1.3, 1.3],
        rows,
    )


def board(p: SampleDocument) -> None:
    """A board resolution that authorises a signatory."""
    name, number = fictional.company(p.rng), fictional.company_number(p.rng)
    held, who = fictional.day(p.rng, 2024, 2026), fictional.persons(p.rng, 1)[0]
    p.add_text("title", "RESOLUTION OF THE BOARD OF DIRECTORS", "Minutes of a meeting of the board of directors")
    p.rows(
        ("Company", "Name of company", name, ("Company", "company", "name"), name),
        ("Company number", "Registration number", number, ("Company", "company", "registrationNumber"), number),
        ("Date of resolution", "Date of meeting", p.day(held), ("Document", "resolution", "date"), held),
    )
    p.add_text(
        "text",
        "The directors present, being a quorum, considered the opening of an account with the bank.",
        "Present: the directors named in the attendance sheet. A quorum was present. The chairman of the meeting opened it.",
    )
    p.add_text(
        "text",
        f"IT WAS RESOLVED THAT {who} be authorised to open and operate the account and to sign all documents.",
        f"The board resolves as follows: that {who} is hereby authorised to sign on behalf of the company with the bank.",
    )
    p.expect("Person", "signatory", "name", who)
    p.add_text("small", "Certified a true copy. Secretary", "Signed: Chairman")


def chart(p: SampleDocument) -> None:
    """An ownership chart, as a table below the title."""
    drawn = fictional.day(p.rng, 2025, 2026)
    p.add_text("title", "OWNERSHIP STRUCTURE", "Group structure chart")
    p.rows(("As at", "Date", p.day(drawn), ("Document", "chart", "date"), drawn))
    rows = []
    top, middle, bottom = fictional.persons(p.rng, 1)[0], fictional.company(p.rng), fictional.company(p.rng)
    if middle == bottom:
        bottom = f"{bottom} (UK)"
    for owner, schema, asset, share in (
        (top, "Person", middle, p.rng.randint(51, 100)),
        (middle, "Company", bottom, p.rng.randint(26, 99)),
    ):
        rows.append([owner, asset, f"{share} %"])
        p.expect(schema, owner, "name", owner)
        p.expect("Ownership", owner, "percentage", str(share))
    p.table([("Owner", "Shareholder"), ("Company", "Subsidiary"), ("Share", "Percentage")], [2, 2, 1], rows)
    p.add_text(
        "text",
        "Ultimate beneficial owner at the top, held directly.",
        "UBO: see first line. Shareholding in per cent of votes.",
    )


def owners(p: SampleDocument, title: tuple[str, str], texts: tuple[str, str], doc: str, dated: tuple[str, str]) -> None:
    """Beneficial owners, declared by the company or entered in a register."""
    p.add_text("title", *title)
    name, number = _company(p)
    when = fictional.day(p.rng, 2025, 2026)
    p.rows(
        ("Company name", "Name of the company", name, None, ""),
        ("Registration number", "Company number", number, None, ""),
        (*dated, p.day(when), ("Document", doc, "date"), when),
    )
    p.add_text("text", *texts)
    rows = []
    for who in fictional.persons(p.rng, p.rng.randint(1, 3)):
        born, share, state = fictional.day(p.rng, 1948, 1990), p.rng.randint(26, 49), fictional.state(p.rng)
        rows.append([who, p.day(born), state[0], f"{share} %"])
        p.expect("Person", who, "name", who)
        p.expect("Person", who, "birthDate", born)
        p.expect("Person", who, "nationality", state[1])
        p.expect("Ownership", who, "percentage", str(share))
    p.table(
        [
            ("Name of beneficial owner", "Beneficial owner"),
            ("Date of birth", "Born"),
            ("Nationality", "Citizenship"),
            ("Percentage", "Share"),
        ],
        [2, 1.4, 1.2, 1],
        rows,
    )


def accounts(p: SampleDocument) -> None:
    """A financial statement with turnover, profit and assets."""
    name, number = fictional.company(p.rng), fictional.company_number(p.rng)
    year = p.rng.randint(2020, 2025)
    sales, profit, assets, net = (p.rng.randint(10, 900) * 1000 for _ in range(4))
    p.add_text("title", "ANNUAL REPORT AND FINANCIAL STATEMENTS", "Annual accounts")
    p.rows(
        ("Company name", "Registered name", name, ("Company", "company", "name"), name),
        ("Company number", "Registered number", number, ("Company", "company", "registrationNumber"), number),
        ("Year ended", "Period ended", p.day(f"{year}-12-31"), ("Document", "accounts", "date"), f"{year}-12-31"),
    )
    p.add_text("heading", "Income statement", "Profit and loss account")
    p.rows(
        ("Revenue", "Turnover", p.money(sales), ("Document", "accounts", "turnover"), f"{sales}.00"),
        (
            "Profit for the year",
            "Profit for the financial year",
            p.money(profit),
            ("Document", "accounts", "netIncome"),
            f"{profit}.00",
        ),
    )
    p.add_text("heading", "Statement of financial position", "Balance sheet")
    p.rows(
        ("Total assets", "Total assets", p.money(assets), ("Document", "accounts", "totalAssets"), f"{assets}.00"),
        ("Total equity", "Net assets", p.money(net), ("Document", "accounts", "netAssets"), f"{net}.00"),
    )
    p.add_text(
        "text",
        "The notes form part of these financial statements. Fixed assets, current assets and creditors are shown in the notes.",
        "Creditors: amounts falling due within one year are stated in note 5. Shareholders' funds are shown above.",
    )
