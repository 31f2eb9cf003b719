"""Exclusions: companies for which a law requires no owner, or less, because they are supervised or disclose elsewhere.

Sources: 31 CFR 1010.230(e)(2) and (3), with 1020.315(b)(2) to (5), and (d)(3), by which nobody behind an excluded holder has to be
identified; Directive (EU) 2015/849 Article 3(6)(a)(i); Regulation (EU) 2024/1624 Article 65 with recital 127, which exempts a
listed company from its own duty to report but not an institution that takes it as a customer; Companies Act 2006, section
790B(1)(a).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ascertain.kyc.ownership.exemptions import STATUS_KINDS, RegulatoryStatus
from ascertain.kyc.ownership.regimes import Regime
from ascertain.kyc.ownership.result import Exclusion, Scope
from ascertain.kyc.ownership.shares import percent
from ascertain.kyc.ownership.solving import weights
from ascertain.kyc.ownership.structure import SHARES, Structure

Exemptions = Mapping[str, Sequence[RegulatoryStatus]]
# 31 CFR 1020.315(b)(5): a subsidiary is owned to at least 51 % by the listed entity.
_SUBSIDIARY = Fraction(51, 100)
_CFR = "31 CFR 1010.230"


def exclusions_of(
    structure: Structure, regime: Regime, threshold: Fraction, exemptions: Exemptions
) -> tuple[Exclusion, ...]:
    """The exclusions of a structure under a law: the company first, then the holders behind which it requires nothing."""
    if regime.text == "us":
        return tuple(_american(structure, threshold, exemptions))
    return tuple(_listed(structure, regime, exemptions))


def due_diligence_scope(exclusions: Iterable[Exclusion], company: str) -> Scope:
    """How much due diligence on owners the law still asks for, given the exclusions."""
    effects = {one.effect for one in exclusions if one.party_id == company}
    return "none" if "excluded" in effects else "control_only" if "control_only" in effects else "full"


def _american(structure: Structure, threshold: Fraction, exemptions: Exemptions) -> Iterable[Exclusion]:
    weighed, _ = weights(structure.holdings(SHARES), structure.company)
    for party in structure.above:
        held = weighed.get(party, Fraction(0))
        is_company = party == structure.company
        if party in structure.graph.persons or (not is_company and held < threshold):
            continue
        found = _paragraph(structure, party, exemptions)
        if found is None:
            continue
        paragraph, why, source, sure = found
        name, only_control = structure.graph.names[party], paragraph.startswith("(e)(3)")
        article = f"{_CFR}{paragraph}"
        if not sure:
            if is_company:
                yield Exclusion(party, name, "may", article, f"{name} may be excluded: {why}.", source)
        elif is_company:
            effect = "control_only" if only_control else "excluded"
            asks = (
                "one individual in control has to be identified, and no owner"
                if only_control
                else "no owner has to be identified"
            )
            yield Exclusion(party, name, effect, article, f"{name} is {why}: {asks}.", source)
        elif not only_control:
            sentence = f"{name} is {why}: nobody has to be identified behind its {percent(held)}."
            yield Exclusion(party, name, "stops_here", f"{_CFR}(d)(3) with {paragraph}", sentence, source)


def _paragraph(structure: Structure, party: str, exemptions: Exemptions) -> tuple[str, str, str, bool] | None:
    """The paragraph that excludes a party, the reason, the source, and whether it surely applies."""
    graph = structure.graph
    stated = [(STATUS_KINDS[one.code], one.source) for one in exemptions.get(party, ())]
    # Full exclusions sort before those that still require an individual in control.
    american = sorted(
        (kind.only_control, kind.paragraph, kind.label, source) for kind, source in stated if kind.law == "us"
    )
    if american:
        _, paragraph, label, source = american[0]
        return paragraph, label, source, True
    country = re.split("[-_]", (graph.countries.get(party) or "").lower())[
        0
    ]  # a subdivision counts as its country: US-DE
    # A public body of the United States needs no statement of a status: the structure shows it.
    if graph.kind(party) == "state" and country == "us":
        return STATUS_KINDS["us_government"].paragraph, STATUS_KINDS["us_government"].label, "", True
    for edge in graph.holders(party):
        listed = next((one for one in exemptions.get(edge.owner, ()) if one.code == "us_listed"), None)
        if listed and edge.bounds.low >= _SUBSIDIARY and country in ("us", ""):
            owner = graph.names[edge.owner]
            why = f"owned to at least 51 % by {owner}, which is {STATUS_KINDS['us_listed'].label}"
            why += "" if country else "; its country of organisation is not stated"
            return "(e)(2)(ii) with 1020.315(b)(5)", why, listed.source, bool(country)
    if graph.kind(party) == "listed":
        return STATUS_KINDS["us_listed"].paragraph, "it is listed, and the market is not stated", "", False
    return None


def _listed(structure: Structure, regime: Regime, exemptions: Exemptions) -> Iterable[Exclusion]:
    """Listed companies and public bodies under the European and British texts; for the company itself only."""
    company, name = structure.company, structure.graph.names[structure.company]
    stated = {one.code: one.source for one in exemptions.get(company, ())}
    if "regulated_market" in stated:
        source = stated["regulated_market"]
        if regime.text == "regulation":
            sentence = f"{name} is traded on a regulated market. If only natural persons with votes control it, it need not report "
            sentence += (
                "its owners, but an institution that takes it as a customer still identifies them (recital 127)."
            )
            yield Exclusion(company, name, "note", "Article 65(a)", sentence, source)
            return
        article = "Article 3(6)(a)(i)" if regime.text == "directive" else "Companies Act 2006, section 790B(1)(a)"
        sentence = f"{name} is traded on a regulated market with disclosure rules: no owner has to be identified."
        yield Exclusion(company, name, "excluded", article, sentence, source)
    elif structure.graph.kind(company) == "listed" and regime.text != "regulation":
        article = "Article 3(6)(a)(i)" if regime.text == "directive" else "Companies Act 2006, section 790B(1)(a)"
        sentence = f"{name} may be excluded: it is listed, but whether on a regulated market is not stated."
        yield Exclusion(company, name, "may", article, sentence, "")
    if "public_body" in stated and regime.text == "regulation":
        sentence = f"{name} is a body governed by public law. It need not report its owners, but an institution that takes it as a "
        sentence += "customer still identifies them."
        yield Exclusion(company, name, "note", "Article 65(b)", sentence, stated["public_body"])
