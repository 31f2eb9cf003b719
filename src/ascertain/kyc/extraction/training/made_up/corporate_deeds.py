"""Deeds in prose: resolutions, articles and contracts of association, powers of attorney, nominee declarations."""

import random
from collections.abc import Sequence

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.corporate_case import Case
from ascertain.kyc.extraction.training.made_up.corporate_facts import Holding, Printed
from ascertain.kyc.extraction.training.made_up.corporate_parts import begin, holders_table, note, notes, some_keys
from ascertain.kyc.extraction.training.made_up.corporate_sheet import Sheet
from ascertain.kyc.extraction.training.made_up.vocabulary_deeds import ARTICLES, CLAUSES, NOMINEES, POWERS, RESOLUTIONS


class _Deed:
    """Fills the sentences of one deed; a sentence of a holder is filled for each."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.case = sheet, sheet.case
        self._agent, self._link = self.case.add_agent()
        self._holding: Holding = self.case.holdings[0]
        self._second = self.case.rng.randrange(len(self.case.offices))

    def paragraphs(self, templates: Sequence[str], *, optional: float = 0.15, only_first: bool = False) -> None:
        """The sentences in order, some left out and others of no fact put between."""
        case, rng = self.case, self.case.rng
        numbered = rng.random() < 0.25
        for number, template in enumerate(templates, 1):
            if rng.random() < optional and "{name}" not in template:
                continue
            for holding in case.holdings[:1] if only_first or "{h:" not in template else case.holdings:
                self._holding = holding
                mark = rng.choice(("{}. ", "({}) ")).format(number) if numbered else ""
                self.sheet.prose(mark + template, self._find, indent=rng.choice((0.0, 0.0, 18.0)))
            if rng.random() < 0.35:
                self.sheet.paragraph(rng.choice(CLAUSES.get(case.language, ("",))))

    def _find(self, mark: str) -> Printed:
        case = self.case
        kind, _, key = mark.partition(":")
        if kind in ("o", "o2"):
            return case.office_field(case.offices[0 if kind == "o" else self._second], key)
        if kind == "h":
            return self._of_holder(key)
        if kind == "a":
            return self._of_agent(key)
        if mark == "place":
            return Printed(case.town())
        return Printed({"x": case.stranger, "d": case.other_day}[mark]()) if mark in ("x", "d") else case.field(mark)

    def _of_holder(self, key: str) -> Printed:
        printed = self.case.holding_field(self._holding, key)
        return printed if printed.text else Printed("—")

    def _of_agent(self, key: str) -> Printed:
        if key == "since":
            day = self.case.field("start")
            text, value = day.text, day.claims[0][2]
            return Printed(text, ((self._link, "startDate", value),))
        printed = self.case.party_field(self._agent, key)
        if key == "p.name":
            return Printed(printed.text, (*printed.claims, (self._link, "printed", True)))
        return printed if printed.text else Printed("—")


def _deed(case: Case, title_key: str, templates: Sequence[str], *, only_first: bool = False, title: str = "") -> Sheet:
    sheet = Sheet(case, size=case.rng.uniform(9, 11.5))
    if case.rng.random() < 0.1:
        sheet.right = sheet.left + (sheet.right - sheet.left) * 0.55  # a margin for stamps, or one column of two
    begin(sheet, title_key, title=title)
    _Deed(sheet).paragraphs(templates, only_first=only_first)
    return sheet


def _signed(sheet: Sheet) -> None:
    """Lines for signatures with the names of officers, one under or beside another."""
    case, rng = sheet.case, sheet.rng
    if rng.random() < 0.3:
        return
    wide = (sheet.right - sheet.left) / 2
    sheet.room(7 * sheet.size)
    sheet.gap(2)
    for number, office in enumerate(case.offices[:2]):
        what = Printed(
            "____________________\n" + case.office_field(office, "director").text,
            case.office_field(office, "director").claims,
        )
        sheet.block(what, sheet.left + number * wide, sheet.y, wide - 10)
        if rng.random() < 0.7:
            sheet.block(
                case.office_field(office, "role"), sheet.left + number * wide, sheet.y + 2.7 * sheet.size, wide - 10
            )
    sheet.gap(5)


def resolution(rng: random.Random) -> MadeUpDocument:
    """Minutes or a resolution of directors or members."""
    case = Case(rng, languages=" ".join(RESOLUTIONS) + " en en")
    sheet = _deed(case, "t.resolution", RESOLUTIONS[case.language])
    _signed(sheet)
    notes(sheet, 2)
    return sheet.finish("resolution")


def articles(rng: random.Random) -> MadeUpDocument:
    """Articles, statutes or a contract of association with the founders and what each contributes."""
    case = Case(rng, languages=" ".join(ARTICLES) + " en")
    sheet = _deed(case, "t.articles", ARTICLES[case.language])
    if rng.random() < 0.4:
        sheet.heading(case.labels("s.owners"))
        holders_table(
            sheet,
            case.holdings,
            ["owner", *some_keys(case, ("p.address", "nationality"), 0, 1), "count", "value"],
            total=rng.random() < 0.5,
        )
    _signed(sheet)
    notes(sheet, 2)
    return sheet.finish("articles of association")


def power_of_attorney(rng: random.Random) -> MadeUpDocument:
    """A power of attorney of the company for one attorney."""
    case = Case(rng, languages=" ".join(POWERS) + " en en")
    sheet = _deed(case, "t.poa", POWERS[case.language])
    _signed(sheet)
    notes(sheet, 2)
    return sheet.finish("power of attorney")


def nominee(rng: random.Random) -> MadeUpDocument:
    """A declaration of trust or nominee agreement: the beneficial owner is the fact, the nominee is not."""
    case = Case(rng, languages=" ".join(NOMINEES) + " en en", owners=1)
    titles = {
        "en": ("DECLARATION OF TRUST", "Nominee shareholder agreement", "Trust deed"),
        "de": ("Treuhandvertrag",),
        "fr": ("Convention de portage",),
        "es": ("Contrato de fiducia",),
    }
    sheet = _deed(case, "t.poa", NOMINEES[case.language], only_first=True, title=rng.choice(titles[case.language]))
    sheet.paragraph(note(case))
    notes(sheet, 2)
    return sheet.finish("nominee declaration")
