"""The printed summary of an evidence pack, also for a case with missing parts."""

from typing import Any

import pypdfium2
from hypothesis import given, settings
from hypothesis import strategies as st

from ascertain.kyc.cases.evidence_pack.printing import print_summary

_CASE = {
    "reference": "C-0001", "customer_name": "X", "customer_kind": "company", "state": "open", "band": None, "score": None,
    "country": None, "registration_number": None, "birth_date": None, "created_at": "2026-11-21 09:00:00", "round": 1,
    "inputs_version": 1,
}  # fmt: skip
_EMPTY: dict[str, Any] = {
    "case": _CASE, "parties": [], "documents": [], "facts": [], "ownership": None, "hits": [], "assessment": None,
    "notes": [], "proposals": [], "timeline": [],
}  # fmt: skip


def _text(content: dict[str, Any]) -> str:
    document = pypdfium2.PdfDocument(print_summary(content))
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_an_empty_case_is_printed() -> None:
    assert "No decision has been proposed yet." in _text(_EMPTY)


def test_circular_holdings_control_and_unread_documents_are_printed() -> None:
    step = {"from_name": "A", "to_name": "B", "fraction": None, "fact_ids": []}
    paths = [
        {"steps": [], "product": 0.048, "note": "circles", "kind": "shares"},
        {"steps": [step], "product": 0.0, "note": "", "kind": "control"},
    ]
    owner = {"name": "Ilse", "total_fraction": 0.5, "is_beneficial_owner": True, "explanation": "holds", "paths": paths}
    ownership = {
        "regime_label": "EU", "threshold": 0.25, "as_of": "2026-11-21", "unknown_fraction": 0.0, "owners": [owner], "flags": [],
    }  # fmt: skip
    unread = {"id": "doc_1", "filename": "a.pdf", "document_type": None, "pages_total": None, "sha256": "0" * 64}
    text = _text({**_EMPTY, "ownership": ownership, "documents": [unread]})
    assert "Through circular holdings: 4.8 %." in text and "a.pdf" in text


@settings(max_examples=15)
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_printed_as_text(words: str) -> None:
    note = {"author": {"name": words}, "created_at": "2026-11-21 09:00:00", "text": words}
    assert "Notes" in _text({**_EMPTY, "case": {**_CASE, "customer_name": words}, "notes": [note], "proposals": []})
