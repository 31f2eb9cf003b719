"""Cases, their steps, tasks, notes, proposals; the queue reads cases_cases alone."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0012_cases"
down_revision = "0011_assistant"


def upgrade() -> None:
    execute("""
        create table cases_counters (
            tenant_id text primary key default current_setting('app.tenant'),
            last_number integer not null
        );

        create table cases_cases (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            number integer not null,
            reference text not null,
            customer_name text not null,
            customer_kind text not null check (customer_kind in ('person', 'company')),
            country text,
            birth_date text,
            registration_number text,
            state text not null default 'open' check (state in ('open', 'proposed', 'approved', 'rejected')),
            round integer not null default 1,
            round_started_at timestamptz not null,
            inputs_version integer not null default 0,
            revision integer not null default 1,
            owner_id text,
            owner_name text,
            due_at timestamptz not null,
            created_by_id text not null,
            created_at timestamptz not null,
            updated_at timestamptz not null,
            decided_at timestamptz,
            -- the summary that the queue shows; written by cases alone, so that a page of the queue joins no room
            waiting_on text not null default '',
            progress text not null default '',
            band text,
            score integer,
            provisional boolean not null default true,
            documents_total integer not null default 0,
            documents_done integer not null default 0,
            documents_failed integer not null default 0,
            facts_to_check integer not null default 0,
            hits_to_judge integer not null default 0,
            primary key (tenant_id, id),
            unique (tenant_id, number)
        );
        create index cases_queue on cases_cases (tenant_id, state, due_at, id);

        create table cases_steps (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            step text not null,
            state text not null check (state in ('waiting', 'running', 'done', 'failed')),
            inputs_version integer not null,
            provisional boolean not null default false,
            detail text not null default '',
            finished_at timestamptz,
            primary key (tenant_id, case_id, step),
            foreign key (tenant_id, case_id) references cases_cases (tenant_id, id)
        );

        create table cases_tasks (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            kind text not null,
            title text not null,
            state text not null default 'open' check (state in ('open', 'done')),
            created_at timestamptz not null,
            done_at timestamptz,
            done_by text,
            primary key (tenant_id, id),
            foreign key (tenant_id, case_id) references cases_cases (tenant_id, id)
        );
        create index cases_tasks_of_case on cases_tasks (tenant_id, case_id, created_at);

        create table cases_notes (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            text text not null,
            author_id text not null,
            author_name text not null,
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, case_id) references cases_cases (tenant_id, id)
        );
        create index cases_notes_of_case on cases_notes (tenant_id, case_id, created_at);

        create table cases_proposals (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            round integer not null,
            outcome text not null check (outcome in ('approve', 'reject')),
            reason text not null,
            proposed_by_id text not null,
            proposed_by_name text not null,
            proposed_at timestamptz not null,
            inputs_version integer not null,
            snapshot jsonb not null,
            snapshot_sha256 text not null,
            state text not null default 'waiting' check (state in ('waiting', 'agreed', 'returned')),
            review_outcome text,
            review_reason text,
            reviewed_by_id text,
            reviewed_by_name text,
            reviewed_at timestamptz,
            primary key (tenant_id, id),
            foreign key (tenant_id, case_id) references cases_cases (tenant_id, id)
        );
        create index cases_proposals_of_case on cases_proposals (tenant_id, case_id, proposed_at desc);
        create unique index cases_one_waiting_proposal on cases_proposals (tenant_id, case_id) where state = 'waiting';
    """)
    tenant_table("cases_counters", "cases_cases", "cases_steps", "cases_tasks", "cases_notes", "cases_proposals")
