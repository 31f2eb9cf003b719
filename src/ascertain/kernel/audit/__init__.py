"""The append-only log of who did what, when, to what and why, chained by hashes.

Entries commit with the state that they describe. One sealer per tenant chains them afterwards, because a chain inside each
transaction would serialise all writes of the tenant. `verify` recomputes the chain and reports what is not sealed yet.
"""

from ascertain.kernel.audit.model import AuditEntry, Verification
from ascertain.kernel.audit.seal import seal, seal_all, verify
from ascertain.kernel.audit.store import list_entries, list_seals, list_tenants, record

__all__ = [
    "AuditEntry",
    "Verification",
    "list_entries",
    "list_seals",
    "list_tenants",
    "record",
    "seal",
    "seal_all",
    "verify",
]
