"""The queue's log holds no tracebacks: its tables have no row security, and a traceback may quote a tenant's data."""

from ascertain.kernel.database.schema import execute

revision = "0038_queue_without_tracebacks"
down_revision = "0037_http_secrets"


def upgrade() -> None:
    execute("""
        update queue.pgqueuer_log set traceback = null where traceback is not null;
        alter table queue.pgqueuer_log add constraint pgqueuer_log_no_traceback check (traceback is null);
    """)
