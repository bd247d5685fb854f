-- Fills an empty, migrated database with `bench.cases` cases of fifty towns, as years of work would leave them. Run by the superuser, past
-- row-level security. Repeatable: the same seed makes the same cases. The tables `template_case` and `template_fact` are there already.

select setseed(0.4);

insert into municipality (id, code, name, ipa_code, fiscal_code, province)
select ('10000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, lpad(n::text, 6, '0'), 'Comune ' || n, 'c_' || n, '00000000000', 'MI'
from generate_series(1, 50) n;

insert into office (municipality_id, id, code, name, confidential)
select id, gen_random_uuid(), o.code, o.name, o.code in ('diete', 'tutela')
from municipality, (values ('scuola', 'Ufficio scuola'), ('diete', 'Ufficio diete'), ('tutela', 'Ufficio tutela'),
  ('ragioneria', 'Ragioneria')) o (code, name);

-- Twelve people a town.
insert into person (id, subject, name)
select ('20000000-0000-4000-8000-' || lpad((town * 100 + n)::text, 12, '0'))::uuid, 'staff-' || town || '-' || n, 'Persona ' || town || '/' || n
from generate_series(1, 50) town, generate_series(1, 12) n;

-- Towns differ in size as Italian ones do: the first holds a fifth of all, the last a two-hundredth.
create unlogged table seed as
with share as (
  select n, sum(1.0 / n) over (order by n) / sum(1.0 / n) over () as upto from generate_series(1, 50) n
), bound as (select array_agg(upto order by n) as upto from share),
drawn as materialized (
  select n, gen_random_uuid() as case_id, random() as town, random() as place, random() as late, random() as kind, random() as taken,
    (random() * 119)::int as surname, (random() * 99)::int as name, (random() * 99)::int as parent, random() as age, random() as lasted
  from generate_series(1, current_setting('bench.cases')::int) n
), placed as (
  select d.*, least(50, 1 + width_bucket(d.town, b.upto)) as town_n,
    case when place < 0.88 then 'ended' when place < 0.92 then 'deciding' when place < 0.94 then 'paying' when place < 0.988 then 'served'
      when place < 0.993 then 'blocked' when place < 0.996 then 'suspended' else 'working' end as state
  from drawn d, bound b
)
select p.*, ('10000000-0000-4000-8000-' || lpad(town_n::text, 12, '0'))::uuid as municipality_id,
  case when kind < 0.7 then 'canteen-enrolment' when kind < 0.9 then 'school-transport' else 'nursery-place' end as procedure,
  received_at, extract(year from received_at)::int as year,
  case when state in ('ended', 'served') then received_at + lasted * interval '60 days' else now() - lasted * interval '40 days' end as updated_at
from placed p,
  -- Open cases are young, ended ones up to three years old.
  lateral (select now() - case when state in ('ended', 'served') then 70 + age * 1000 else age * 60 end * interval '1 day' as received_at) r;

create unlogged table seeded as
select s.*,
  (case procedure when 'canteen-enrolment' then 'MENSA' when 'school-transport' then 'SCUOLABUS' else 'NIDO' end) || '-' || year || '-' ||
    lpad((row_number() over (partition by municipality_id, procedure, year order by received_at))::text, 6, '0') as number,
  w.surnames[1 + surname] || ' ' || w.names[1 + name % 60] as subject_name,
  w.surnames[1 + (surname * 7 + parent) % 120] || ' ' || w.names[1 + parent % 60] as applicant_name,
  upper(substr(md5(n::text), 1, 6)) || lpad((n % 100)::text, 2, '0') || upper(substr(md5(n::text), 7, 8)) as subject_code,
  upper(substr(md5((-n)::text), 1, 6)) || lpad((n % 100)::text, 2, '0') || upper(substr(md5((-n)::text), 7, 8)) as applicant_code,
  case when state = 'ended' or late > 0.9 then (n % 90000 + 1)::text || '/' || year end as protocol,
  case when state in ('deciding', 'blocked', 'suspended', 'working')
    then (received_at + case when late < 0.06 then interval '20 days' else interval '70 days' end)::date end as due
from seed s, (select array[:surnames]::text[] as surnames, array[:names]::text[] as names) w;

insert into case_record (municipality_id, id, number, procedure, definition_id, plan_hash, channel, title, received_at, idempotency_key,
  request_digest, applicant_name, applicant_fiscal_code, subject_name, subject_fiscal_code, driver, created_at)
select municipality_id, case_id, number, procedure, d.id, d.plan_hash, case when n % 20 = 0 then 'counter' when n % 3 = 0 then 'import' else 'front-office' end,
  'Mensa di ' || subject_name, received_at, 'seed-' || n, 'digest', applicant_name, applicant_code, subject_name, subject_code, 'case', received_at
from seeded, (select id, plan_hash from definition limit 1) d;

insert into case_view (municipality_id, case_id, number, procedure, title, subject_name, applicant_name, protocol, channel, status, phase, outcome,
  step_name, waiting_for, since, due, received_at, started_at, updated_at, ended_at, revision, run, history_length, rest, history_count, document, view,
  search_text)
select municipality_id, case_id, number, procedure, 'Mensa di ' || subject_name, subject_name, applicant_name, protocol,
  case when n % 20 = 0 then 'counter' when n % 3 = 0 then 'import' else 'front-office' end,
  case when state = 'ended' then case when late < 0.03 then 'closed' else 'completed' end when state = 'suspended' then 'suspended' else 'running' end,
  case state when 'ended' then 'ended' when 'deciding' then 'waiting-task' when 'paying' then 'waiting-outside' when 'served' then 'waiting-time'
    when 'blocked' then 'blocked' when 'suspended' then 'suspended' else 'working' end,
  case when state in ('ended', 'served', 'paying') then case when late < 0.08 then 'rejected' when late < 0.1 then 'withdrawn' else 'approved' end end,
  t.step_name, t.waiting_for, updated_at, due, received_at, received_at, updated_at, case when state = 'ended' then updated_at end,
  30, 1, 90, true, 50, t.document, t.view,
  lower(concat_ws(' ', number, 'Mensa di ' || subject_name, subject_name, applicant_name, subject_code, applicant_code, protocol))
from seeded join template_case t on t.kind = case when state in ('deciding', 'paying', 'served', 'ended') then state else 'deciding' end;

-- Each case has had a decision; some, a certificate to be looked at first.
insert into task (municipality_id, case_id, task_id, element, name, office, confidential, role, form, assignee, opened_at, due, legal_due, state,
  closed_at, number, procedure, case_title, subject_name)
select municipality_id, case_id, k.task_id, k.element, k.name, k.office, k.office in ('diete', 'tutela'),
  case when k.element = 'decide' then 'supervisor' end, 'decide',
  case when not k.is_open or taken < 0.5 then ('20000000-0000-4000-8000-' || lpad((town_n * 100 + 1 + n % 12)::text, 12, '0')) end,
  received_at + interval '1 day', case when n % 3 = 0 then received_at + interval '12 days' end, due, case when k.is_open then 'open' else 'completed' end,
  case when not k.is_open then updated_at end, number, procedure, 'Mensa di ' || subject_name, subject_name
from seeded, lateral (
  select 'decide#1' as task_id, 'decide' as element, 'Decidi sulla domanda' as name, case when n % 4 = 0 then 'ragioneria' else 'scuola' end as office,
    state = 'deciding' as is_open
  union all
  select 'diet#1', 'diet', 'Valuta la dieta', case when n % 3 = 0 then 'tutela' else 'diete' end, state = 'deciding' and n % 10 = 0 where n % 5 = 0
) k
where state <> 'working';

insert into incident (municipality_id, case_id, incident_id, work, element, name, operation, platform, kind, code, message, touched, heals, allowed,
  raised_at, resolved_at, number, procedure, case_title)
select municipality_id, case_id, 'incident-1', 'parenthood#1', 'parenthood', 'Verifica la parentela', f.operation, f.platform, f.kind, f.code, f.message,
  f.kind = 'unknown-outcome', f.kind = 'unavailable', array['retry'], received_at + interval '2 days', case when state <> 'blocked' then updated_at end,
  number, procedure, 'Mensa di ' || subject_name
from seeded join (values (0, 'anpr.parenthood', 'anpr', 'unavailable', 'anpr-timeout', 'ANPR non risponde.'),
  (1, 'pagopa.createNotice', 'pagopa', 'unavailable', 'pagopa-timeout', 'pagoPA non risponde.'),
  (2, 'io.sendMessage', 'io', 'unknown-outcome', 'to-verify', 'Non è certo che il messaggio sia partito.'),
  (3, 'register.protocol', 'register', 'misconfigured', 'register-key-refused', 'La chiave del protocollo è rifiutata.'),
  (4, 'anpr.residence', 'anpr', 'refused', 'anpr-not-found', 'ANPR non trova la persona.')) f (n, operation, platform, kind, code, message) on f.n = seeded.n % 5
where state = 'blocked' or seeded.n % 25 = 0;

-- The histories of one case in fifty: a history is read by its case's key, whatever the volume, and fifty million lines take an hour to write.
insert into case_event (municipality_id, case_id, idx, at, type, element, name, actor, reason, detail)
select municipality_id, case_id, f.idx, received_at + f.idx * interval '1 hour', f.type, f.element, f.name, f.actor, null, f.detail
from seeded join template_fact f on f.kind = case when state in ('deciding', 'paying', 'served', 'ended') then state else 'deciding' end
where n % 50 = 0;

insert into case_counter_by_state (municipality_id, procedure, status, phase, outcome, count)
select municipality_id, procedure, status, phase, coalesce(outcome, ''), count(*) from case_view group by 1, 2, 3, 4, 5;
