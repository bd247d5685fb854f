-- The relay serves all towns at once, on these tables only. Everything else it does inside withTenants like the others.

drop policy if exists relay_reads on outbox;
create policy relay_reads on outbox for select to iter_relay using (true);
drop policy if exists relay_settles on outbox;
create policy relay_settles on outbox for update to iter_relay using (true) with check (true);

-- The reconciler compares cases with workflows and looks for effects stuck in intent.
drop policy if exists relay_reads on case_record;
create policy relay_reads on case_record for select to iter_relay using (true);
drop policy if exists relay_reads on case_view;
create policy relay_reads on case_view for select to iter_relay using (true);
drop policy if exists relay_reads on effect;
create policy relay_reads on effect for select to iter_relay using (true);
