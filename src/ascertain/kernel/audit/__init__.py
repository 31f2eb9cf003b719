"""The append-only log of who did what, when, to what and why, proven by keys and anchors outside the database.

An entry carries a MAC from the moment at which it is written, with the state that it describes. A sealer gives entries their
position in a chain per tenant, because a chain inside each transaction would serialise all writes of the tenant; the heads of
all tenants go into one chain, and its head into anchors. `verify` and `verify_master` recompute all of it.
"""

from ascertain.kernel.audit.anchors import AnchorAhead, AnchorBucket, accept_database, append_anchors
from ascertain.kernel.audit.chain_store import (
    count_master,
    count_rows,
    list_mastered_tenants,
    list_tenants,
    oldest_unsealed_s,
)
from ascertain.kernel.audit.keys import NO_KEYS, Keyring, add_key, load_keyring, signing_keyring, signing_with
from ascertain.kernel.audit.model import AuditEntry, Finding, MasterVerification, Verification
from ascertain.kernel.audit.seal import seal, seal_all
from ascertain.kernel.audit.sealing import Sealer
from ascertain.kernel.audit.store import NotRecorded, list_entries, list_seals, record
from ascertain.kernel.audit.verify import AnchorPlaces, verify, verify_master

__all__ = [
    "NO_KEYS",
    "AnchorAhead",
    "AnchorBucket",
    "AnchorPlaces",
    "AuditEntry",
    "Finding",
    "Keyring",
    "MasterVerification",
    "NotRecorded",
    "Sealer",
    "Verification",
    "accept_database",
    "add_key",
    "append_anchors",
    "count_master",
    "count_rows",
    "list_entries",
    "list_mastered_tenants",
    "list_seals",
    "list_tenants",
    "load_keyring",
    "oldest_unsealed_s",
    "record",
    "seal",
    "seal_all",
    "signing_keyring",
    "signing_with",
    "verify",
    "verify_master",
]
