"""Content-addressed files: a local folder by default, S3, GCS or Azure by URL.

Every file is stored under its tenant and its SHA-256: the same bytes are stored once per tenant, and never shared by tenants. The
hash is computed again on every read, so that bytes which were changed, cut or exchanged in the store are never given out;
they are repaired from a replica where one is set, or by storing the right bytes again.
"""

from ascertain.kernel.storage.content import ObjectStorage
from ascertain.kernel.storage.model import FileDamaged, FileMissing, FileNotStored, FileUnreadable, StorageNotWritable

__all__ = ["FileDamaged", "FileMissing", "FileNotStored", "FileUnreadable", "ObjectStorage", "StorageNotWritable"]
