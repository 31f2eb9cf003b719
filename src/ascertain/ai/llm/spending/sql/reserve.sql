-- Reserve the upper bound of each call of a batch against the budgets that apply to it, all in one round trip. Returns for
-- each call its budgets, or the budget that refuses it.
--
-- Each statement of a volatile function sees what was committed while an earlier one waited for its lock, so the use of a
-- budget is read after the budget is locked.
create or replace function llm_reserve(tenant text, document text)
    returns table (call_id text, budgets text[], refused_by text)
    language plpgsql as $$
declare
    batch constant json := document;
    wanted record;
    budget record;
    held text[];
begin
    -- Shared by all reservations. Creating a budget takes it exclusively, because it counts the open calls.
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
            -- After a lost connection the batch is sent again without knowing whether it was committed.
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
