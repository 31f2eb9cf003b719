"""Settling looks each call up by its key, where it read every call of the tenant; and need not wait for the disk."""

from ascertain.kernel.database.schema import APP_ROLE, execute

revision = "0027_llm_settling"
down_revision = "0026_entities_blocks"


def upgrade() -> None:
    # A statement inside a function is planned when it is first run, which is when the table is empty, and the plan is kept.
    # To an empty table "all calls of the tenant" looks as cheap as "this call", so the join of a batch with the table
    # became a walk over all of them. Now each row is looked up by its whole key, and no other index fits that question:
    # those of the days and of open calls hold rows under a condition that settling does not name.
    execute("""
        drop index llm_calls_by_day;
        create index llm_calls_by_day on llm_calls (tenant_id, created_at) where bound_usd >= 0;
        alter table llm_calls add check (bound_usd >= 0);
    """)
    execute("""
        drop function llm_settle(text, text);
        create function llm_settle(tenant text, document text, durable boolean default true) returns setof text language plpgsql
            set enable_seqscan = off as $$
        declare
            batch constant json := document;
            done record;
            row record;
            held json[] := '{}';
        begin
            -- A reservation that comes while a settlement is being flushed would wait for two writes of the disk.
            if not durable then
                perform set_config('synchronous_commit', 'off', true);
            end if;
            -- In the order in which reservations lock them, so that two batches never wait for each other.
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
                    -- The row's own budgets and not the batch's: one that was made meanwhile has bound the call to itself.
                    returning c.id, c.budget_ids, c.created_at, c.bound_usd, c.cost_usd into row;
                if found then
                    if row.budget_ids <> '{}' then
                        held := held || row_to_json(row);
                    end if;
                    return next row.id;
                end if;
            end loop;
            if cardinality(held) > 0 then
                -- A statement of its own, for it must see a budget that was made while a row was waited for.
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
    """)
    signature = "llm_settle(text, text, boolean)"
    execute(f"revoke all on function {signature} from public; grant execute on function {signature} to {APP_ROLE}")
