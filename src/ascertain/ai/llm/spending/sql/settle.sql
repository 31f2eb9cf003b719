-- Settle the calls of a batch at their real cost and release what they had reserved. Returns the ids of the calls settled; one
-- that is settled already is left alone.
--
-- A statement in a function is planned when it first runs, often on an empty table, and the plan is kept. To that planner a
-- scan of all calls is as cheap as a look-up of one; without enable_seqscan = off, settling read every call of the tenant.
create or replace function llm_settle(tenant text, document text, durable boolean default true) returns setof text language plpgsql
    set enable_seqscan = off as $$
declare
    batch constant json := document;
    done record;
    row record;
    held json[] := '{}';
begin
    -- A reservation that arrives while a settlement is flushed would wait for two disk writes.
    if not durable then
        perform set_config('synchronous_commit', 'off', true);
    end if;
    -- In the order in which reservations lock them, so that two batches never deadlock.
    perform 1 from llm_budgets b
        where b.id in (select json_array_elements_text(t.budget_ids)
                       from json_to_recordset(batch) as t (budget_ids json))
        order by b.id for update;
    for done in
        select * from json_to_recordset(batch) as t (call_id text, outcome text, usage json, cost_usd numeric,
            price_version text, error_code text, first_token_ms float8, total_ms float8,
            settled_at timestamptz, upstream_id text, reconciled_by text)
    loop
        update llm_calls c set state = 'settled', outcome = done.outcome,
                input_tokens = (done.usage->>'input_tokens')::int,
                output_tokens = (done.usage->>'output_tokens')::int,
                cached_tokens = (done.usage->>'cached_tokens')::int,
                tokens_estimated = (done.usage->>'estimated')::bool,
                cache_write_tokens = (done.usage->>'cache_write_tokens')::int,
                reasoning_tokens = (done.usage->>'reasoning_tokens')::int,
                cost_usd = done.cost_usd, price_version = done.price_version, error_code = done.error_code,
                first_token_ms = done.first_token_ms, total_ms = done.total_ms, settled_at = done.settled_at,
                upstream_id = done.upstream_id, reconciled_by = done.reconciled_by
            where c.tenant_id = tenant and c.id = done.call_id and c.state <> 'settled'
            -- The row's own budgets and not the batch's: a budget created meanwhile has added itself to open calls.
            returning c.id, c.budget_ids, c.created_at, c.bound_usd, c.cost_usd into row;
        if found then
            if row.budget_ids <> '{}' then
                held := held || row_to_json(row);
            end if;
            return next row.id;
        end if;
    end loop;
    if cardinality(held) > 0 then
        -- A separate statement, because it must see a budget created while this function waited for a row.
        insert into llm_budget_use as u (budget_id, period_start, reserved_usd, spent_usd)
            select b.id, llm_first_day(b.period, s.created_at), -sum(s.bound_usd), sum(s.cost_usd)
            from json_to_recordset(array_to_json(held)) as s (budget_ids text[], created_at timestamptz,
                bound_usd numeric, cost_usd numeric)
            cross join lateral unnest(s.budget_ids) as bound (id)
            join llm_budgets b on b.id = bound.id
            group by 1, 2 order by 1, 2
            on conflict (tenant_id, budget_id, period_start)
            do update set reserved_usd = u.reserved_usd + excluded.reserved_usd,
                          spent_usd = u.spent_usd + excluded.spent_usd;
    end if;
end $$;
