# ruff: noqa: E501 (a row of the table stays on its line)
"""Structures with their owners worked out by hand under each law: a structure, then the owners of Target and their grounds.

`directive` is EU 2015/849 Article 3(6), `regulation` EU 2024/1624 Articles 51 to 61, `uk` Schedule 1A of the Companies Act 2006,
`us` 31 CFR 1010.230. "ann: shares control" means that both grounds apply, "ann?" that she may be an owner, "" that there is none.
A law that is left out has the answer of the one before it in this order. `python -m tools.ownership_cases` draws docs/reference/ownership-cases.md.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """A structure, who owns the target by each law, and how much of it is unknown."""

    name: str
    text: str
    directive: str
    regulation: str | None = None
    uk: str | None = None
    us: str | None = None
    unknown: float = 0.0
    target: str = "Target"

    def answers(self) -> dict[str, str]:
        """Who owns the target, by law."""
        stated = {"directive": self.directive, "regulation": self.regulation, "uk": self.uk, "us": self.us}
        last, found = "", {}
        for law, answer in stated.items():
            last = answer if answer is not None else last
            found[law] = last
        return found


BOTH = "ann: shares control"
CASES = [
    # One layer.
    Case("a majority and a minority", "ann 60 Target; bob 40 Target",
         "ann: shares control, bob: shares", uk="ann: shares, bob: shares"),
    Case("exactly a quarter is not more than a quarter", "ann 25 Target; bob 75 Target",
         "bob: shares control", "ann: shares, bob: shares control", "bob: shares", "ann: shares, bob: shares"),
    Case("a ten-thousandth over a quarter", "ann 25.01 Target; bob 74.99 Target",
         "ann: shares, bob: shares control", uk="ann: shares, bob: shares"),
    Case("a hundredth of a percent under a quarter", "ann 24.99 Target; bob 75.01 Target",
         "bob: shares control", uk="bob: shares"),
    Case("a third as an exact fraction", "ann 100/3 Target; bob 100/3 Target; cy 100/3 Target",
         "ann: shares, bob: shares, cy: shares"),
    Case("halves control nothing", "ann 50 Target; bob 50 Target", "ann: shares, bob: shares"),
    Case("small holders: no owner", "ann 20 Target; bob 20 Target; cy 20 Target; dan 20 Target; eve 20 Target", ""),
    Case("what a register leaves out", "ann 15 Target", "", unknown=0.85),
    Case("a holder who is not identified", "ann 60 Target; X:somebody 40 Target", BOTH, uk="ann: shares", unknown=0.4),
    Case("two classes of shares add up", "ann 15 Target; ann 15 Target; bob 70 Target",
         "ann: shares, bob: shares control", uk="ann: shares, bob: shares"),
    # Chains.
    Case("majorities all the way down", "ann 60 Alpha; bob 40 Alpha; Alpha 60 Target; cy 40 Target",
         "ann: shares control, cy: shares", "ann: shares control, bob: control, cy: shares",
         "ann: shares, cy: shares", "ann: shares, cy: shares"),
    Case("a minority of a parent that controls: 54(b) finds what multiplication misses", "ann 40 Alpha; Alpha 60 Target",
         "", "ann: control", "", "", unknown=0.76),
    Case("control of a minority holder: 54(a)", "ann 60 Alpha; Alpha 40 Target",
         "ann: control", "ann: control", "ann: shares", "", unknown=0.76),
    Case("control of a holder of exactly a quarter", "ann 60 Alpha; Alpha 25 Target", "", "ann: control", "", "", unknown=0.85),
    Case("exactly half of exactly half is exactly a quarter", "ann 50 Alpha; Alpha 50 Target",
         "", "ann: shares", "", "ann: shares", unknown=0.75),
    Case("two chains sum", "ann 50 Alpha; ann 50 Beta; Alpha 30 Target; Beta 30 Target",
         "ann: shares", "ann: shares", "", "ann: shares", unknown=0.7),
    Case("two controlled holders count together", "ann 51 Alpha; ann 51 Beta; Alpha 15 Target; Beta 15 Target",
         "ann: control", "ann: control", "ann: shares", "", unknown=0.847),
    Case("direct and indirect sum", "ann 10 Target; ann 40 Alpha; Alpha 45 Target",
         "ann: shares", "ann: shares", "", "ann: shares", unknown=0.72),
    Case("held alone and through a controlled company: together a majority", "ann 60 Beta; ann 30 Target; Beta 30 Target",
         BOTH, BOTH, "ann: shares", "ann: shares", unknown=0.52),
    Case("five layers of four fifths", "ann 80 A; A 80 B; B 80 C; C 80 D; D 80 Target",
         BOTH, BOTH, "ann: shares", "ann: shares", unknown=1 - 0.8**5),
    Case("six layers of three quarters: control remains where the share fades", "ann 75 A; A 75 B; B 75 C; C 75 D; D 75 E; E 75 Target",
         "ann: control", "ann: control", "ann: shares", "", unknown=1 - 0.75**6),
    Case("a layer of half breaks control", "ann 100 Alpha; Alpha 50 Beta; Beta 100 Target",
         "ann: shares", "ann: control", "", "ann: shares", unknown=0.5),
    Case("a diamond", "ann 50 A; ann 50 B; A 50 C; B 50 C; C 60 Target",
         "ann: shares", "ann: control", "", "ann: shares", unknown=0.7),
    Case("a diamond of controlled arms", "ann 60 A; ann 60 B; A 30 C; B 30 C; C 60 Target",
         "ann: control", "ann: control", "ann: shares", "", unknown=1 - 0.216),
    # Cycles.
    Case("a cycle with a stake of exactly a quarter", "ann 60 A; B 40 A; A 50 B; bob 50 B; A 100 Target",
         BOTH, "ann: shares control, bob: control", "ann: shares", "ann: shares, bob: shares"),
    Case("a cycle without an outside holder", "A 100 B; B 100 A; A 100 Target", "", unknown=1.0),
    Case("a company that holds its own shares", "ann 80 Target; Target 20 Target", BOTH, BOTH, "ann: shares", "ann: shares"),
    Case("a cross-holding with the company itself", "ann 60 Target; A 40 Target; Target 30 A; bob 70 A",
         "ann: shares control, bob: shares control", "ann: shares control, bob: control", "ann: shares, bob: shares"),
    Case("three in a ring", "ann 50 A; C 50 A; A 50 B; bob 50 B; B 50 C; cy 50 C; A 100 Target",
         "ann: shares, cy: shares", "ann: shares control, cy: control", "", "ann: shares, cy: shares"),
    Case("what a company holds of itself has no vote", "ann 45 Target; bob 22 Target; Target 20 Target; cy 13 Target",
         "ann: shares control, bob: shares", uk="ann: shares, bob: shares"),
    # Intervals.
    Case("bands of the British register", "ann (25..50] Target; bob (50..75) Target",
         "ann: shares, bob: shares control", uk="ann: shares, bob: shares", unknown=0.25),
    Case("between 20 and 30: may be", "ann 20..30 Target; bob 70 Target", "ann?, bob: shares control", uk="ann?, bob: shares", unknown=0.1),
    Case("the others' least shares decide", "ann 20..60 Target; bob 80 Target", "bob: shares control", uk="bob: shares"),
    Case("an open end at the threshold is not reached", "ann [10..25) Target; bob 75 Target",
         "bob: shares control", uk="bob: shares", unknown=0.15),
    Case("a closed end at the threshold is reached where a quarter is enough", "ann 10..25 Target; bob 75 Target",
         "bob: shares control", "ann?, bob: shares control", "bob: shares", "ann?, bob: shares", unknown=0.15),
    Case("half or more of a parent", "ann 50..100 Alpha; Alpha 60 Target",
         "ann: shares", "ann: control", "ann?", "ann: shares", unknown=0.7),
    Case("a share not stated", "ann 0..100 Target; bob 60 Target", "ann?, bob: shares control", uk="ann?, bob: shares", unknown=0.4),
    # Rights apart.
    Case("votes without shares", "ann 10 Target; bob 90 Target; ann 60votes Target; bob 40votes Target",
         "ann: shares control, bob: shares", "ann: shares control, bob: shares control", "ann: shares, bob: shares", "bob: shares"),
    Case("more than half in all, with no layer controlled: 53(2)(c)", "ann 50 Alpha; Alpha 60 Target; ann 25 Target",
         "ann: shares", BOTH, "", "ann: shares", unknown=0.45),
    Case("rights to profits", "ann 30profits Target; bob 70profits Target; bob 100 Target",
         "bob: shares control", "ann: shares, bob: shares control", "bob: shares", "bob: shares"),
    # Control without shares.
    Case("the right to appoint the board", "ann board Target; bob 24 Target; cy 24 Target; dan 24 Target; eve 24 Target",
         "ann: control", us="", unknown=0.04),
    Case("a veto in the articles", "ann articles Target; bob 100 Target",
         "ann: control, bob: shares control", uk="ann: control, bob: shares", us="bob: shares"),
    Case("influence over a holder", "ann influence Alpha; Alpha 30 Target; bob 70 Target",
         "ann: control, bob: shares control", uk="ann: shares, bob: shares", us="bob: shares", unknown=0.3),
    Case("control through a chain of means", "ann board Alpha; Alpha board Target; bob 20 Target",
         "ann: control", us="", unknown=0.8),
    # Nominees and joint holders.
    Case("a nominee with its nominator", "ann nominator N:Nom; Registrar nominee N:Nom; N:Nom 30 Target; bob 70 Target",
         "ann: shares, bob: shares control", uk="ann: shares, bob: shares"),
    Case("a nominee without one", "Registrar nominee N:Nom; N:Nom 30 Target; bob 70 Target",
         "bob: shares control", uk="bob: shares", unknown=0.3),
    Case("nominee and own holding add up", "ann nominator N:Nom; N:Nom 15 Target; ann 15 Target; bob 70 Target",
         "ann: shares, bob: shares control", uk="ann: shares, bob: shares"),
    Case("joint holders without portions: each has the whole", "ann joint J:Pair; bob joint J:Pair; J:Pair 30 Target; cy 70 Target",
         "ann: shares, bob: shares, cy: shares control", uk="ann: shares, bob: shares, cy: shares"),
    Case("joint holders with portions", "ann 50 J:Pair; bob 50 J:Pair; J:Pair 40 Target; cy 60 Target",
         "cy: shares control", uk="ann: shares, bob: shares, cy: shares", us="cy: shares"),
    # Trusts, foundations, funds.
    Case("a trust with a third", "ann settlor T:Tr; bob trustee T:Tr; cy beneficiary T:Tr; dan protector T:Tr; T:Tr 30 Target; eve 70 Target",
         "ann: role, bob: role, cy: role, dan: role, eve: shares control", uk="bob: role, eve: shares", us="bob: role, eve: shares"),
    Case("a trust below the threshold", "ann settlor T:Tr; bob trustee T:Tr; T:Tr 20 Target; eve 80 Target",
         "eve: shares control", uk="eve: shares"),
    Case("a trust with exactly a quarter", "ann settlor T:Tr; bob trustee T:Tr; T:Tr 25 Target; eve 75 Target",
         "eve: shares control", "ann: role, bob: role, eve: shares control", "eve: shares", "bob: role, eve: shares"),
    Case("a company as trustee is looked through", "TrustCo trustee T:Tr; bob 100 TrustCo; ann settlor T:Tr; T:Tr 60 Target; eve 40 Target",
         "ann: role, bob: role, eve: shares", uk="bob: role, eve: shares", us="eve: shares"),
    Case("a trust that controls a minority holder", "ann settlor T:Tr; bob trustee T:Tr; T:Tr 60 Alpha; Alpha 40 Target; eve 60 Target",
         "ann: role, bob: role, eve: shares control", uk="bob: role, eve: shares", us="eve: shares", unknown=0.16),
    Case("influence over a trust", "ann influence T:Tr; bob trustee T:Tr; T:Tr 100 Target",
         "ann: control role, bob: role", uk="ann: role, bob: role", us="bob: role"),
    Case("a foundation", "ann settlor F:Fdn; bob director F:Fdn; cy beneficiary F:Fdn; F:Fdn 100 Target",
         "ann: role, bob: role, cy: role", uk="", us=""),
    Case("a fund as the customer", "ann 25 U:Fund; bob 75 U:Fund", "bob: shares control", "ann: shares, bob: shares control",
         "bob: shares", "ann: shares, bob: shares", target="U:Fund"),
    # No owner.
    Case("owned by a state, with a chief executive", "S:State 100 Alpha; Alpha 100 Target; dan ceo Target",
         "dan: office", "", "", "dan: office", unknown=1.0),
    Case("listed shares and a board", "L:Bourse 100 Target; dan director Target; eve ceo Target",
         "dan: office, eve: office", "", "", "eve: office", unknown=1.0),
    Case("an official beside an owner stays an official", "ann 100 Target; dan ceo Target", BOTH, uk="ann: shares",
         us="ann: shares, dan: office"),
    # Exclusions.
    Case("a bank with a Federal regulator as the customer", "ann 60 Target; dan ceo Target; Target is us_regulated",
         BOTH, uk="ann: shares", us="", unknown=0.4),
    Case("listed in New York, not in the Union", "ann 60 Target; Target is us_listed", BOTH, uk="ann: shares", us="", unknown=0.4),
    Case("traded on a regulated market", "ann 60 Target; dan ceo Target; Target is regulated_market",
         "", BOTH, "", "ann: shares, dan: office", unknown=0.4),
    Case("a company of a listed one, organised in the United States",
         "Up 51 Target; ann 49 Target; dan ceo Target; Up is us_listed; Target in us",
         "ann: shares", uk="ann: shares", us="", unknown=0.51),
    Case("the same, of 50 %", "Up 50 Target; ann 50 Target; dan ceo Target; Up is us_listed; Target in us",
         "ann: shares", uk="ann: shares", us="ann: shares, dan: office", unknown=0.5),
    Case("an insurer between: (d)(3) stops there", "ann 80 Ins; Ins 50 Target; bob 50 Target; Ins is insurer",
         "ann: shares control, bob: shares", "ann: control, bob: shares", "ann: shares, bob: shares", "bob: shares", unknown=0.1),
    Case("an insurer with less than a quarter counts like any holder", "ann 100 Ins; Ins 20 Target; ann 10 Target; bob 70 Target; Ins is insurer",
         "ann: shares, bob: shares control", "ann: shares, bob: shares control", "ann: shares, bob: shares", "ann: shares, bob: shares"),
    Case("a nonprofit: only who controls", "ann 60 Target; dan ceo Target; Target is nonprofit",
         BOTH, uk="ann: shares", us="dan: office", unknown=0.4),
    Case("a fund run by an institution that is not excluded", "ann 30 U:Fund; dan ceo U:Fund; U:Fund is pooled",
         "ann: shares", "ann: shares", "ann: shares", "dan: office", unknown=0.7, target="U:Fund"),
]  # fmt: skip
