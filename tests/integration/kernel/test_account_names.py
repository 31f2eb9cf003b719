"""Accounts, keys and tenants get no name or address with invisible characters, whoever makes them."""

from datetime import timedelta

import pytest

from ascertain.kernel import auth
from ascertain.kernel.clock import FixedClock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import InvalidInput
from ascertain.kernel.tenancy import Actor

HIDDEN = "\u202erofakO .R"


async def test_each_name_by_which_people_recognise_is_checked(db: Database, tenant: str, clock: FixedClock) -> None:
    with pytest.raises(InvalidInput, match="U\\+202E"):
        await auth.create_tenant(db, HIDDEN, {})
    async with db.transaction(tenant) as tx:
        await auth.ensure_roles(tx, {"analyst": frozenset({"case.read"})})
        user = await auth.create_user(
            tx, name=" علی\u200cرضا ", email="ali@example.org", password_hash=None, roles=["analyst"]
        )
        assert user.name == "علی\u200cرضا"
        actor = Actor(tenant, "person", user.id, user.name, frozenset({"case.read"}))
        with pytest.raises(InvalidInput, match="U\\+202E"):
            await auth.create_user(tx, name=HIDDEN, email="b@example.org", password_hash=None, roles=["analyst"])
        with pytest.raises(InvalidInput, match="U\\+200B"):
            await auth.create_user(tx, name="Ali", email="ali@example.org\u200b", password_hash=None, roles=["analyst"])
        with pytest.raises(InvalidInput, match="U\\+202E"):
            await auth.create_service_account(
                tx, actor, name=HIDDEN, roles=["analyst"], responsible_id=None, limited_to=["case.read"]
            )
        with pytest.raises(InvalidInput, match="U\\+202E"):
            await auth.create_api_key(
                tx, actor, name=HIDDEN, permissions=["case.read"], lifetime=timedelta(days=1), clock=clock
            )
