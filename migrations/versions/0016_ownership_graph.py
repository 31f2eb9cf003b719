"""The graph of a tenant: who stands in which case, what links them, what they share; and files of statements given to a case."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0016_ownership_graph"
down_revision = "0015_documents_types"


def upgrade() -> None:
    execute("""
        create table ownership_graph_nodes (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            entity_id text not null,
            name text not null,
            kind text not null,
            country text,
            primary key (tenant_id, case_id, entity_id)
        );
        create index ownership_graph_nodes_of_entity on ownership_graph_nodes (tenant_id, entity_id);
        create table ownership_graph_links (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            id text not null,
            source text not null,
            target text not null,
            interest text not null,
            label text not null,
            share jsonb,
            stated_on text,
            start_date text,
            end_date text,
            is_current boolean not null,
            document_id text,
            fact_ids text[] not null,
            primary key (tenant_id, case_id, id)
        );
        create index ownership_graph_links_from on ownership_graph_links (tenant_id, source);
        create index ownership_graph_links_to on ownership_graph_links (tenant_id, target);
        create table ownership_graph_keys (
            tenant_id text not null default current_setting('app.tenant'),
            case_id text not null,
            entity_id text not null,
            kind text not null,
            value text not null,
            primary key (tenant_id, case_id, entity_id, kind, value)
        );
        create index ownership_graph_keys_of_entity on ownership_graph_keys (tenant_id, entity_id);
        create index ownership_graph_keys_by_value on ownership_graph_keys (tenant_id, kind, value);
        create table ownership_imports (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            filename text not null,
            format text not null check (format in ('bods', 'ftm')),
            content text not null,
            statements integer not null,
            imported_by text not null,
            imported_at timestamptz not null default now(),
            primary key (tenant_id, id)
        );
        create index ownership_imports_of_case on ownership_imports (tenant_id, case_id);
    """)
    tenant_table("ownership_graph_nodes", "ownership_graph_links", "ownership_graph_keys", "ownership_imports")
