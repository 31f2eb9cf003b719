"""Chats, their messages, runs under a lease, and the events of runs."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0011_assistant"
down_revision = "0010_llm"


def upgrade() -> None:
    # An event's ordinal is given under the run's row lock, so that a reader who saw ordinal n has seen all before it.
    execute("""
        create table assistant_chats (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text,
            title text not null,
            created_by text not null,
            created_at timestamptz not null,
            updated_at timestamptz not null,
            primary key (tenant_id, id)
        );
        create index assistant_chats_of_person on assistant_chats (tenant_id, created_by, updated_at desc, id);

        create table assistant_runs (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            chat_id text not null,
            case_id text,
            question text not null,
            created_by text not null,
            state text not null check (state in ('running', 'done', 'stopped', 'failed')),
            answer text not null default '',
            citations jsonb not null default '[]',
            suggestions jsonb not null default '[]',
            no_evidence boolean not null default false,
            provider text,
            model text not null default '',
            prompt_name text,
            prompt_version text,
            input_tokens integer not null default 0,
            output_tokens integer not null default 0,
            cached_tokens integer not null default 0,
            cost_usd numeric(18, 9) not null default 0,
            first_token_ms double precision,
            total_ms double precision,
            error jsonb,
            anatomy jsonb not null default '{}',
            last_ordinal integer not null default 0,
            shown boolean not null default false,
            attempt integer not null default 1,
            stop_requested boolean not null default false,
            lease_owner text,
            lease_expires_at timestamptz,
            created_at timestamptz not null,
            finished_at timestamptz,
            primary key (tenant_id, id),
            foreign key (tenant_id, chat_id) references assistant_chats (tenant_id, id) on delete cascade,
            check ((state = 'running') = (finished_at is null))
        );
        create unique index assistant_runs_one_at_a_time on assistant_runs (tenant_id, chat_id)
            where state = 'running';

        create table assistant_messages (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            chat_id text not null,
            ordinal bigint generated always as identity,
            role text not null check (role in ('user', 'assistant')),
            text text not null,
            run_id text not null,
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, chat_id) references assistant_chats (tenant_id, id) on delete cascade,
            foreign key (tenant_id, run_id) references assistant_runs (tenant_id, id) on delete cascade
        );
        create index assistant_messages_of_chat on assistant_messages (tenant_id, chat_id, ordinal);

        create table assistant_run_events (
            tenant_id text not null default current_setting('app.tenant'),
            run_id text not null,
            ordinal integer not null,
            type text not null,
            data jsonb not null,
            at timestamptz not null,
            primary key (tenant_id, run_id, ordinal),
            foreign key (tenant_id, run_id) references assistant_runs (tenant_id, id) on delete cascade
        );
    """)
    tenant_table("assistant_chats", "assistant_runs", "assistant_messages", "assistant_run_events")
