-- Changes of single records run side by side; a change of many records (a case, an import, a judgement) would lock them in an
-- order of its own and could deadlock with these, so it takes the whole tenant.

-- For a change of single records: lock these, whether or not they are stored yet. In the order of their ids, so that two
-- changes never wait for each other.
create or replace function entities_lock_records(ids text[]) returns void language plpgsql as $$
declare
    tenant constant text := current_setting('app.tenant');
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('entities ' || tenant, 0));
    perform pg_advisory_xact_lock(hashtextextended(tenant || ' ' || one, 1)) from unnest(ids) one order by one;
end $$;

-- For a change of many records: lock all records of the tenant.
create or replace function entities_lock_tenant() returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('entities ' || current_setting('app.tenant'), 0));
end $$;
