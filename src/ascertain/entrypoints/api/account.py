"""One's own account: password, sign-ins, two-factor authentication. Only for a person who is signed in, never for a key."""

import io
from datetime import datetime
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Request
from pydantic import Field

from ascertain.kernel import auth
from ascertain.kernel.errors import Forbidden
from ascertain.kernel.http import ERROR_RESPONSES, CurrentActor, Db, WireModel, resource
from ascertain.kernel.http.secrets import Secret, Secrets
from ascertain.kernel.http.wire import StorableStr
from ascertain.kernel.tenancy import Actor

router = APIRouter(prefix="/account", tags=["account"], responses=ERROR_RESPONSES)

Accounts = Annotated[auth.OwnAccount, resource(auth.OwnAccount)]
Password = Annotated[str, Field(max_length=1000)]


class AccountOut(WireModel):
    """The account of the person who asks."""

    id: str
    name: str
    email: str
    roles: list[str]
    unconfirmed: bool = Field(description="Whether rights are limited until a second person confirms the account")
    two_factor: bool = Field(description="Whether two-factor authentication is set up")
    two_factor_required: bool = Field(description="Whether a role of the account requires it")
    recovery_codes_left: int


class PasswordChangeIn(WireModel):
    """The present and the new password."""

    current: Password
    new: Password


class SignInOut(WireModel):
    """A sign-in that has not ended."""

    id: str
    device: str = Field(description="Browser and system, as far as the client names them")
    address: str
    began_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool


class SignInsOut(WireModel):
    """All sign-ins of the account that have not ended."""

    items: list[SignInOut]


class PasswordIn(WireModel):
    """The present password, which confirms the act."""

    password: Password


class CodeIn(WireModel):
    """A code of the authenticator app."""

    code: str = Field(min_length=6, max_length=40)


class EnrolmentOut(WireModel):
    """What an authenticator app needs."""

    secret: Secret
    uri: Secret
    qr_svg: Secret = Field(description="The address as a QR code, an SVG document")


class RecoveryCodesOut(WireModel):
    """Codes that each replace a code of the app once; shown only here."""

    codes: Secrets


def _signed_in(actor: CurrentActor) -> Actor:
    if actor.kind != "person" or actor.sign_in_id is None:
        raise Forbidden("An account is changed by its person after signing in, not with a key.")
    return actor


SignedIn = Annotated[Actor, Depends(_signed_in)]


def _caller(request: Request) -> auth.Caller:
    return auth.Caller(request.client.host if request.client else "")


@router.get("")
async def get_account(actor: SignedIn, accounts: Accounts) -> AccountOut:
    """The account, with what its sign-in requires."""
    return AccountOut.model_validate(await accounts.overview(actor))


@router.post("/password", status_code=204)
async def change_own_password(actor: SignedIn, accounts: Accounts, body: PasswordChangeIn, request: Request) -> None:
    """Change one's password; all other sign-ins of the account end."""
    await accounts.change_password(actor, body.current, body.new, _caller(request))


@router.get("/sessions")
async def list_own_sessions(actor: SignedIn, db: Db, accounts: Accounts) -> SignInsOut:
    """The sign-ins of the account with device, address and time."""
    async with db.transaction(actor.tenant_id) as tx:
        found = await auth.list_sign_ins(tx, actor.id, now=accounts.now())
    items = [
        SignInOut(
            id=one.id,
            device=one.device,
            address=one.address,
            began_at=one.began_at,
            seen_at=one.seen_at,
            expires_at=one.expires_at,
            current=one.id == actor.sign_in_id,
        )
        for one in found
    ]
    return SignInsOut(items=items)


@router.delete("/sessions/{sign_in_id}", status_code=204)
async def end_own_session(actor: SignedIn, db: Db, sign_in_id: StorableStr) -> None:
    """End one sign-in of the account."""
    async with db.transaction(actor.tenant_id) as tx:
        await auth.end_own_sign_in(tx, actor, sign_in_id)


@router.delete("/sessions", status_code=204)
async def end_own_sessions(actor: SignedIn, db: Db) -> None:
    """Sign out everywhere, here as well."""
    async with db.transaction(actor.tenant_id) as tx:
        await auth.end_own_sign_ins(tx, actor)


@router.post("/two-factor")
async def begin_two_factor(actor: SignedIn, accounts: Accounts, body: PasswordIn, request: Request) -> EnrolmentOut:
    """A new secret for an authenticator app; it counts once a code of it was confirmed."""
    enrolment = await accounts.begin_two_factor(actor, body.password, _caller(request))
    image = io.BytesIO()
    segno.make(enrolment.uri, error="m").save(image, kind="svg", scale=4, border=4, xmldecl=False)
    return EnrolmentOut(secret=enrolment.secret, uri=enrolment.uri, qr_svg=image.getvalue().decode())


@router.post("/two-factor/confirm")
async def confirm_two_factor(actor: SignedIn, accounts: Accounts, body: CodeIn, request: Request) -> RecoveryCodesOut:
    """Turn two-factor authentication on with the first code of the app; returns the recovery codes."""
    return RecoveryCodesOut(codes=await accounts.confirm_two_factor(actor, body.code, _caller(request)))


@router.post("/two-factor/remove", status_code=204)
async def remove_two_factor(actor: SignedIn, accounts: Accounts, body: PasswordIn, request: Request) -> None:
    """Turn two-factor authentication off; refused where a role requires it."""
    await accounts.remove_two_factor(actor, body.password, _caller(request))
