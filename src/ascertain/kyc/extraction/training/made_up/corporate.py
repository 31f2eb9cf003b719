"""All kinds of made-up company documents, with how often each is made."""

import random
from collections.abc import Callable

from ascertain.kyc.extraction.training.made_up import corporate_accounts as accounts
from ascertain.kyc.extraction.training.made_up import corporate_certificates as certificates
from ascertain.kyc.extraction.training.made_up import corporate_deeds as deeds
from ascertain.kyc.extraction.training.made_up import corporate_extracts as extracts
from ascertain.kyc.extraction.training.made_up import corporate_filings as filings
from ascertain.kyc.extraction.training.made_up import corporate_registers as registers
from ascertain.kyc.extraction.training.made_up import corporate_shares as shares
from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument

# Weights follow how often a desk receives the kind, and how many layouts of it there are.
CORPORATE: tuple[tuple[float, Callable[[random.Random], MadeUpDocument]], ...] = (
    (12, extracts.extract),
    (3, extracts.indicator_rows),
    (3, extracts.chronological),
    (3, extracts.stacked_certificate),
    (4, extracts.entity_detail),
    (3, extracts.two_columns),
    (6, registers.members),
    (4, registers.ledger),
    (4, registers.directors),
    (4, registers.holders_list),
    (2, shares.share_certificate),
    (2, shares.cap_table),
    (2, shares.chart),
    (5, filings.annual_return),
    (6, filings.beneficial_owners),
    (3, filings.change_notice),
    (3, filings.application),
    (2, filings.gazette),
    (2, filings.share_return),
    (4, certificates.certificate),
    (4, certificates.incumbency),
    (2, certificates.licence),
    (2, certificates.tax_letter),
    (3, deeds.resolution),
    (4, deeds.articles),
    (3, deeds.power_of_attorney),
    (1.5, deeds.nominee),
    (3, accounts.accounts),
)
