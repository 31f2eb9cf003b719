-- The priority of a new job of the transaction's tenant: one less than that of its last waiting or running job of this kind, but
-- no higher than that of the job that is next. Sorted by it, tenants take turns job by job, and none waits for ever: this is
-- start-time fair queueing (Goyal, Vin, Cheng 1996), with minus the start tag as the priority.
create or replace function jobs_priority(kind text) returns integer
    language sql stable as $$
    select least(
        coalesce((select q.priority from queue.pgqueuer q where q.entrypoint = kind and q.status = 'queued'
                      and q.execute_after <= now() order by q.priority desc limit 1), 0),
        coalesce((select q.priority from queue.pgqueuer q where q.entrypoint = kind and q.status = 'queued'
                      and q.headers ->> 'tenant_id' = current_setting('app.tenant')
                  order by q.priority limit 1) - 1, 0),
        coalesce((select min(q.priority) from queue.pgqueuer q where q.entrypoint = kind and q.status = 'picked'
                      and q.headers ->> 'tenant_id' = current_setting('app.tenant')) - 1, 0))
$$;
