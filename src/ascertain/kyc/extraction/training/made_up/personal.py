"""All families of made-up personal and money documents, with how often each is made."""

import random
from collections.abc import Callable

from ascertain.kyc.extraction.training.made_up.canvas import MadeUpDocument
from ascertain.kyc.extraction.training.made_up.letters_email import EMAILS
from ascertain.kyc.extraction.training.made_up.letters_personal import LETTERS
from ascertain.kyc.extraction.training.made_up.personal_certificates import CERTIFICATES
from ascertain.kyc.extraction.training.made_up.personal_forms import FORMS
from ascertain.kyc.extraction.training.made_up.personal_identity import IDENTITY
from ascertain.kyc.extraction.training.made_up.personal_licences import LICENCES
from ascertain.kyc.extraction.training.made_up.statements_bank import BANK
from ascertain.kyc.extraction.training.made_up.statements_bills import BILLS
from ascertain.kyc.extraction.training.made_up.statements_pay import PAY

Family = Callable[[random.Random], MadeUpDocument]
PERSONAL_FAMILIES: list[tuple[float, Family]] = [
    *IDENTITY,
    *LICENCES,
    *CERTIFICATES,
    *FORMS,
    *BANK,
    *BILLS,
    *PAY,
    *LETTERS,
    *EMAILS,
]
