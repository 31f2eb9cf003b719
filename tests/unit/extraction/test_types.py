"""Document types are files: an added type is recognised and read, an invalid file is refused with the place of the error."""

from dataclasses import replace
from pathlib import Path

import pytest

from ascertain.kyc.extraction import METHODS, extract, extract_parts
from ascertain.kyc.extraction.classification import classify, classify_parts
from ascertain.kyc.extraction.types import METHOD_NAMES, TypeFileBroken, builtin_catalogue, catalogue_of
from tests.unit.extraction.test_extraction import page_of

# The example of the guide is tested, so that it stays correct.
GUIDE = Path("docs/guides/add-a-document-type.md")
_PERMIT = page_of(
    (0.30, 0.05, "Fishing Vessel Permit"),
    (0.10, 0.12, "Issued under the Sea Fisheries Act by the harbour office"),
    (0.10, 0.20, "Vessel name:"),
    (0.40, 0.20, "Gull of Hull"),
    (0.10, 0.24, "Permit holder:"),
    (0.40, 0.24, "Ilse Varga"),
    (0.10, 0.28, "Valid until:"),
    (0.40, 0.28, "03.04.2031"),
    (0.10, 0.40, "Species"),
    (0.40, 0.40, "Quota"),
    (0.10, 0.43, "North Sea herring"),
    (0.40, 0.43, "1.200"),
)


def _folder(tmp_path: Path) -> Path:
    (tmp_path / "fishing_permit.toml").write_text(GUIDE.read_text().split("```toml\n")[1].split("```")[0])
    return tmp_path


def test_a_type_added_as_a_file_is_recognised_and_read_without_code_or_training(tmp_path: Path) -> None:
    assert classify([_PERMIT])[0] == "unknown"
    catalogue = catalogue_of(_folder(tmp_path))
    kind, confidence = classify([_PERMIT], catalogue)
    assert kind == "fishing_permit" and confidence > 0.8
    values = {(fact.subject, fact.property): fact.value for fact in extract(kind, [_PERMIT], catalogue)}
    assert values["holder", "name"] == "Ilse Varga"
    assert values["permit", "endDate"] == "2031-04-03"
    assert values["permit", "holder"] == "holder"
    assert values["quota-1", "amount"] == "1200"


def test_every_shipped_type_has_evidence_and_names_only_known_methods() -> None:
    catalogue = builtin_catalogue()
    assert len(list(catalogue)) >= 28 and "unknown" in catalogue
    for kind in catalogue:
        assert kind.name == "unknown" or (kind.titles and kind.examples and kind.cues), kind.name
        assert set(kind.methods) <= set(METHODS), kind.name
    assert set(METHODS) == METHOD_NAMES


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "is not valid TOML"),
        ('about = "x"', "'title' is missing"),
        ('title = "x"\nowner = 3', "unknown key 'owner'"),
        ('title = "x"\nmethods = ["labels", "zone"]', "method 'zone' is not one of barcode, card, contract"),
        (
            'title = "x"\n[[fields]]\nsubject = "a"\nproperty = "b"\nformat = "text"',
            "in fields[1]: subject 'a' is not one of",
        ),
        (
            'title = "x"\n[[subjects]]\nname = "a"\nschema = "Person"\n'
            '[[fields]]\nsubject = "a"\nproperty = "b"\nformat = "colour"',
            "format 'colour' is not one of address, amount",
        ),
        (
            'title = "x"\n[classification]\n[[classification.cues]]\npattern = "("\nweight = 1',
            "is not a regular expression",
        ),
        ('title = "x"\n[classification]\ntitles = ["a", 3]', "in classification: 'titles' has to be a list of strings"),
    ],
)
def test_an_invalid_file_is_refused_with_the_error_and_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "wrong.toml").write_text(text)
    with pytest.raises(TypeFileBroken) as refused:
        catalogue_of(tmp_path)
    assert "wrong.toml" in refused.value.message and message in refused.value.message


def test_a_combined_file_is_split_at_the_title_of_another_document() -> None:
    register = page_of(
        (0.3, 0.05, "Register of members"), (0.1, 0.1, "Company: Meridian Freight Ltd"), (0.1, 0.2, "Name of member"),
        (0.5, 0.2, "Number of shares"), (0.1, 0.23, "Ilse Varga"), (0.5, 0.23, "610"),
    )  # fmt: skip
    statement = page_of(
        (0.3, 0.05, "Bank statement"), (0.1, 0.1, "Account holder: Ilse Varga"), (0.1, 0.14, "IBAN: GB82 WEST 1234 5698 7654 32"),
        (0.1, 0.3, "Closing balance: 1,210.00"),
    )  # fmt: skip
    more = page_of((0.1, 0.1, "Card payment"), (0.5, 0.1, "12.00"))
    pages = [register, replace(statement, number=2), replace(more, number=3)]
    parts = classify_parts(pages)
    assert [(p.document_type, p.first_page, p.last_page) for p in parts] == [
        ("shareholder_register", 1, 1),
        ("bank_statement", 2, 3),
    ]
    facts = {(fact.subject, fact.property): fact for fact in extract_parts(parts, pages)}
    assert facts["1/holding-1", "owner"].value == "1/member-1"
    assert facts["2/account", "iban"].page_number == 2
    assert facts["2/account", "iban"].validation == "checksum ok"
