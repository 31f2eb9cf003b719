"""The steps of a case as background jobs."""

from collections.abc import Awaitable, Callable

from ascertain.kernel import jobs
from ascertain.kernel.clock import Clock
from ascertain.kernel.database import Database
from ascertain.kernel.errors import AscertainError
from ascertain.kernel.jobs import Job, JobSpec
from ascertain.kernel.telemetry import log
from ascertain.kernel.tenancy import system_actor
from ascertain.kyc import entities, ownership, risk, screening
from ascertain.kyc.cases import pipeline, store
from ascertain.kyc.cases.model import CaseSummary, StaleStep, Step
from ascertain.kyc.cases.summary import refresh_summary

MAX_ATTEMPTS = 4
_CASES_IN_A_JOB = 100

Work = Callable[[str, CaseSummary, pipeline.Fence], Awaitable[None]]


def job_specs(db: Database, index: "screening.ScreeningIndex", *, clock: Clock) -> list[JobSpec]:
    """One job for each step; a job may run again after a crash, for its fence lets one result through."""

    async def resolve(tenant_id: str, case: CaseSummary, fence: pipeline.Fence) -> None:
        customer = entities.DeclaredCustomer(
            name=case.customer_name,
            kind=case.customer_kind,
            country=case.country,
            birth_date=case.birth_date,
            registration_number=case.registration_number,
        )
        async with db.transaction(tenant_id) as tx:
            imported = await ownership.imported_records(tx, case.id)
        await entities.resolve_case(db, tenant_id, case.id, customer=customer, fence=fence, imported=imported)

    async def own(tenant_id: str, case: CaseSummary, fence: pipeline.Fence) -> None:
        values = await _policy_values(db, tenant_id)
        rule = ownership.OwnershipRule(regime=values.regime, threshold=values.threshold, as_of=clock().date())
        await ownership.compute_case(db, tenant_id, case.id, rule=rule, fence=fence)

    async def screen(tenant_id: str, case: CaseSummary, fence: pipeline.Fence) -> None:
        values = await _policy_values(db, tenant_id)
        await screening.screen_case(db, tenant_id, case.id, index, cutoff=values.screening_cutoff, fence=fence)

    async def score(tenant_id: str, case: CaseSummary, fence: pipeline.Fence) -> None:
        await risk.assess_case(db, tenant_id, case.id, fence=fence)

    steps: dict[Step, Work] = {Step.RESOLVE: resolve, Step.OWN: own, Step.SCREEN: screen, Step.SCORE: score}
    specs = [_spec(db, step, work, clock=clock) for step, work in steps.items()]
    return [*specs, JobSpec("case.policy_changed", _policy_changed(db, clock=clock))]


async def _policy_values(db: Database, tenant_id: str) -> "risk.PolicyValues":
    async with db.transaction(tenant_id) as tx:
        return await risk.policy_values(tx)


def _spec(db: Database, step: Step, work: Work, *, clock: Clock) -> JobSpec:
    async def run(job: Job) -> None:
        case_id, version = job.payload["case_id"], job.payload["inputs_version"]
        async with db.transaction(job.tenant_id) as tx:
            case = await store.get_case(tx, case_id)
            begun = await store.set_step(tx, case_id, step.value, "running", version)
        try:
            if begun:
                await work(job.tenant_id, case, pipeline.fence(case_id, step, version, clock=clock))
        except StaleStep:
            begun = False
        except Exception as error:
            if job.attempt >= MAX_ATTEMPTS:
                await _mark_failed(db, job, step, error, clock=clock)
            raise
        if not begun:
            log.info("case.step_stale", case_id=case_id, step=step.value, version=version)
        # Also after a stale start: the worker may have died between the step's commit and this.
        async with db.transaction(job.tenant_id) as tx:
            await refresh_summary(tx, case_id, now=clock())

    async def gave_up(job: Job, error: Exception) -> None:
        await _mark_failed(db, job, step, error, clock=clock)

    return JobSpec(pipeline.job_kind(step), run, max_attempts=MAX_ATTEMPTS, concurrency=2, gave_up=gave_up)


async def _mark_failed(db: Database, job: Job, step: Step, error: Exception, *, clock: Clock) -> None:
    """The case shows that a step gave up; the dead letter holds the rest for whoever operates the system."""
    detail = error.message if isinstance(error, AscertainError) else "failed inside; see the dead letters"
    async with db.transaction(job.tenant_id) as tx:
        await store.set_step(
            tx, job.payload["case_id"], step.value, "failed", job.payload["inputs_version"], detail=detail
        )
        await refresh_summary(tx, job.payload["case_id"], now=clock())


def _policy_changed(db: Database, *, clock: Clock) -> Callable[[Job], Awaitable[None]]:
    """Run every undecided case again under the new policy, a page of cases in each job."""

    async def run(job: Job) -> None:
        actor = system_actor(job.tenant_id, "pipeline")
        async with db.transaction(job.tenant_id) as tx:
            case_ids = await store.list_undecided(tx, after=job.payload["after"], limit=_CASES_IN_A_JOB)
            for case_id in case_ids:
                await pipeline.inputs_changed(tx, actor, case_id, because="policy.published", clock=clock)
            if len(case_ids) == _CASES_IN_A_JOB:
                await jobs.enqueue(tx, job.kind, {"after": case_ids[-1]})

    return run
