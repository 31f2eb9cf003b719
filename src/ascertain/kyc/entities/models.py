"""The weights that a tenant's records are compared by: the shipped weights, or the tenant's own, in versions."""

from collections.abc import Mapping

from ascertain.kernel.database import Connection
from ascertain.kyc.entities import models_store as store
from ascertain.kyc.entities.comparison import Models, default_models
from ascertain.kyc.entities.engine.weights import Model

_MAX_CACHED = 64
_cache: dict[tuple[str, str, int], Model] = {}  # a version never changes, so an entry never goes stale


async def models_in_use(tx: Connection, versions: Mapping[str, int] | None = None) -> Models:
    """The newest weights of each kind.

    Args:
        versions: the newest version by kind, where the caller has read them already.
    """
    return default_models() | await own_models(tx, versions)


async def own_models(tx: Connection, versions: Mapping[str, int] | None = None) -> dict[str, Model]:
    """The newest of the tenant's own weights by kind; kinds without are left out."""
    newest = await store.newest_versions(tx) if versions is None else versions
    models: dict[str, Model] = {}
    tenant = await store.tenant_of(tx) if newest else ""
    for kind, version in newest.items():
        model = _cache.get((tenant, kind, version))
        if model is None:
            model = Model.from_document(await store.get_document(tx, kind, version))
            # The oldest entry first; a model in use is read again once.
            while len(_cache) >= _MAX_CACHED:
                _cache.pop(next(iter(_cache)), None)
            _cache[tenant, kind, version] = model
        models[kind] = model
    return models
