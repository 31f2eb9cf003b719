"""Records know their entity and what they are compared by; keys to find their like, terms to weigh them; entities that were
merged."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0020_entities_engine"
down_revision = "0019_risk_drafts"


def upgrade() -> None:
    execute("""
        alter table entities_entities
            add column merged_into text,
            add column updated_at timestamptz not null default now();
        alter table entities_records
            alter column case_id drop not null,
            alter column party_id drop not null,
            add column source text not null default 'case',
            add column entity_id text,
            add column traits jsonb not null default '{}',
            add column keys bigint[] not null default '{}';
        update entities_records r set entity_id = p.entity_id from entities_parties p
            where p.tenant_id = r.tenant_id and p.id = r.party_id;
        alter table entities_records alter column entity_id set not null;
        alter table entities_parties drop column entity_id;
        alter table entities_records add foreign key (tenant_id, entity_id) references entities_entities (tenant_id, id);
        create index entities_records_of_entity on entities_records (tenant_id, entity_id);
        drop index entities_records_by_identifier;
        drop index entities_records_by_name;
        alter table entities_records drop column identifiers, drop column name_key, drop column birth_date;
        create table entities_keys (
            tenant_id text not null default current_setting('app.tenant'),
            key bigint not null,
            record_id text not null,
            primary key (tenant_id, key, record_id)
        );
        create table entities_terms (
            tenant_id text not null default current_setting('app.tenant'),
            kind text not null,
            field text not null,
            term text not null,
            records integer not null,
            primary key (tenant_id, kind, field, term)
        );
        create table entities_models (
            tenant_id text not null default current_setting('app.tenant'),
            kind text not null,
            version integer not null,
            model jsonb not null,
            records integer not null,
            judgements integer not null,
            made_at timestamptz not null default now(),
            primary key (tenant_id, kind, version)
        );
        create index entities_judgements_of_a on entities_judgements (tenant_id, record_a);
        create index entities_judgements_of_b on entities_judgements (tenant_id, record_b);
        create index entities_judgements_to_review on entities_judgements (tenant_id, probability)
            where method = 'machine' and verdict = 'unsure';
    """)
    tenant_table("entities_keys", "entities_terms", "entities_models")
