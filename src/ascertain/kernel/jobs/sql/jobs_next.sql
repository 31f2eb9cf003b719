-- The next jobs of a kind, at most `most`: of each tenant no more than leaves it with `per_tenant` running ones, and among the
-- tenants by priority, which `jobs_priority` makes a fair order. Tenants are enumerated by a skip scan of the index, so the cost
-- grows with the tenants that wait and not with their jobs: one tenant's backlog must not slow the search for the others'.
-- The tenants of `resting` get none: they computed more than their share lately.
create or replace function jobs_next(kind text, per_tenant bigint, most bigint, resting text[]) returns table (id integer)
    language sql stable as $$
    with recursive waiting (tenant) as (
        (select q.headers ->> 'tenant_id' from queue.pgqueuer q
         where q.entrypoint = kind and q.status = 'queued' order by q.headers ->> 'tenant_id' limit 1)
        union all
        select (select q.headers ->> 'tenant_id' from queue.pgqueuer q
                where q.entrypoint = kind and q.status = 'queued' and q.headers ->> 'tenant_id' > waiting.tenant
                order by q.headers ->> 'tenant_id' limit 1)
        from waiting where waiting.tenant is not null
    ), running as (
        select q.headers ->> 'tenant_id' as tenant, count(*) as jobs from queue.pgqueuer q
        where q.entrypoint = kind and q.status = 'picked' group by 1
    )
    select head.id from waiting left join running using (tenant) cross join lateral (
        select q.id, q.priority from queue.pgqueuer q
        where q.entrypoint = kind and q.status = 'queued' and q.headers ->> 'tenant_id' = waiting.tenant
            and q.execute_after < now() and waiting.tenant <> all(resting)
        order by q.priority desc, q.id limit greatest(least(most, per_tenant - coalesce(running.jobs, 0)), 0)
    ) head
    order by head.priority desc, head.id limit most
$$;
