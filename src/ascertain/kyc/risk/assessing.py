"""The risk step of a case: collects features with their evidence from the capabilities below, and scores them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date

from ascertain.kernel import audit, outbox
from ascertain.kernel.clock import Clock, utc_now
from ascertain.kernel.database import Connection, Database
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import documents, entities, ownership, screening
from ascertain.kyc.risk import store
from ascertain.kyc.risk.model import Evidence, Features, PolicyValues
from ascertain.kyc.risk.policy import values_of
from ascertain.kyc.risk.rules import assess
from ascertain.kyc.values import years_since

# Holdings listed behind an unknown share; the ownership tab has all of them.
_MOST_EVIDENCE = 5
Fence = Callable[[Connection], Awaitable[None]]
# Levels of country risk; the highest of any party counts.
_RANKS = {"standard": 0, "elevated": 1, "high": 2}


class _FeatureCollector:
    """Features of a case, each with its evidence."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self.evidence: dict[str, list[Evidence]] = defaultdict(list)

    def put(self, name: str, value: object, *evidence: Evidence) -> None:
        self.values[name] = value
        self.evidence[name] += evidence


async def _collect_features(
    tx: Connection, case_id: str, values: PolicyValues, today: date
) -> tuple[Features, dict[str, list[Evidence]]]:
    found = _FeatureCollector()
    parties = await entities.list_parties(tx, case_id)
    customer = next((party for party in parties if "customer" in party.roles), None)
    # A case without a resolved customer is scored as a company, whose documents and owners are then missing.
    kind = "person" if customer and customer.schema == "Person" else "company"
    found.put("customer_kind", kind)
    if customer:
        _of_customer(found, customer, today)
    _of_countries(found, parties, values)
    _of_ownership(found, await ownership.find_result(tx, case_id))
    _of_hits(found, await screening.list_hits(tx, case_id))
    conflicts = await entities.list_conflicts(tx, case_id)
    found.put("conflicts", len(conflicts), *(Evidence("fact", c.fact_ids[0]) for c in conflicts))
    _of_documents(found, await documents.list_documents(tx, case_id), values.required_documents[kind])
    return Features(**found.values), dict(found.evidence)  # type: ignore[arg-type]


def _fact_of(party: entities.Party, *names: str) -> tuple[Evidence, ...]:
    properties = party.properties
    values = [item for name in names for item in properties.get(name, [])]
    return tuple(Evidence("fact", item.fact_id) for item in values[:1] if item.fact_id)


def _of_customer(found: _FeatureCollector, customer: entities.Party, today: date) -> None:
    names = ("jurisdiction", "nationality", "country")
    found.put("country", customer.first(*names) or "", *_fact_of(customer, *names))
    born = customer.first("incorporationDate")
    age = years_since(born, today) if born else None
    if age is not None:
        found.put("company_age_years", round(age, 1), *_fact_of(customer, "incorporationDate"))


def _of_countries(found: _FeatureCollector, parties: list[entities.Party], values: PolicyValues) -> None:
    """The highest risk of any party's country."""
    highest, evidence = "standard", list[Evidence]()
    for party in parties:
        for name in ("jurisdiction", "nationality", "country"):
            for item in party.properties.get(name, []):
                level = values.country_risk.get(item.value, "standard")
                if _RANKS[level] > _RANKS[highest]:
                    highest, evidence = level, []
                if level == highest != "standard" and item.fact_id:
                    evidence.append(Evidence("fact", item.fact_id))
    found.put("party_country_risk", highest, *evidence)


def _holding_evidence(evidence_id: str) -> Evidence:
    """The evidence of a holding: a fact, or a statement of an imported file."""
    return Evidence("statement" if evidence_id.startswith("imp_") else "fact", evidence_id)


def _of_ownership(found: _FeatureCollector, result: ownership.OwnershipResult | None) -> None:
    if result is None:
        return
    drawn = [(edge, _holding_evidence(fact_id)) for edge in result.edges for fact_id in edge.fact_ids[-1:]]
    # An unknown share is behind a company or a nominee; its evidence is the holding of that party.
    behind = {unknown.behind_id: unknown.reason for unknown in result.unknowns}
    of_unknown = [evidence for edge, evidence in drawn if edge.source in behind]
    of_nominees = [evidence for edge, evidence in drawn if behind.get(edge.source) == ownership.HELD_BY_NOMINEE]
    circular = [evidence for edge, evidence in drawn if edge.circular]
    owners = [owner for owner in result.owners if owner.is_beneficial_owner]
    found.put("unknown_fraction", result.unknown_fraction, *of_unknown[:_MOST_EVIDENCE])
    found.put("circles", result.circles, *circular)
    found.put("nominees", sum(flag.code == "nominee" for flag in result.flags), *of_nominees)
    longest = max((path for owner in owners for path in owner.paths), key=lambda path: len(path.steps), default=None)
    # Layers of the longest chain to a beneficial owner; chains to other holders do not hide one.
    steps = longest.steps if longest else ()
    found.put("layers", len(steps), *(_holding_evidence(fact_id) for step in steps for fact_id in step.fact_ids[-1:]))
    found.put("owners", len(owners), *(Evidence("owner", owner.party_id) for owner in owners))


def _of_hits(found: _FeatureCollector, hits: list[screening.Hit]) -> None:
    pending = [hit for hit in hits if hit.verdict in (None, "unsure")]
    confirmed = [hit for hit in hits if hit.verdict == "same"]
    sanctioned = [hit for hit in confirmed if "sanction" in hit.entry.topics]
    # Topics of OpenSanctions: `role.pep`, `role.rca` (relatives and close associates) and the like.
    exposed = [hit for hit in confirmed if any(topic.startswith("role.") for topic in hit.entry.topics)]
    found.put("hits_open", len(pending), *(Evidence("hit", hit.id) for hit in pending))
    found.put("hits_confirmed", len(confirmed), *(Evidence("hit", hit.id) for hit in confirmed))
    found.put("sanctioned", bool(sanctioned), *(Evidence("hit", hit.id) for hit in sanctioned))
    found.put("exposed", bool(exposed), *(Evidence("hit", hit.id) for hit in exposed))


def _of_documents(found: _FeatureCollector, uploaded: list[documents.Document], required: list[str]) -> None:
    types = {kind for document in uploaded for kind in document.types}
    failed = [document for document in uploaded if document.state is documents.DocumentState.FAILED]
    found.put("documents_missing", sum(kind not in types for kind in required))
    found.put("documents_failed", len(failed), *(Evidence("document", document.id) for document in failed))


async def assess_case(db: Database, tenant_id: str, case_id: str, *, fence: Fence, clock: Clock = utc_now) -> None:
    """Score a case under the published policy; earlier assessments remain as its history.

    Args:
        fence: called first inside the write transaction; raises where the inputs of the case have changed.
    Raises: PolicyNotFound; PolicyBroken.
    """
    now = clock()
    async with db.transaction(tenant_id) as tx:
        policy = await store.get_published(tx)
        features, evidence = await _collect_features(tx, case_id, values_of(policy), now.date())
    # Between the transactions, so that no connection is occupied while the table is evaluated.
    assessment = assess(features, policy, at=now, evidence=evidence)
    async with db.transaction(tenant_id) as tx:
        await fence(tx)
        await store.insert_assessment(tx, case_id, assessment, features)
        actor = system_actor(tenant_id, "risk")
        details = {"score": assessment.score, "band": assessment.band, "policy_version": policy.version}
        await audit.record(
            tx, actor, "risk.assess", object_kind="case", object_id=case_id, stream=case_id, details=details
        )
        await outbox.publish(tx, "risk.scored", {"case_id": case_id, **details}, stream=case_id)
