"""A change in two calls, what it reads and what it writes; blocks that shrank are opened again; statistics after a bulk load."""

from ascertain.kernel.database.schema import APP_ROLE, execute

revision = "0030_entities_one_read"
down_revision = "0029_ownership_sources"


def upgrade() -> None:
    execute("""
        -- Of a closed block: how many records must leave it before it is worth counting those that are left.
        alter table entities_blocks add column leave integer;
        update entities_blocks set leave = 25 where members is null;
        -- Room to change a row on its page, without a new entry in its index.
        alter table entities_entities set (fillfactor = 80);
        alter table entities_terms set (fillfactor = 80);
        drop function entities_find, entities_claim, entities_write;
    """)
    # Every statement of a volatile function sees what was committed while an earlier one waited for its lock. Look-ups of many are
    # sub-selects, for a join may be planned as a scan of all that the tenant has, above all before the tables were analysed.
    execute("""
        -- Put a record into its blocks (and out of others), which locks them in order: another record that shares one waits, and
        -- then finds this one. Gives the record as it was, the records of the entities within reach, what persons said of them, and
        -- counts of their terms; the record alone where it is held just so and is not to be resolved again.
        create function entities_find(
            record text, known bigint,
            now_schema text, now_party text, now_traits jsonb, now_keys bigint[], alone boolean, again boolean,
            max_block int, max_candidates int, likely_candidates int, counted_fields text[]
        ) returns json language plpgsql as $$
        declare
            tenant constant text := current_setting('app.tenant');
            was entities_records;
            mine bigint;
            before json;
            dropped bigint[] := '{}';
            open_keys bigint[];
            candidates bigint[];
            partners text[];
            reached text[];
            likely text[];
            records text[];
            found json;
            said json;
            counted json;
            shrunk json;
        begin
            if alone then
                perform entities_hold(array[record], true);
            end if;
            select * into was from entities_records r where r.tenant_id = tenant and r.id = record;
            if was.id is not null then
                mine := was.number;
                before := json_build_array(was.id, was.entity_id, was.party_id, was.schema, was.name, was.traits);
                if not again and was.traits = now_traits and was.schema = now_schema
                        and was.party_id is not distinct from now_party then
                    return json_build_array(mine, before);
                end if;
                dropped := array(select unnest(was.keys) except select unnest(now_keys));
            else
                mine := coalesce(known, nextval('entities_record_numbers'));
            end if;
            select array_agg(k order by k) into open_keys from unnest(now_keys || dropped) k
                where not exists (select from entities_blocks b where b.tenant_id = tenant and b.key = k and b.members is null);
            -- A row that need not change is locked and not written.
            insert into entities_blocks as b (tenant_id, key, members)
                select tenant, k, case when k = any(dropped) then '{}' else array[mine] end from unnest(open_keys) k
                on conflict on constraint entities_blocks_pkey do update set
                    members = case
                        when excluded.members = '{}' then array_remove(b.members, mine)
                        when cardinality(b.members) >= max_block then null
                        else b.members || mine end,
                    leave = case when excluded.members <> '{}' and cardinality(b.members) >= max_block
                        then (max_block + 1) / 2 end
                    where b.members is not null  -- it may have outgrown its bound while this waited for its lock
                        and (mine = any(b.members)) = (excluded.members = '{}');
            if cardinality(dropped) > 0 then
                delete from entities_blocks b where b.tenant_id = tenant and b.key = any(dropped) and b.members = '{}';
                -- A row that another holds is passed over: to wait for it out of the order of keys could be for ever.
                with left_behind as (
                    update entities_blocks b set leave = b.leave - 1 where b.tenant_id = tenant and b.key = any(array(
                        select c.key from entities_blocks c where c.tenant_id = tenant and c.key = any(dropped)
                            and c.members is null for update skip locked
                    )) and b.members is null returning b.key, b.leave
                ) select json_agg(key) into shrunk from left_behind where leave <= 0;
            end if;
            select array_agg(m) into candidates from (
                select m from (
                    select (select b.members from entities_blocks b where b.tenant_id = tenant and b.key = k) as members
                    from unnest(open_keys) k where k <> all(dropped)
                ) touched, unnest(touched.members) m where m <> mine
                group by m order by sum(1.0 / cardinality(touched.members)) desc, m limit max_candidates
            ) near;
            select array_agg(r.entity_id) into partners from (
                select j.record_b from entities_judgements j
                    where j.tenant_id = tenant and j.record_a = record and j.method = 'person' and j.verdict = 'same'
                union all select j.record_a from entities_judgements j
                    where j.tenant_id = tenant and j.record_b = record and j.method = 'person' and j.verdict = 'same'
            ) as said(id) join entities_records r on r.tenant_id = tenant and r.id = said.id;
            partners := coalesce(partners, '{}') || case when was.id is null then '{}' else array[was.entity_id] end;
            select array_agg(r.entity_id) into reached from entities_records r
                where r.tenant_id = tenant and r.number = any(candidates);
            reached := array(select distinct unnest(reached || partners));
            select json_agg(json_build_array(r.id, r.entity_id, r.party_id, r.schema, r.name, r.traits, e.version)),
                array_agg(r.id) || record
                into found, records
                from entities_records r join entities_entities e on e.tenant_id = r.tenant_id and e.id = r.entity_id
                where r.tenant_id = tenant and r.entity_id = any(reached);
            select json_agg(json_build_array(j.record_a, j.record_b, j.verdict)) into said from entities_judgements j
                where j.tenant_id = tenant and j.method = 'person' and j.record_a = any(records)
                    and j.record_b = any(records);
            -- Counts of the terms of this record and of those that it is likely to be one with; counting all would take longest.
            likely := array(select r.entity_id from entities_records r
                where r.tenant_id = tenant and r.number = any(candidates[1:likely_candidates])) || partners;
            select json_agg(json_build_array(w.kind, w.field, w.term, (
                    select t.records from entities_terms t where t.tenant_id = tenant and t.kind = w.kind
                        and t.field = w.field and t.term = w.term))) into counted
                from (
                    select distinct k.key as kind, f.key as field, f.value as term
                    from (
                        select now_traits as traits
                        union all select r.traits from entities_records r where r.tenant_id = tenant and r.entity_id = any(likely)
                    ) one, jsonb_each(one.traits) k, lateral (
                        select '' as key, '' as value  -- counts the records themselves
                        union all select t.key, t.value from jsonb_each_text(k.value) t where t.key = any(counted_fields)
                    ) f
                ) w;
            return json_build_array(mine, before, partners, coalesce(found, '[]'), coalesce(said, '[]'),
                coalesce(counted, '[]'), to_json(likely), (select json_object_agg(kind, newest) from (
                    select m.kind, max(m.version) as newest from entities_models m where m.tenant_id = tenant group by m.kind
                ) versions), coalesce(shrunk, '[]'));
        end $$;

        -- Write what a change made: the record itself, entities, moves, counts of terms, and pairs for a person to look at.
        -- Entities that were read are locked in order first; where one is no longer as it was read the answer is false, and
        -- nothing is locked or written.
        create function entities_write(change json, entity_ids text[], versions int[]) returns boolean language plpgsql as $$
        declare
            tenant constant text := current_setting('app.tenant');
            same int;
        begin
            if cardinality(entity_ids) > 0 then
                begin
                    select count(*) into same from (
                        select e.id, e.version from entities_entities e where e.tenant_id = tenant and e.id = any(entity_ids)
                            order by e.id for update
                    ) held join unnest(entity_ids, versions) as w(id, version) using (id, version);
                    if same < cardinality(entity_ids) then
                        raise exception using errcode = 'AE001';  -- lets go of the locks of this block
                    end if;
                exception when sqlstate 'AE001' then
                    return false;
                end;
            end if;
            insert into entities_entities as e (tenant_id, id, schema, name)
                select tenant, w.id, w.schema, w.name
                from json_to_recordset(change->'entities') as w (id text, schema text, name text) order by w.id
                on conflict (tenant_id, id) do update set schema = excluded.schema, name = excluded.name,
                    merged_into = null, updated_at = now(), version = e.version + 1;
            insert into entities_records (tenant_id, id, number, case_id, document_id, subject, schema, name, properties,
                    party_id, source, entity_id, traits, keys)
                select tenant, w.id, w.number, w.case_id, w.document_id, w.subject, w.schema, w.name, w.properties,
                    w.party_id, w.source, w.entity_id, w.traits, w.keys
                from json_to_recordset(change->'records') as w (id text, number bigint, case_id text, document_id text,
                    subject text, schema text, name text, properties jsonb, party_id text, source text, entity_id text,
                    traits jsonb, keys bigint[])
                on conflict (tenant_id, id) do update set case_id = excluded.case_id, schema = excluded.schema,
                    name = excluded.name, properties = excluded.properties, party_id = excluded.party_id,
                    source = excluded.source, entity_id = excluded.entity_id, traits = excluded.traits,
                    keys = excluded.keys;
            update entities_records r set entity_id = w.entity_id
                from json_to_recordset(change->'moves') as w (id text, entity_id text)
                where r.tenant_id = tenant and r.id = w.id;
            insert into entities_terms as t (tenant_id, kind, field, term, records)
                select tenant, w.kind, w.field, w.term, w.by
                from json_to_recordset(change->'terms') as w (kind text, field text, term text, by int)
                order by w.kind, w.field, w.term
                on conflict (tenant_id, kind, field, term) do update set records = t.records + excluded.records;
            delete from entities_judgements j using json_array_elements_text(change->'reviewed') as m(id)
                where j.tenant_id = tenant and j.record_a = m.id and j.method = 'machine' and j.case_id = ''
                    and j.record_b in (select json_array_elements_text(change->'reviewed'));
            insert into entities_judgements (tenant_id, id, case_id, record_a, record_b, verdict, method, bits,
                    probability, reasons)
                select tenant, w.id, '', w.a, w.b, 'unsure', 'machine', w.bits, w.probability, w.reasons
                from json_to_recordset(change->'reviews') as w (id text, a text, b text, bits double precision,
                    probability double precision, reasons jsonb)
                on conflict (tenant_id, case_id, record_a, record_b, method) do nothing;
            return true;
        end $$;
    """)
    execute(f"""
        revoke all on function entities_find, entities_write from public;
        grant execute on function entities_find, entities_write to {APP_ROLE};
    """)
    # Only an owner may analyse a table. After a bulk load a plan must not be made as if the tables were empty.
    execute(f"""
        create function entities_analyse() returns void language sql security definer set search_path = public, pg_temp as $$
            analyze entities_records, entities_entities, entities_blocks, entities_terms;
        $$;
        revoke all on function entities_analyse from public;
        grant execute on function entities_analyse to {APP_ROLE};
    """)
