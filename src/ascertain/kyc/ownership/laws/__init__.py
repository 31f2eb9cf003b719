"""One module per law: who is a beneficial owner of a company, on which grounds, by which article."""

from ascertain.kyc.ownership.laws.exclusions import due_diligence_scope, exclusions_of
from ascertain.kyc.ownership.laws.finding import Finding
from ascertain.kyc.ownership.laws.qualifying import qualify

__all__ = ["Finding", "due_diligence_scope", "exclusions_of", "qualify"]
