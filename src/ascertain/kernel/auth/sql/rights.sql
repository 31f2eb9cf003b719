-- What an account may do now: its roles' permissions, within the limit that a second person has not lifted yet, and nothing while a
-- role requires a second factor that is not set up. One definition for sign-ins, keys and screens, so that none grants more than another.
create or replace function auth_user_permissions(of_tenant text, of_user text, two_factor_roles text[]) returns text[]
    language sql stable set search_path = public
    as $$ select coalesce(array_agg(distinct permission), '{}')
          from auth_users u
          join auth_user_roles ur on ur.tenant_id = u.tenant_id and ur.user_id = u.id
          join auth_roles r on r.tenant_id = ur.tenant_id and r.name = ur.role
          cross join unnest(r.permissions) permission
          where u.tenant_id = of_tenant and u.id = of_user
              and (u.limited_to is null or permission = any(u.limited_to))
              and (u.kind = 'service'
                   or not exists (select from auth_user_roles o where o.tenant_id = of_tenant and o.user_id = of_user
                                  and o.role = any(two_factor_roles))
                   or exists (select from auth_totp t where t.tenant_id = of_tenant and t.user_id = of_user
                              and t.confirmed_at is not null)) $$;

-- The key of an id, with the rights it has at this moment: its own permissions that its owner still has. A key ends with its
-- owner, and that of a service account also with the responsible person.
create or replace function auth_live_key(of_tenant text, key_id text, now timestamptz, two_factor_roles text[])
    returns table (name text, permissions text[], person_id text, persons text[])
    language sql stable set search_path = public
    as $$ select k.name,
              case when k.owner_id is null then k.permissions else array(
                  select unnest(k.permissions)
                  intersect select unnest(auth_user_permissions(of_tenant, k.owner_id, two_factor_roles)) order by 1) end,
              case when owner.kind = 'person' then owner.id end,
              array(select distinct person from unnest(k.makers || answering.id || owner.limited_by || answering.limited_by) person
                    where person is not null order by 1)
          from auth_api_keys k
          left join auth_users owner on owner.tenant_id = k.tenant_id and owner.id = k.owner_id
          left join auth_users answering on answering.tenant_id = k.tenant_id
              and answering.id = coalesce(owner.responsible_id, owner.id)
          where k.tenant_id = of_tenant and k.id = key_id and k.revoked_at is null and k.expires_at > now
              and (k.owner_id is null or owner.id is not null and owner.disabled_at is null
                   and answering.id is not null and answering.disabled_at is null) $$;

-- The key of a secret's hash.
create or replace function find_api_key(key_hash text, now timestamptz, two_factor_roles text[])
    returns table (tenant_id text, id text, name text, permissions text[], person_id text, persons text[])
    language sql stable security definer set search_path = public
    as $$ select k.tenant_id, k.id, live.* from auth_api_keys k
          cross join lateral auth_live_key(k.tenant_id, k.id, now, two_factor_roles) live
          where k.hash = key_hash $$;

-- The present permissions of many at once, by their place in the arrays, and the persons who answer for their acts: while an account
-- is not confirmed, whoever could use it too. What has ended is missing. The ids come from tokens that
-- were verified before. A sign-in ends by signing out, by its limits, and with its user.
create or replace function auth_present_rights(
    tenants text[], kinds text[], ids text[], now timestamptz, two_factor_roles text[]
)
    returns table (place bigint, permissions text[], persons text[])
    language sql stable security definer set search_path = public
    as $$ with asked as (
              select * from unnest(tenants, kinds, ids) with ordinality as one(tenant_id, kind, id, place)
          )
          select a.place, auth_user_permissions(u.tenant_id, u.id, two_factor_roles), u.id || u.limited_by
              from asked a join auth_sign_ins s on s.tenant_id = a.tenant_id and s.id = a.id
              join auth_users u on u.tenant_id = s.tenant_id and u.id = s.user_id
              where a.kind = 'sign_in' and s.ended_at is null and s.expires_at > now
                  and s.seen_at + make_interval(secs => s.idle_s) > now and s.began_at <= now + interval '5 minutes'
                  and u.disabled_at is null
          union all
          select a.place, auth_user_permissions(u.tenant_id, u.id, two_factor_roles), u.id || u.limited_by
              from asked a join auth_users u on u.tenant_id = a.tenant_id and u.id = a.id
              where a.kind = 'person' and u.disabled_at is null
          union all
          select a.place, k.permissions, k.persons
              from asked a cross join lateral auth_live_key(a.tenant_id, a.id, now, two_factor_roles) k
              where a.kind = 'api_key' $$;
