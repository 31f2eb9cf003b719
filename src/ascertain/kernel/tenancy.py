"""Who acts, for which tenant, and what they may do."""

from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import Forbidden

ActorKind = Literal["person", "api_key", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API key or a part of the system, acting inside one tenant."""

    tenant_id: str
    kind: ActorKind
    id: str
    name: str
    permissions: frozenset[str]

    def may(self, permission: str) -> bool:
        """Whether this actor holds `permission`; the system itself holds all."""
        return self.kind == "system" or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise Forbidden unless this actor holds `permission`."""
        if not self.may(permission):
            raise Forbidden(f"This needs the permission {permission}.", permission=permission)


def system_actor(tenant_id: str, what: str) -> Actor:
    """The system acting for `tenant_id`; `what` names the part, such as "pipeline"."""
    return Actor(tenant_id, "system", f"system:{what}", what, frozenset())
