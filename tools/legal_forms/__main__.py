"""Make src/ascertain/kyc/values/legal_forms.tsv from the wheel of rigour that is pinned below.

    pip download --no-deps rigour==1.8.2 -d FOLDER
    python -m tools.legal_forms FOLDER/rigour-1.8.2-py3-none-any.whl

The forms are rigour's (MIT, licence written beside the table), read from the data module in its wheel without importing it: rigour
itself needs pyicu, which is source only, and is no dependency. `own.tsv` adds countries, places and spellings of our own and wins.
1.8.2 is the last release whose data is readable: from 2.0 on it is compiled into the extension.
"""

import ast
import hashlib
import sys
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from ascertain.kyc.values.transliteration import latin

SOURCE, VERSION = "rigour", "1.8.2"
SHA256 = "21a375947ef9a1137452d3e1678a99ee364ef06f1de150ff39fe4a2d3179081a"
TABLE = Path(__file__).parents[2] / "src/ascertain/kyc/values/legal_forms.tsv"
LICENCE = TABLE.with_name("legal_forms.LICENSE")
OWN = Path(__file__).with_name("own.tsv")
# rigour's generic types in the words of our table. What has none there is a company: the unsorted rows are company forms.
_KINDS = {
    "LLC": "company", "JSC": "company", "JV": "company", "LP": "partnership", "GP": "partnership", "LLP": "partnership",
    "COOP": "cooperative", "NGO": "association", "SOE": "state", "FIN": "fund", "SP": "sole_trader", "REL": "association",
    "MIL": "state", None: "company",
}  # fmt: skip
_VOWELS = frozenset("aeiouy")
_LEADING = frozenset({"CYRILLIC", "ARABIC", "HEBREW"})  # in these languages the form is written before the name


class OrgType(TypedDict, total=False):
    """A row of rigour's data."""

    display: str
    compare: str
    generic: str
    aliases: list[str]


@dataclass
class Row:
    """A form as the table has it; a spelling that counts only as printed or in capitals has "=" before it."""

    short: str
    kind: str
    countries: str
    place: str
    written: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The row as text."""
        return "\t".join((self.short, self.kind, self.countries, self.place, "; ".join(self.written)))


def read_wheel(wheel: Path) -> tuple[list[OrgType], str]:
    """Rows and licence text. Raises ValueError where the wheel is not the pinned one."""
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise ValueError(f"{wheel.name} has the SHA-256 {found}, and {SHA256} is pinned.")
    with zipfile.ZipFile(wheel) as files:
        module = ast.parse(files.read("rigour/data/names/org_types.py"))
        licence = files.read(f"{SOURCE}-{VERSION}.dist-info/licenses/LICENSE").decode()
    value = next(node.value for node in module.body if isinstance(node, ast.AnnAssign))
    return ast.literal_eval(value) if value else [], licence


def read_own(text: str) -> tuple[list[Row], set[str]]:
    """Our rows, and rigour's rows that are left out, by their display names."""
    rows, left_out = [], set()
    for line in text.splitlines():
        if line.startswith("!"):
            left_out.add(line[1:])
        elif line and not line.startswith("#"):
            short, kind, countries, place, case, written = line.split("\t")
            spellings = [text.strip() for text in written.split(";")]
            rows.append(
                Row(short, kind, countries, place, spellings if case == "any" else list(map(marked, spellings)))
            )
    return rows, left_out


def marked(written: str) -> str:
    """The spelling with its mark. Two letters, or three that can be pronounced, are somebody's name: "As", "Sia", "Ood"."""
    key = latin(written)
    exact = len(key) <= 2 or (len(key) == 3 and bool(_VOWELS & set(key)))
    return f"={written}" if exact else written


def _script(text: str) -> str:
    letter = next((char for char in text if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0]


def _key(written: str) -> tuple[str, str]:
    """Spellings of one key are the same; short ones only letter by letter, for the Russian ГП is no general partnership."""
    key = latin(written)
    return key, "".join(filter(str.isalpha, written.casefold())) if len(key) <= 3 else ""


def _short(text: str) -> str:
    """One word, for a folded form is one token of a name."""
    return latin(text).replace(" ", "")


def merge(own: list[Row], left_out: set[str], theirs: list[OrgType]) -> list[Row]:
    """One table: our rows first; a row of rigour joins ours where one of its spellings is known there."""
    rows = list(own)
    known = {_key(text.lstrip("=")): row for row in rows for text in row.written}
    for one in theirs:
        if one.get("display") in left_out:
            continue
        display, short = one.get("display"), _short(one.get("compare") or one.get("display") or "")
        names = [text for text in (display, *one.get("aliases", [])) if text and latin(text)]
        # Two letters that are not the form's own name are an abbreviation that somebody met once.
        names = [text for text in names if len(latin(text)) > 2 or text == display]
        row = next((known[_key(text)] for text in names if _key(text) in known), None)
        for text in names:
            if _key(text) in known:
                continue
            if row is None or not display:  # without a display name the spellings are of several countries: a row each
                row = Row(short or _short(text), _KINDS[one.get("generic")], "", "")
                rows.append(row)
            row.written.append(marked(" ".join(text.replace(";", " ").split())))
            known[_key(text)] = row
    for row in rows:
        row.place = row.place or ("any" if any(_script(text) in _LEADING for text in row.written) else "end")
    return rows


def render(rows: list[Row]) -> str:
    """The table as text."""
    head = [
        f"# Made by `python -m tools.legal_forms` from {SOURCE} {VERSION} (sha256 {SHA256})",
        "# and tools/legal_forms/own.tsv; not edited by hand.",
        "# short\tkind\tcountries\tplace\twritten",
    ]
    return "\n".join([*head, *(row.line() for row in rows)]) + "\n"


def main() -> int:
    """Write the table and the licence."""
    theirs, licence = read_wheel(Path(sys.argv[1]))
    TABLE.write_text(render(merge(*read_own(OWN.read_text("utf-8")), theirs)), "utf-8")
    LICENCE.write_text(licence, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
