-- What an account may do now: its roles' permissions, within the limit that a second person has not lifted yet. One definition for
-- sign-ins, keys and screens, so that none of them can grant more than another.
create or replace function auth_user_permissions(of_tenant text, of_user text) returns text[]
    language sql stable set search_path = public
    as $$ select coalesce(array_agg(distinct permission), '{}')
          from auth_users u
          join auth_user_roles ur on ur.tenant_id = u.tenant_id and ur.user_id = u.id
          join auth_roles r on r.tenant_id = ur.tenant_id and r.name = ur.role
          cross join unnest(r.permissions) permission
          where u.tenant_id = of_tenant and u.id = of_user
              and (u.limited_to is null or permission = any(u.limited_to)) $$;

-- The key of a hash, with the rights it has at this moment: its own permissions that its owner still has. A key ends with its
-- owner, and that of a service account also with the responsible person.
create or replace function find_api_key(key_hash text, now timestamptz)
    returns table (tenant_id text, id text, name text, permissions text[], person_id text, persons text[])
    language sql stable security definer set search_path = public
    as $$ select k.tenant_id, k.id, k.name,
              case when k.owner_id is null then k.permissions else array(
                  select unnest(k.permissions)
                  intersect select unnest(auth_user_permissions(k.tenant_id, k.owner_id)) order by 1) end,
              case when owner.kind = 'person' then owner.id end,
              array(select distinct unnest(k.makers || answering.id) order by 1)
          from auth_api_keys k
          left join auth_users owner on owner.tenant_id = k.tenant_id and owner.id = k.owner_id
          left join auth_users answering on answering.tenant_id = k.tenant_id
              and answering.id = coalesce(owner.responsible_id, owner.id)
          where k.hash = key_hash and k.revoked_at is null and k.expires_at > now
              and (k.owner_id is null or owner.id is not null and owner.disabled_at is null
                   and answering.id is not null and answering.disabled_at is null) $$;
