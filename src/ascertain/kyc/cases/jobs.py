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
from ascertain.kyc.cases.summary import refresh_spec, refresh_summary

# Three retries: enough for a restart of the database or a worker, few enough that a broken step is shown within minutes.
MAX_ATTEMPTS = 4
# A page of cases in one job, so that the transaction that restarts them stays short.
_CASES_PER_JOB = 100

Work = Callable[[str, CaseSummary, pipeline.Fence], Awaitable[None]]


def job_specs(db: Database, index: "screening.ScreeningIndex", *, clock: Clock) -> list[JobSpec]:
    """One job for each step. A job may run again after a crash: the fence accepts one result for each version."""

    async def resolve(tenant_id: str, case: CaseSummary, fence: pipeline.Fence) -> None:
        customer = entities.DeclaredCustomer(
            name=case.customer_name,
            kind=case.customer_kind,
            country=case.country,
            birth_date=case.birth_date,
            registration_number=case.registration_number,
        )
        imported = await ownership.imported_records(db, tenant_id, case.id)
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
    return [*specs, refresh_spec(db, clock=clock), JobSpec("case.policy_changed", _policy_changed(db, clock=clock))]


async def _policy_values(db: Database, tenant_id: str) -> "risk.PolicyValues":
    async with db.transaction(tenant_id) as tx:
        return await risk.policy_values(tx)


def _spec(db: Database, step: Step, work: Work, *, clock: Clock) -> JobSpec:
    async def run(job: Job) -> None:
        case_id, version = job.payload["case_id"], job.payload["inputs_version"]
        async with db.transaction(job.tenant_id) as tx:
            case = await store.get_stored_case(tx, case_id)
            started = await store.set_step(tx, case_id, step.value, "running", version)
        try:
            if started:
                await work(job.tenant_id, case, pipeline.fence(case_id, step, version, clock=clock))
        except StaleStep:
            started = False
        except Exception as error:
            if job.attempt >= MAX_ATTEMPTS:
                await _mark_failed(db, job, step, error, clock=clock)
            raise
        if not started:
            log.info("case.step_stale", case_id=case_id, step=step.value, version=version)
        if version < case.inputs_version:
            return  # the steps of the newer version refresh the summary
        # Also after a stale start: the worker may have died between the step's commit and this.
        async with db.transaction(job.tenant_id) as tx:
            await refresh_summary(tx, case_id, now=clock())

    # Called for a job whose worker died on every attempt: `run` itself never saw the last failure.
    async def gave_up(job: Job, error: Exception) -> None:
        await _mark_failed(db, job, step, error, clock=clock)

    return JobSpec(pipeline.job_kind(step), run, max_attempts=MAX_ATTEMPTS, concurrency=2, gave_up=gave_up)


async def _mark_failed(db: Database, job: Job, step: Step, error: Exception, *, clock: Clock) -> None:
    """Show on the case that a step failed; the failed job has the details for the operator."""
    detail = error.message if isinstance(error, AscertainError) else "internal error; see the failed jobs"
    async with db.transaction(job.tenant_id) as tx:
        await store.set_step(
            tx, job.payload["case_id"], step.value, "failed", job.payload["inputs_version"], detail=detail
        )
        await refresh_summary(tx, job.payload["case_id"], now=clock())


def _policy_changed(db: Database, *, clock: Clock) -> Callable[[Job], Awaitable[None]]:
    """Restart every undecided case under the new policy, a page of cases in each job."""

    async def run(job: Job) -> None:
        actor = system_actor(job.tenant_id, "pipeline")
        async with db.transaction(job.tenant_id) as tx:
            case_ids = await store.list_undecided(tx, after=job.payload["after"], limit=_CASES_PER_JOB)
            for case_id in case_ids:
                await pipeline.inputs_changed(tx, actor, case_id, because="policy.published", clock=clock)
            if len(case_ids) == _CASES_PER_JOB:
                await jobs.enqueue(tx, job.kind, {"after": case_ids[-1]})

    return run
