"""A document costs the same however many its case has: what is counted or looked for has an index, what was delivered a mark."""

from ascertain.kernel.database.schema import execute

revision = "0046_cost_of_large_cases"
down_revision = "0045_used_codes"


def upgrade() -> None:
    execute("""
        alter table outbox_events add column delivered boolean not null default false;
        -- The subscriber of every topic comes last. What an earlier one alone has received stays in the index of the undelivered,
        -- where a reader looks at its deliveries as well.
        update outbox_events e set delivered = true where exists (
            select from outbox_deliveries d
            where d.tenant_id = e.tenant_id and d.event_id = e.id and d.subscriber = 'webhooks');
        create index outbox_undelivered on outbox_events (tenant_id, stream, topic) where not delivered;

        -- The hash first: while the table has no statistics, an index that begins with the tenant is taken for any of its rows.
        create index documents_of_blob on documents_documents (sha256, tenant_id);
        create index documents_failed_of_case on documents_documents (tenant_id, case_id, created_at, id) where state = 'failed';
        create index documents_facts_by_confidence on documents_facts (tenant_id, case_id, state, confidence) include (property);
        create index documents_facts_by_property on documents_facts (tenant_id, case_id, property);
        drop index documents_facts_of_case;
        create index documents_flags_open on documents_flags (tenant_id, case_id) where dismissed_by is null;

        alter table cases_cases add column summary_due boolean not null default false;
    """)
