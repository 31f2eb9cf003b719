"""The ledger of model calls."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0010_llm"
down_revision = "0009_library"


def upgrade() -> None:
    # A row is written, at the most the call can cost, before the call leaves; settling lowers it to what was used. A
    # row that stays open belongs to a process that died: it counts at its bound until it is reconciled.
    execute("""
        create table llm_calls (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            purpose text not null,
            actor_id text not null,
            scope text,
            provider text not null,
            model text not null,
            prompt_name text not null,
            prompt_version text not null,
            state text not null check (state in ('open', 'settled')),
            outcome text not null check (outcome in ('unknown', 'done', 'failed', 'cancelled')),
            error_code text,
            bound_input_tokens integer not null,
            bound_output_tokens integer not null,
            bound_usd numeric(18, 9) not null,
            input_tokens integer,
            output_tokens integer,
            cached_tokens integer,
            tokens_estimated boolean,
            cost_usd numeric(18, 9),
            price_version text not null,
            first_token_ms double precision,
            total_ms double precision,
            created_at timestamptz not null,
            settled_at timestamptz,
            primary key (tenant_id, id),
            check ((state = 'settled') = (cost_usd is not null))
        );
        create index llm_calls_by_day on llm_calls (tenant_id, created_at);
    """)
    tenant_table("llm_calls")
