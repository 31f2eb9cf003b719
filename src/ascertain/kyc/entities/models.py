"""The weights that a tenant's records are compared by: those that ship, or its own, a version each time they are estimated anew."""

from collections.abc import Mapping

from ascertain.kernel.database import Connection
from ascertain.kyc.entities import models_store as store
from ascertain.kyc.entities.comparison import Models, default_models
from ascertain.kyc.entities.engine.weights import Model

_MAX_KEPT = 64
_kept: dict[tuple[str, str, int], Model] = {}  # a version never changes, so what was read once holds


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
        model = _kept.get((tenant, kind, version))
        if model is None:
            model = Model.from_document(await store.get_document(tx, kind, version))
            while len(_kept) >= _MAX_KEPT:
                _kept.pop(next(iter(_kept)), None)
            _kept[tenant, kind, version] = model
        models[kind] = model
    return models
