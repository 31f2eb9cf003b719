-- Put a record into the blocks of its keys, take it out of its former blocks, and read what a decision about it needs.
--
-- Writing a block locks it, in the order of the keys: of two new records that share a key the later one waits and then finds
-- the earlier. Returns the record as stored, the records of the entities within reach, the verdicts of persons on pairs of
-- them, and counts of their terms. Returns the stored record only, if it is unchanged and `recheck` is false.
--
-- Each statement of a volatile function sees what was committed while an earlier one waited for its lock. Look-ups of many
-- rows are subqueries: a join may be planned as a scan of all records of the tenant, above all before the tables were
-- analysed.
create or replace function entities_find(
    record text, known bigint,
    now_schema text, now_party text, now_traits jsonb, now_keys bigint[], single_change boolean, recheck boolean,
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
    verdicts json;
    counted json;
    shrunk json;
begin
    if single_change then
        perform entities_lock_records(array[record]);
    end if;
    select * into was from entities_records r where r.tenant_id = tenant and r.id = record;
    if was.id is not null then
        mine := was.number;
        before := json_build_array(was.id, was.entity_id, was.party_id, was.schema, was.name, was.traits);
        if not recheck and was.traits = now_traits and was.schema = now_schema
                and was.party_id is not distinct from now_party then
            return json_build_array(mine, before);
        end if;
        dropped := array(select unnest(was.keys) except select unnest(now_keys));
    else
        mine := coalesce(known, nextval('entities_record_numbers'));
    end if;
    select array_agg(k order by k) into open_keys from unnest(now_keys || dropped) k
        where not exists (select from entities_blocks b where b.tenant_id = tenant and b.key = k and b.members is null);
    -- A row that needs no change is locked but not written.
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
        -- A row that another transaction has locked is skipped: waiting for it out of the order of keys could deadlock.
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
    ) as judged(id) join entities_records r on r.tenant_id = tenant and r.id = judged.id;
    partners := coalesce(partners, '{}') || case when was.id is null then '{}' else array[was.entity_id] end;
    select array_agg(r.entity_id) into reached from entities_records r
        where r.tenant_id = tenant and r.number = any(candidates);
    reached := array(select distinct unnest(reached || partners));
    select json_agg(json_build_array(r.id, r.entity_id, r.party_id, r.schema, r.name, r.traits, e.version)),
        array_agg(r.id) || record
        into found, records
        from entities_records r join entities_entities e on e.tenant_id = r.tenant_id and e.id = r.entity_id
        where r.tenant_id = tenant and r.entity_id = any(reached);
    select json_agg(json_build_array(j.record_a, j.record_b, j.verdict)) into verdicts from entities_judgements j
        where j.tenant_id = tenant and j.method = 'person' and j.record_a = any(records)
            and j.record_b = any(records);
    -- Terms of this record and of its likeliest matches only: counting those of all candidates would dominate the time.
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
    return json_build_array(mine, before, partners, coalesce(found, '[]'), coalesce(verdicts, '[]'),
        coalesce(counted, '[]'), to_json(likely), (select json_object_agg(kind, newest) from (
            select m.kind, max(m.version) as newest from entities_models m where m.tenant_id = tenant group by m.kind
        ) versions), coalesce(shrunk, '[]'));
end $$;
