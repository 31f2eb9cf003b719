"""The append-only record of who did what, when, to what and why, chained by hashes.

Entries commit with the state they tell of. A sealer chains them afterwards, one a tenant, because a chain inside each
transaction would let the tenant write one thing at a time. `verify` recomputes the chain and reports what is not sealed yet.
"""

from ascertain.kernel.audit.model import AuditEntry, Verification
from ascertain.kernel.audit.seal import seal, seal_all, verify
from ascertain.kernel.audit.store import list_entries, list_seals, record

__all__ = ["AuditEntry", "Verification", "list_entries", "list_seals", "record", "seal", "seal_all", "verify"]
