"""Events that newly count as changes of a case's inputs: those from before are marked as delivered."""

from ascertain.kernel.database.schema import execute

revision = "0033_cases_inputs"
down_revision = "0032_sign_in_attempts"


def upgrade() -> None:
    # Without this every document that was ever uploaded would count as a change that is still to be delivered.
    execute("""
        insert into outbox_deliveries (tenant_id, event_id, subscriber)
        select tenant_id, id, 'cases.inputs' from outbox_events where topic in ('document.uploaded', 'document.classified')
        on conflict do nothing;
    """)
