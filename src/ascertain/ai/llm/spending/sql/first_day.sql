-- The first day of the budget period (a day or a calendar month, UTC) that a time falls in.
create or replace function llm_first_day(period text, at timestamptz) returns date language sql immutable as
    $$ select case period when 'day' then (at at time zone 'UTC')::date
              else date_trunc('month', at at time zone 'UTC')::date end $$;
