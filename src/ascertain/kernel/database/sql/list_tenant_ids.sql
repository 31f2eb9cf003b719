-- For work that visits every tenant in turn (sealing, retention, the command line). SECURITY DEFINER, because a session
-- without a tenant sees no row of `tenants`.
create or replace function list_tenant_ids() returns table (tenant_id text)
    language sql stable security definer set search_path = public
    as 'select tenant_id from tenants';
