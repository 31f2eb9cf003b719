-- Update the planner's statistics after a bulk load, or plans are made as if the tables were still empty. SECURITY DEFINER,
-- since only the owner of a table may analyse it.
create or replace function entities_analyse() returns void language sql security definer set search_path = public, pg_temp as $$
    analyze entities_records, entities_entities, entities_blocks, entities_terms;
$$;
