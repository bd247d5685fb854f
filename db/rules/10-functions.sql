-- Who the running transaction acts for. An unset setting reads as '' on a pooled connection, hence nullif: no setting, no rows.

create or replace function app_tenants() returns uuid[]
language sql stable parallel safe
as $$ select string_to_array(nullif(current_setting('app.tenants', true), ''), ',')::uuid[] $$;

create or replace function app_person() returns uuid
language sql stable parallel safe
as $$ select nullif(current_setting('app.person', true), '')::uuid $$;
