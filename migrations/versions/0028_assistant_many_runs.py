"""Events of many runs are appended by one function: one round trip, one commit and one notification for a whole process."""

from ascertain.kernel.database.schema import APP_ROLE, execute

revision = "0028_assistant_many_runs"
down_revision = "0027_llm_settling"


def upgrade() -> None:
    # A run at a time, each found by its whole key and in one order, so that two processes never wait for each other crosswise.
    # A run that is missing from the answer is no longer the owner's.
    execute("""
        create function assistant_append(tenant text, owner text, written timestamptz, document text, note text)
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
    """)
    signature = "assistant_append(text, text, timestamptz, text, text)"
    execute(f"revoke all on function {signature} from public; grant execute on function {signature} to {APP_ROLE}")
