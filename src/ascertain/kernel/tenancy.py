"""Who acts, for which tenant, and what they may do."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from ascertain.kernel.errors import Forbidden

ActorKind = Literal["person", "api_key", "system"]

# The tenant on whose behalf this task works: set where a request is authenticated and where a job begins, inherited by the tasks
# they start. Only shared pools read it, to grant their slots in turn; access to data always takes the tenant as an argument.
acting_tenant: ContextVar[str] = ContextVar("acting_tenant", default="")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, an API key or a part of the system, acting inside one tenant.

    Attributes:
        person_id: the person who acts: oneself, or the owner of the key. None for the system, for a service account, and for a key
            whose owner is unknown; such an actor cannot take the part of a second person.
        persons: everyone who answers for the act. For the key of a service account its responsible person and whoever made the
            key, and for an account that nobody has confirmed whoever opened it, because each of them could have acted through it.
        sign_in_id: the sign-in of a person whose request came with a token.
    """

    tenant_id: str
    kind: ActorKind
    id: str
    name: str
    permissions: frozenset[str]
    person_id: str | None = None
    persons: tuple[str, ...] = ()
    sign_in_id: str | None = None

    def __post_init__(self) -> None:
        if self.kind == "person" and self.person_id is None:
            object.__setattr__(self, "person_id", self.id)
        if self.person_id is not None and not self.persons:
            object.__setattr__(self, "persons", (self.person_id,))

    def may(self, permission: str) -> bool:
        """Whether this actor has `permission`; the system itself has all."""
        return self.kind == "system" or permission in self.permissions

    def require(self, permission: str) -> None:
        """Raise Forbidden unless this actor has `permission`."""
        if not self.may(permission):
            raise Forbidden(f"This needs the permission {permission}.", permission=permission)


def system_actor(tenant_id: str, what: str) -> Actor:
    """The system acting for `tenant_id`; `what` names the part, such as "pipeline"."""
    return Actor(tenant_id, "system", f"system:{what}", what, frozenset())
