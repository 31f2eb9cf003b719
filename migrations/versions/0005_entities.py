"""Records, the parties of a case that they make up, entities across the tenant, and judgements."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0005_entities"
down_revision = "0004_retrieval"


def upgrade() -> None:
    execute("""
        create table entities_entities (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            schema text not null,
            name text not null,
            primary key (tenant_id, id)
        );
        create table entities_parties (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            entity_id text not null,
            schema text not null,
            name text not null,
            roles text[] not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, entity_id) references entities_entities (tenant_id, id)
        );
        create index entities_parties_of_case on entities_parties (tenant_id, case_id);
        create index entities_parties_of_entity on entities_parties (tenant_id, entity_id);
        create table entities_records (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            document_id text,
            subject text not null,
            schema text not null,
            name text not null,
            name_key text not null,
            birth_date text,
            identifiers text[] not null,
            properties jsonb not null,
            party_id text not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, party_id) references entities_parties (tenant_id, id)
        );
        create index entities_records_of_case on entities_records (tenant_id, case_id);
        create index entities_records_of_party on entities_records (tenant_id, party_id);
        create index entities_records_by_name on entities_records (tenant_id, name_key, birth_date);
        create index entities_records_by_identifier on entities_records using gin (identifiers);
        create table entities_judgements (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text not null,
            record_a text not null,
            record_b text not null,
            verdict text not null check (verdict in ('same', 'different', 'unsure')),
            method text not null check (method in ('machine', 'person')),
            bits real not null,
            probability real not null,
            reasons jsonb not null,
            reason text,
            author_id text,
            author_name text,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, case_id, record_a, record_b, method)
        );
    """)
    tenant_table("entities_entities", "entities_parties", "entities_records", "entities_judgements")
