"""Documents, the blobs they share, their pages and facts."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0003_documents"
down_revision = "0002_jobs"


def upgrade() -> None:
    execute("""
        -- One row for the bytes, however many documents have them: a blob is read once.
        create table documents_blobs (
            tenant_id text not null default current_setting('app.tenant'),
            sha256 text not null,
            media_type text not null,
            -- what is read: the file itself, or the PDF that it was laid out to
            pages_sha256 text not null,
            pages_media_type text not null,
            size_bytes bigint not null,
            pages_total integer not null,
            primary key (tenant_id, sha256)
        );
        create table documents_pages (
            tenant_id text not null default current_setting('app.tenant'),
            sha256 text not null,
            page_number integer not null,
            width_pt real not null,
            height_pt real not null,
            method text not null check (method in ('text', 'ocr')),
            quality real not null,
            words jsonb not null,
            primary key (tenant_id, sha256, page_number),
            foreign key (tenant_id, sha256) references documents_blobs (tenant_id, sha256)
        );
        create table documents_documents (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            case_id text,
            collection text,
            filename text not null,
            sha256 text not null,
            parent_id text,
            duplicate_of text,
            state text not null,
            document_type text,
            type_confidence real,
            pages_read integer not null default 0,
            facts_count integer not null default 0,
            error_code text,
            error_detail text,
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, sha256) references documents_blobs (tenant_id, sha256),
            check (case_id is not null or collection is not null)
        );
        create index documents_of_case on documents_documents (tenant_id, case_id, created_at, id);
        create index documents_of_collection on documents_documents (tenant_id, collection, created_at, id);
        create table documents_facts (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            document_id text not null,
            case_id text,
            subject text not null,
            schema text not null,
            property text not null,
            value text not null,
            quote text not null,
            page_number integer not null,
            boxes jsonb not null,
            method text not null,
            confidence real not null,
            versions jsonb not null,
            state text not null check (state in ('unchecked', 'accepted', 'rejected', 'superseded')),
            author_id text,
            author_name text,
            supersedes text,
            superseded_by text,
            position integer not null,
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, document_id) references documents_documents (tenant_id, id)
        );
        create index documents_facts_of_case on documents_facts (tenant_id, case_id);
        create index documents_facts_of_document on documents_facts (tenant_id, document_id);
    """)
    tenant_table("documents_blobs", "documents_pages", "documents_documents", "documents_facts")
