-- Write the result of a change: records, entities, moves between entities, counts of terms, and pairs for a person to review.
-- The entities that the change read are locked first, in order. If one has another version by now, returns false, and nothing
-- is locked or written: the caller reads again.
create or replace function entities_write(change json, entity_ids text[], versions int[]) returns boolean language plpgsql as $$
declare
    tenant constant text := current_setting('app.tenant');
    same int;
begin
    if cardinality(entity_ids) > 0 then
        begin
            select count(*) into same from (
                select e.id, e.version from entities_entities e where e.tenant_id = tenant and e.id = any(entity_ids)
                    order by e.id for update
            ) locked join unnest(entity_ids, versions) as w(id, version) using (id, version);
            if same < cardinality(entity_ids) then
                raise exception using errcode = 'AE001';  -- rolls this block back, and its locks with it
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
