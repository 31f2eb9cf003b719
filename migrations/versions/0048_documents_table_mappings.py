"""What the columns of a layout of tables are, as a person of the tenant has confirmed it: it is asked once a layout."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0048_documents_table_mappings"
down_revision = "0047_documents_barcodes"


def upgrade() -> None:
    execute("""
        create table documents_table_mappings (
            tenant_id text not null default current_setting('app.tenant'),
            layout text not null,
            document_type text not null,
            table_name text not null,
            headings text[] not null,
            columns text[] not null,
            author_id text not null,
            author_name text not null,
            confirmed_at timestamptz not null,
            primary key (tenant_id, layout, document_type)
        );
    """)
    tenant_table("documents_table_mappings")
