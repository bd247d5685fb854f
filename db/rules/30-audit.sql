-- The audit log only grows. Who could disable the triggers is found out by the chain (verifyAudit).

create or replace function refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception 'the audit log is append-only: % on % is refused', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;

create or replace trigger audit_entry_append_only before update or delete on audit_entry
  for each row execute function refuse_change();
create or replace trigger audit_entry_no_truncate before truncate on audit_entry
  for each statement execute function refuse_change();
