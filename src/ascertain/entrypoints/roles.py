"""Roles as named sets of permissions: the initial roles of a new tenant; the tenant's own rows apply afterwards."""

from collections.abc import Iterable

from ascertain.kernel.errors import InvalidInput

_READ = frozenset({"case.read", "policy.read", "library.read"})
# A reviewer has an analyst's permissions too; that nobody reviews their own case is checked per case.
_WORK = _READ | {
    "case.write",
    "fact.review",
    "judgement.make",
    "hit.adjudicate",
    "proposal.make",
    "chat.use",
    "predict.use",
    "screening.use",
}

ROLES: dict[str, frozenset[str]] = {
    "analyst": _WORK,
    "reviewer": _WORK | {"proposal.review"},
    "head": _WORK
    | {"proposal.review", "policy.write", "library.write", "watchlist.manage", "audit.read", "usage.read"}
    | {"budget.manage", "model.use", "people.confirm"},
    # Reads everything and changes nothing.
    "auditor": _READ | {"audit.read", "usage.read"},
    # Operates the system without access to cases or power over people.
    "engineer": frozenset({"system.read", "system.operate", "usage.read", "model.use"}),
    "scientist": frozenset({"policy.read", "library.read", "model.read", "predict.use", "usage.read", "model.use"}),
    # Manages users and keys; without case.read, because administration needs no customer data.
    "admin": frozenset(
        {
            "admin.manage",
            "people.confirm",
            "audit.read",
            "system.read",
            "usage.read",
            "library.read",
            "policy.read",
            "budget.manage",
            "model.use",
        }
    ),
}

# Every permission that exists: one that no role has could not be granted.
PERMISSIONS: tuple[str, ...] = tuple(sorted(frozenset().union(*ROLES.values())))

# Rights with which a person decides over customers, rules or people. A service account never has them, a key of a person may; an
# account that an administrator gave access to has them only once a second person has confirmed it.
DECIDING = frozenset({"proposal.review", "policy.write", "admin.manage", "people.confirm"})
FOR_PROGRAMS = frozenset(PERMISSIONS) - DECIDING


def check_permissions(names: Iterable[str]) -> None:
    """Raises InvalidInput for a permission that does not exist."""
    unknown = sorted(set(names) - set(PERMISSIONS))
    if unknown:
        raise InvalidInput(f"There is no permission {unknown[0]}.", field="permissions", known=list(PERMISSIONS))
