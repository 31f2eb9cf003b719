"""Chunks with their vectors, and our own term statistics a scope: ts_rank is not BM25."""

from ascertain.kernel.database.schema import execute, tenant_table

revision = "0004_retrieval"
down_revision = "0003_documents"


def upgrade() -> None:
    execute("""
        create table retrieval_chunks (
            tenant_id text not null default current_setting('app.tenant'),
            id text not null,
            scope text not null,
            source_id text not null,
            version text not null,
            position integer not null,
            page_number integer,
            title text not null,
            text text not null,
            boxes jsonb not null,
            length integer not null,
            embedder text not null,
            embedding vector,
            token_ids bytea not null,
            token_vectors bytea not null,
            primary key (tenant_id, id)
        );
        create index retrieval_chunks_of_scope on retrieval_chunks (tenant_id, scope);
        create index retrieval_chunks_of_source on retrieval_chunks (tenant_id, source_id);
        create table retrieval_postings (
            tenant_id text not null default current_setting('app.tenant'),
            scope text not null,
            term text not null,
            chunk_id text not null,
            frequency integer not null,
            primary key (tenant_id, scope, term, chunk_id),
            foreign key (tenant_id, chunk_id) references retrieval_chunks (tenant_id, id) on delete cascade
        );
        create index retrieval_postings_of_chunk on retrieval_postings (tenant_id, chunk_id);
    """)
    tenant_table("retrieval_chunks", "retrieval_postings")
