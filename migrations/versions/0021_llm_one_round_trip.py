"""Reserving and settling as functions: a batch is one statement and one round trip, where it was six."""

from ascertain.kernel.database.schema import APP_ROLE, execute

revision = "0021_llm_one_round_trip"
down_revision = "0020_entities_engine"


def upgrade() -> None:
    # Every statement of a volatile function sees what was committed while an earlier one waited for its lock, so what is
    # used of a budget is read after the budget was locked.
    execute("""
        create function llm_first_day(period text, at timestamptz) returns date language sql immutable as
            $$ select case period when 'day' then (at at time zone 'UTC')::date
                      else date_trunc('month', at at time zone 'UTC')::date end $$;

        create function llm_reserve(tenant text, document text)
            returns table (call_id text, budgets text[], refused_by text)
            language plpgsql as $$
        declare
            batch constant json := document;
            wanted record;
            budget record;
            held text[];
        begin
            -- Shared by all reservations; a budget that is being made shuts them out, for it counts what is open.
            perform pg_advisory_xact_lock_shared(hashtext('llm budgets'), hashtext(tenant));
            perform 1 from llm_budgets b
                where b.subject_kind = 'tenant'
                   or b.subject_id in (select t.actor_id from json_to_recordset(batch) as t (actor_id text))
                order by b.id for update;
            if not found then
                return query
                    insert into llm_calls as c (id, request_id, purpose, actor_id, scope, provider, model, prompt_name,
                        prompt_version, state, outcome, bound_input_tokens, bound_output_tokens, bound_usd,
                        price_version, created_at, expires_at)
                    select t.id, t.request_id, t.purpose, t.actor_id, t.scope, t.provider, t.model, t.prompt_name,
                        t.prompt_version, 'open', 'unknown', (t.bound->>'input_tokens')::int,
                        (t.bound->>'output_tokens')::int, t.bound_usd, t.price_version, t.created_at, t.expires_at
                    from json_to_recordset(batch) as t (id text, request_id text, purpose text, actor_id text,
                        scope text, provider text, model text, prompt_name text, prompt_version text, bound json,
                        bound_usd numeric, price_version text, created_at timestamptz, expires_at timestamptz)
                    -- After a lost connection a batch comes again, and nobody knew whether it had been committed.
                    on conflict (tenant_id, id) do update set id = excluded.id
                    returning c.id, c.budget_ids, null::text;
                return;
            end if;
            for wanted in
                select * from json_to_recordset(batch) as t (id text, request_id text, purpose text, actor_id text,
                    scope text, provider text, model text, prompt_name text, prompt_version text, bound json,
                    bound_usd numeric, price_version text, created_at timestamptz, expires_at timestamptz)
            loop
                call_id := wanted.id;
                refused_by := null;
                select c.budget_ids into budgets from llm_calls c where c.id = wanted.id;
                if found then
                    return next;
                    continue;
                end if;
                held := '{}';
                for budget in
                    select b.id, b.limit_usd, b.subject_kind, b.period,
                           coalesce(u.reserved_usd + u.spent_usd, 0) as used
                    from llm_budgets b left join llm_budget_use u
                      on u.budget_id = b.id and u.period_start = llm_first_day(b.period, wanted.created_at)
                    where b.subject_kind = 'tenant' or b.subject_id = wanted.actor_id
                    order by b.id
                loop
                    if wanted.bound_usd > 0 and budget.used + wanted.bound_usd > budget.limit_usd then
                        refused_by := budget.subject_kind || ' ' || budget.period || ' ' || budget.id;
                        exit;
                    end if;
                    held := held || budget.id;
                end loop;
                budgets := held;
                if refused_by is null then
                    insert into llm_budget_use as u (budget_id, period_start, reserved_usd)
                        select b.id, llm_first_day(b.period, wanted.created_at), wanted.bound_usd
                        from llm_budgets b where b.id = any(held) order by b.id
                        on conflict (tenant_id, budget_id, period_start)
                        do update set reserved_usd = u.reserved_usd + excluded.reserved_usd;
                    insert into llm_calls (id, request_id, purpose, actor_id, scope, provider, model, prompt_name,
                        prompt_version, state, outcome, bound_input_tokens, bound_output_tokens, bound_usd,
                        price_version, created_at, expires_at, budget_ids)
                    values (wanted.id, wanted.request_id, wanted.purpose, wanted.actor_id, wanted.scope,
                        wanted.provider, wanted.model, wanted.prompt_name, wanted.prompt_version, 'open', 'unknown',
                        (wanted.bound->>'input_tokens')::int, (wanted.bound->>'output_tokens')::int,
                        wanted.bound_usd, wanted.price_version, wanted.created_at, wanted.expires_at, held);
                end if;
                return next;
            end loop;
        end $$;

        create function llm_settle(tenant text, document text) returns setof text language plpgsql as $$
        declare
            batch constant json := document;
            done json;
        begin
            -- In the order in which reservations lock them, so that two batches never wait for each other.
            perform 1 from llm_budgets b
                where b.id in (select unnest(c.budget_ids) from llm_calls c
                               where c.id in (select t.call_id from json_to_recordset(batch) as t (call_id text)))
                order by b.id for update;
            with settled as (
                update llm_calls c set state = 'settled', outcome = t.outcome,
                        input_tokens = (t.usage->>'input_tokens')::int,
                        output_tokens = (t.usage->>'output_tokens')::int,
                        cached_tokens = (t.usage->>'cached_tokens')::int,
                        tokens_estimated = (t.usage->>'estimated')::bool,
                        cache_write_tokens = (t.usage->>'cache_write_tokens')::int,
                        reasoning_tokens = (t.usage->>'reasoning_tokens')::int,
                        cost_usd = t.cost_usd, price_version = t.price_version, error_code = t.error_code,
                        first_token_ms = t.first_token_ms, total_ms = t.total_ms, settled_at = t.settled_at,
                        upstream_id = t.upstream_id, reconciled_by = t.reconciled_by
                    from json_to_recordset(batch) as t (call_id text, outcome text, usage json, cost_usd numeric,
                        price_version text, error_code text, first_token_ms float8, total_ms float8,
                        settled_at timestamptz, upstream_id text, reconciled_by text)
                    where c.id = t.call_id and c.state = 'open'
                    returning c.id, c.budget_ids, c.created_at, c.bound_usd, c.cost_usd
            )
            select json_agg(row_to_json(settled)) into done from settled;
            -- A statement of its own: a budget that was made while the rows were waited for has bound them to itself, and
            -- the statement that waited does not see it.
            insert into llm_budget_use as u (budget_id, period_start, reserved_usd, spent_usd)
                select b.id, llm_first_day(b.period, s.created_at), -sum(s.bound_usd), sum(s.cost_usd)
                from json_to_recordset(coalesce(done, '[]')) as s (id text, budget_ids text[], created_at timestamptz,
                    bound_usd numeric, cost_usd numeric)
                cross join lateral unnest(s.budget_ids) as held (id)
                join llm_budgets b on b.id = held.id
                group by 1, 2 order by 1, 2
                on conflict (tenant_id, budget_id, period_start)
                do update set reserved_usd = u.reserved_usd + excluded.reserved_usd,
                              spent_usd = u.spent_usd + excluded.spent_usd;
            return query select s.id from json_to_recordset(coalesce(done, '[]')) as s (id text);
        end $$;
    """)
    for signature in ("llm_first_day(text, timestamptz)", "llm_reserve(text, text)", "llm_settle(text, text)"):
        execute(f"revoke all on function {signature} from public; grant execute on function {signature} to {APP_ROLE}")
