"""New versions of the policy: drafted by one person, published by another, and replayed on past cases."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from ascertain.kernel import audit, auth, outbox
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Connection
from ascertain.kernel.ids import new_id
from ascertain.kernel.tenancy import Actor
from ascertain.kyc.risk import store
from ascertain.kyc.risk.model import AuthorPublishes, Band, Policy, PolicyNotDraft
from ascertain.kyc.risk.rules import assess, check


async def draft_policy(tx: Connection, actor: Actor, name: str, content: dict[str, Any], *, clock: Clock) -> Policy:
    """Create a new version as a draft. Raises PolicyBroken, naming the cell or the setting."""
    check(content)
    policy = Policy(new_id("pol"), name, await store.next_version(tx), content, "draft", None, None)
    await store.insert_policy(tx, policy, drafted_by=actor, at=clock())
    details = {"version": policy.version, "name": name}
    await audit.record(tx, actor, "policy.draft", object_kind="policy", object_id=policy.id, details=details)
    return policy


async def publish_policy(
    tx: Connection, actor: Actor, policy_id: str, *, reason: str | None = None, clock: Clock
) -> Policy:
    """Publish a draft in place of the current policy; every open case is scored again.

    Raises: PolicyNotFound; PolicyNotDraft; AuthorPublishes, since four eyes apply to policies as well as to cases.
    """
    policy, author_id = await store.lock_policy(tx, policy_id)
    if policy.state != "draft":
        raise PolicyNotDraft(f"Version {policy.version} is {policy.state}; only a draft can be published.")
    # By person, not by id: an author could otherwise publish with a key.
    authors = await auth.persons_behind(tx, author_id) if author_id else set()
    if author_id == actor.id or authors & set(actor.persons) or actor.person_id is None:
        raise AuthorPublishes("A person other than the author of the draft has to publish it.")
    # Checked again: the checks may have become stricter since the draft was stored.
    check(policy.content)
    now = clock()
    await store.set_published(tx, policy_id, by=actor.name, at=now)
    details = {"version": policy.version, "name": policy.name}
    await audit.record(
        tx, actor, "policy.publish", object_kind="policy", object_id=policy_id, reason=reason, details=details
    )
    await outbox.publish(tx, "policy.published", {"policy_id": policy_id, **details}, stream=policy_id)
    return replace(policy, state="published", published_by=actor.name, published_at=now)


@dataclass(frozen=True, slots=True)
class Replayed:
    """A case under another policy: its score and band now, and under that policy."""

    case_id: str
    score_before: int
    band_before: Band
    score_after: int
    band_after: Band


@dataclass(frozen=True, slots=True)
class Replay:
    """The effect of a policy: the number of cases by band before and after, and the cases whose band or score changes."""

    cases: int
    bands: dict[tuple[Band, Band], int]
    moved: tuple[Replayed, ...]


async def replay(tx: Connection, policy: Policy, *, clock: Clock, most: int = 1000) -> Replay:
    """Score the features of the newest assessment of each case (at most `most`, newest first) under `policy`; nothing is stored."""
    found = []
    for case_id, before, features in await store.list_newest_inputs(tx, most):
        after = assess(features, policy, at=clock())
        found.append(Replayed(case_id, before.score, before.band, after.score, after.band))
    bands = Counter((one.band_before, one.band_after) for one in found)
    moved = [one for one in found if (one.score_before, one.band_before) != (one.score_after, one.band_after)]
    # Changes of band first, then the largest increase of the score.
    moved.sort(key=lambda one: (one.band_before == one.band_after, one.score_before - one.score_after))
    return Replay(len(found), dict(bands), tuple(moved))
