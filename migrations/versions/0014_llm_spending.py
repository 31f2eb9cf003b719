"""Spending: what the ledger tells of each call, budgets and what is used of them, days summed up, answers kept."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0014_llm_spending"
down_revision = "0013_ownership_interests"


def upgrade() -> None:
    # `budget_ids` are the budgets that a call was reserved from, so that settling lowers exactly those. A call that is
    # open past `expires_at` belongs to a process that died: no deadline is that long.
    execute("""
        alter table llm_calls
            add column request_id text not null default '',
            add column cache text not null default 'none' check (cache in ('none', 'exact', 'semantic')),
            add column saved_usd numeric(18, 9) not null default 0,
            add column cache_write_tokens integer,
            add column reasoning_tokens integer,
            add column upstream_id text,
            add column budget_ids text[] not null default '{}',
            add column expires_at timestamptz not null default now(),
            add column reconciled_by text;
        create index llm_calls_open on llm_calls (tenant_id, expires_at) where state = 'open';

        create table llm_budgets (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            subject_kind text not null check (subject_kind in ('tenant', 'user')),
            subject_id text not null default '',
            period text not null check (period in ('day', 'month')),
            limit_usd numeric(18, 9) not null check (limit_usd >= 0),
            updated_by text not null,
            updated_at timestamptz not null,
            primary key (tenant_id, id),
            unique (tenant_id, subject_kind, subject_id, period),
            check ((subject_kind = 'tenant') = (subject_id = ''))
        );
        create table llm_budget_use (
            tenant_id text not null default current_setting('app.tenant'),
            budget_id text not null,
            period_start date not null,
            reserved_usd numeric(18, 9) not null default 0,
            spent_usd numeric(18, 9) not null default 0,
            primary key (tenant_id, budget_id, period_start),
            foreign key (tenant_id, budget_id) references llm_budgets (tenant_id, id) on delete cascade
        );

        -- Days whose calls are all settled, summed up; the days after them are summed from the calls.
        create table llm_usage_days (
            tenant_id text not null default current_setting('app.tenant'),
            day date not null,
            purpose text not null,
            provider text not null,
            model text not null,
            actor_id text not null,
            calls integer not null,
            failed integer not null,
            cached integer not null,
            input_tokens bigint not null,
            output_tokens bigint not null,
            cached_tokens bigint not null,
            cost_usd numeric(18, 9) not null,
            saved_usd numeric(18, 9) not null,
            first_token_ms double precision not null,
            first_tokens integer not null,
            total_ms double precision not null,
            primary key (tenant_id, day, purpose, provider, model, actor_id)
        );

        -- Everything besides the vector must be equal before two questions are compared at all.
        create table llm_answers (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            audience text not null,
            access_set text not null,
            prompt text not null,
            corpus_version text not null,
            model text not null,
            embedder text not null,
            question text not null,
            embedding vector not null,
            answer jsonb not null,
            cost_usd numeric(18, 9) not null,
            created_at timestamptz not null,
            expires_at timestamptz not null,
            primary key (tenant_id, id)
        );
        create index llm_answers_alike on llm_answers
            (tenant_id, audience, access_set, prompt, corpus_version, model, embedder, expires_at);
    """)
    tenant_table("llm_budgets", "llm_budget_use", "llm_usage_days", "llm_answers")
