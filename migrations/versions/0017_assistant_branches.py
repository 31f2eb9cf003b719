"""Conversations that branch, are shared, and are rated."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0017_assistant_branches"
down_revision = "0016_ownership_graph"


def upgrade() -> None:
    # A run follows the one before it. Asking anew or otherwise is another run after the same one; the chat shows the branch that
    # ends in its head. Until now each run followed the one asked before it.
    execute("""
        alter table assistant_chats
            add column shared boolean not null default false,
            add column head_run_id text;
        alter table assistant_runs add column parent_run_id text;
        update assistant_runs r set parent_run_id = before.id
            from (select tenant_id, id as run_id,
                         lag(id) over (partition by tenant_id, chat_id order by created_at, id) as id
                  from assistant_runs) before
            where before.tenant_id = r.tenant_id and before.run_id = r.id;
        update assistant_chats c set head_run_id =
            (select id from assistant_runs r where r.tenant_id = c.tenant_id and r.chat_id = c.id
             order by created_at desc, id desc limit 1);
        create index assistant_runs_of_chat on assistant_runs (tenant_id, chat_id, parent_run_id, created_at);
        create index assistant_chats_shared on assistant_chats (tenant_id, updated_at desc, id) where shared;

        create table assistant_ratings (
            tenant_id text not null default current_setting('app.tenant'),
            run_id text not null,
            person_id text not null,
            rating text not null check (rating in ('up', 'down')),
            reason text not null default '',
            rated_at timestamptz not null,
            primary key (tenant_id, run_id, person_id),
            foreign key (tenant_id, run_id) references assistant_runs (tenant_id, id) on delete cascade
        );
    """)
    tenant_table("assistant_ratings")
