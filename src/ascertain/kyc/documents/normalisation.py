"""Kept for one day for those who import from here; see `values`."""

from ascertain.kyc.documents.values import (
    LEGAL_FORMS,
    is_company,
    normalise_amount,
    normalise_count,
    normalise_country,
    normalise_date,
    normalise_identifier,
    normalise_name,
    normalise_percentage,
    normalise_registration,
    normalise_value,
    validity,
)

__all__ = [
    "LEGAL_FORMS",
    "is_company",
    "normalise_amount",
    "normalise_count",
    "normalise_country",
    "normalise_date",
    "normalise_identifier",
    "normalise_name",
    "normalise_percentage",
    "normalise_registration",
    "normalise_value",
    "validity",
]
