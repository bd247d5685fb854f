-- What each role may do at all; row-level security then says with which rows. Starts from nothing, so that what is not here is refused.

revoke all on all tables in schema public from public, iter_app, iter_relay, iter_search;
revoke all on all sequences in schema public from public, iter_app, iter_relay, iter_search;
grant usage on schema public to iter_app, iter_relay, iter_search;

grant select, insert, update, delete on all tables in schema public to iter_app;
grant usage on all sequences in schema public to iter_app;
-- Immutable once written.
revoke update, delete on audit_entry, definition from iter_app;
-- Never deleted by a program.
revoke delete on municipality, person, case_record, case_counter, effect, platform_counter, data_key, audit_head, receipt, identity_evidence,
  debt_position, payment_file, payment_flow, payment_flow_row, treasury_entry, entry_assignment, journal_movement,
  regularisation_part
  from iter_app;

grant select on municipality, definition, case_record, case_view, effect to iter_relay;
grant select, update on outbox to iter_relay;
grant select, insert on audit_entry, change, data_key to iter_relay;
grant select, insert, update on audit_head to iter_relay;
grant usage on sequence change_id_seq to iter_relay;

grant select on case_view, debt_position to iter_search;
grant execute on function search_cases(text[], integer), search_debtors(text[], integer) to iter_app;
