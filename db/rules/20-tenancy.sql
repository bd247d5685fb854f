-- Every table with a town of its own (municipality_id not null) is under FORCEd row-level security: also the owner obeys, unless it
-- bypasses it by its role, as migrations must. The sub-select is evaluated once a statement, not once a row.

do $$
declare
  tenant_table text;
begin
  for tenant_table in
    select c.relname
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'municipality_id' and a.attnotnull
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table public.%I enable row level security', tenant_table);
    execute format('alter table public.%I force row level security', tenant_table);
    execute format('drop policy if exists tenant on public.%I', tenant_table);
    execute format(
      'create policy tenant on public.%I to iter_app, iter_relay
         using (municipality_id = any ((select app_tenants())::uuid[]))
         with check (municipality_id = any ((select app_tenants())::uuid[]))',
      tenant_table);
  end loop;
end $$;

-- At sign-in the towns are not known yet: a person may read the memberships that are their own.
drop policy if exists own_membership on membership;
create policy own_membership on membership for select to iter_app using (person_id = (select app_person()));
