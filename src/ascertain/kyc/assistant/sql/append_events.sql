-- Append events to the streams of many runs in one round trip, one commit and one notification. A run that is missing from
-- the result no longer belongs to `owner`. Runs are updated by their whole key and in one order, so that two processes never
-- deadlock.
create or replace function assistant_append(tenant text, owner text, written timestamptz, document text, note text)
    returns table (run_id text, last_ordinal integer) language plpgsql set enable_seqscan = off as $$
declare
    one record;
    total integer;
begin
    for one in
        select t.run_id, t.shown, t.events from json_to_recordset(document::json)
            as t (run_id text, shown boolean, events json) order by t.run_id
    loop
        total := json_array_length(one.events);
        update assistant_runs r set last_ordinal = r.last_ordinal + total, shown = r.shown or one.shown
            where r.tenant_id = tenant and r.id = one.run_id and r.lease_owner = owner and r.state = 'running'
            returning r.id, r.last_ordinal into run_id, last_ordinal;
        if found then
            insert into assistant_run_events (run_id, ordinal, type, data, at)
                select one.run_id, assistant_append.last_ordinal - total + e.place, e.event ->> 0,
                       (e.event -> 1)::jsonb, written
                from json_array_elements(one.events) with ordinality as e (event, place);
            return next;
        end if;
    end loop;
    perform pg_notify('assistant_runs', note);
end $$;
