from ascertain.kyc import documents as documents
from ascertain.kyc import entities as entities
from ascertain.kyc import ownership as ownership
from ascertain.kyc import screening as screening

__version__: str
