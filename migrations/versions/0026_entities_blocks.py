"""Blocks of records by key, each a row that is its own lock; a record found by a number; a change in four round trips."""

from ascertain.kernel.database.schema import APP_ROLE, execute, tenant_table

revision = "0026_entities_blocks"
down_revision = "0025_assistant_tools"


def upgrade() -> None:
    execute(f"""
        create sequence entities_record_numbers;
        grant usage on sequence entities_record_numbers to {APP_ROLE};
        alter table entities_records add column number bigint not null default nextval('entities_record_numbers');
        create unique index entities_records_by_number on entities_records (tenant_id, number);
        alter table entities_entities add column version integer not null default 0;
        create table entities_blocks (
            tenant_id text not null default current_setting('app.tenant'),
            key bigint not null,
            members bigint[],  -- null: so many share the key that it tells nothing; it is followed no more
            primary key (tenant_id, key)
        ) with (fillfactor = 80);
        insert into entities_blocks (tenant_id, key, members)
            select k.tenant_id, k.key, case when count(*) <= 50 then array_agg(r.number order by r.number) end
            from entities_keys k join entities_records r on r.tenant_id = k.tenant_id and r.id = k.record_id
            group by k.tenant_id, k.key;
        drop table entities_keys;
    """)
    tenant_table("entities_blocks")
    # Every statement of a volatile function sees what was committed while an earlier one waited for its lock. Look-ups of many are
    # sub-selects, for a join may be planned as a scan of all that the tenant has, above all before the tables were analysed.
    execute("""
        -- Lock these records, held or yet to come. A change of one record runs beside others; a
        -- change of many has the tenant's records for itself, for it would lock in an order of its own.
        create function entities_hold(ids text[], alone boolean) returns void language plpgsql as $$
        declare
            tenant constant text := current_setting('app.tenant');
        begin
            if alone then
                perform pg_advisory_xact_lock_shared(hashtextextended('entities ' || tenant, 0));
                perform pg_advisory_xact_lock(hashtextextended(tenant || ' ' || one, 1)) from unnest(ids) one order by one;
            else
                perform pg_advisory_xact_lock(hashtextextended('entities ' || tenant, 0));
            end if;
        end $$;

        -- Put a record into its blocks (and out of others), which locks them in order: another record that shares one waits, and
        -- then finds this one. Gives the record as it was, the records of the entities within reach, and counts of terms; the
        -- record alone where it is held just so and is not to be resolved again.
        create function entities_find(
            record text, known bigint,
            now_schema text, now_party text, now_traits jsonb, now_keys bigint[], alone boolean, again boolean,
            max_block int, max_candidates int, kinds text[], fields text[], terms text[]
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
            found json;
            counted json;
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
            with touched as (
                insert into entities_blocks as b (tenant_id, key, members)
                    select tenant, k, case when k = any(dropped) then '{}' else array[mine] end from unnest(open_keys) k
                on conflict on constraint entities_blocks_pkey do update set members = case
                    when b.members is null then null  -- it outgrew its bound while this waited for its lock
                    when excluded.members = '{}' then array_remove(b.members, mine)
                    when mine = any(b.members) then b.members
                    when cardinality(b.members) >= max_block then null
                    else b.members || mine end
                returning b.key, b.members
            ), near as (
                select m from touched, unnest(touched.members) m where m <> mine and not touched.key = any(dropped)
                group by m order by sum(1.0 / cardinality(touched.members)) desc, m limit max_candidates
            )
            select array_agg(m) into candidates from near;
            if cardinality(dropped) > 0 then
                delete from entities_blocks b where b.tenant_id = tenant and b.key = any(dropped) and b.members = '{}';
            end if;
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
            select json_agg(json_build_array(r.id, r.entity_id, r.party_id, r.schema, r.name, r.traits, e.version))
                into found
                from entities_records r join entities_entities e on e.tenant_id = r.tenant_id and e.id = r.entity_id
                where r.tenant_id = tenant and r.entity_id = any(reached);
            select json_agg(json_build_array(w.kind, w.field, w.term, coalesce((
                select t.records from entities_terms t
                where t.tenant_id = tenant and t.kind = w.kind and t.field = w.field and t.term = w.term), 0))) into counted
                from unnest(kinds, fields, terms) as w(kind, field, term);
            return json_build_array(mine, before, partners, coalesce(found, '[]'), coalesce(counted, '[]'),
                (select json_object_agg(kind, newest) from (
                    select m.kind, max(m.version) as newest from entities_models m where m.tenant_id = tenant group by m.kind
                ) versions));
        end $$;

        -- Lock entities in order, if they still are what was read of them; else nothing is locked, and null is given. Gives what
        -- persons said of pairs of these records, and the counts of terms.
        create function entities_claim(
            entity_ids text[], versions int[], record_ids text[], kinds text[], fields text[], terms text[]
        ) returns json language plpgsql as $$
        declare
            tenant constant text := current_setting('app.tenant');
            same int;
            said json;
            counted json;
        begin
            begin
                perform 1 from entities_entities e where e.tenant_id = tenant and e.id = any(entity_ids)
                    order by e.id for update;
                select count(*) into same from unnest(entity_ids, versions) as w(id, version)
                    where w.version = (select e.version from entities_entities e where e.tenant_id = tenant and e.id = w.id);
                if same < cardinality(entity_ids) then
                    raise exception using errcode = 'AE001';  -- lets go of the locks of this block
                end if;
            exception when sqlstate 'AE001' then
                return null;
            end;
            select json_agg(json_build_array(j.record_a, j.record_b, j.verdict)) into said from entities_judgements j
                where j.tenant_id = tenant and j.method = 'person' and j.record_a = any(record_ids)
                    and j.record_b = any(record_ids);
            select json_agg(json_build_array(w.kind, w.field, w.term, coalesce((
                select t.records from entities_terms t
                where t.tenant_id = tenant and t.kind = w.kind and t.field = w.field and t.term = w.term), 0))) into counted
                from unnest(kinds, fields, terms) as w(kind, field, term);
            return json_build_array(coalesce(said, '[]'), coalesce(counted, '[]'));
        end $$;

        -- Write what a change made: the record itself, entities, moves, counts of terms, and pairs for a person to look at.
        create function entities_write(change json) returns void language plpgsql as $$
        declare
            tenant constant text := current_setting('app.tenant');
        begin
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
        end $$;
    """)
    execute(f"""
        revoke all on function entities_hold, entities_find, entities_claim, entities_write from public;
        grant execute on function entities_hold, entities_find, entities_claim, entities_write to {APP_ROLE};
    """)
