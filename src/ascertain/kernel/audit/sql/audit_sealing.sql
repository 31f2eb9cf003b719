-- For the sealer, which visits only tenants that have something to do. SECURITY DEFINER, because a session without a tenant sees
-- no row; they return ids, counts and hashes, nothing of an entry.
create or replace function list_tenants_to_seal() returns table (tenant_id text)
    language sql stable security definer set search_path = public
    as 'select distinct tenant_id from audit_unsealed order by tenant_id';

create or replace function list_heads_to_master() returns table (tenant_id text, entries bigint, hash text)
    language sql stable security definer set search_path = public
    as $$ select h.tenant_id, h.entries, h.hash from audit_heads h
          left join lateral (select m.entries, m.hash from audit_master_heads m
                             where m.tenant = h.tenant_id order by m.master_ordinal desc limit 1) m on true
          where m.entries is distinct from h.entries or m.hash is distinct from h.hash order by h.tenant_id $$;

create or replace function oldest_unsealed_s() returns double precision
    language sql volatile security definer set search_path = public
    as $$ select coalesce(extract(epoch from clock_timestamp() - min(queued_at)), 0)::float8 from audit_unsealed $$;
