"""SQL functions become files of their packages; this table has what of them is applied."""

from ascertain.kernel.database.schema import execute

revision = "0031_sql_functions"
down_revision = "0030_entities_one_read"


def upgrade() -> None:
    # The functions that migrations made are entered with an empty hash, which no file has. What applies the files after the
    # migrations therefore replaces each one, and drops those that have no file.
    execute("""
        create table database_functions (
            name text primary key,
            hash text not null,
            signature text not null
        );
        insert into database_functions (name, hash, signature)
            select name, '', '' from unnest(array[
                'list_tenant_ids', 'find_sign_in', 'find_refresh_tenant', 'find_session_tenant', 'find_api_key',
                'llm_first_day', 'llm_reserve', 'llm_settle', 'assistant_append',
                'entities_hold', 'entities_find', 'entities_write', 'entities_analyse'
            ]) name;
    """)
