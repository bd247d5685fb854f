-- Trigram operators are not leakproof, so under row-level security their index is never used (52 ms instead of 1 at a million rows).
-- These two functions read one table each past it, and bind themselves to the transaction's towns. They belong to a role that cannot log in;
-- their search_path is pinned; they return keys, which the caller reads again under row-level security.

-- The keys of cases in which every pattern occurs, at least the `most` last touched ones; also some twice, in no order. What it reads is bounded:
-- a word that is found among the cases last touched is common, any other is looked up among the trigrams; only one that is common among old cases
-- and rare among the last 15,000 is not searched to its end, and a second word helps.
create or replace function search_cases(words text[], most integer) returns table (municipality_id uuid, case_id uuid)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
-- The planner guesses badly how often a pattern occurs: never the whole table, and no compiling for what ends after a page.
set enable_seqscan = off
set jit = off
as $$
declare
  tenants constant uuid[] := public.app_tenants();
  wanted constant integer := least(most, 1000);
  few constant integer := 1000;
  matches text;
  indexed text;
  newest text;
  found_towns uuid[];
  found_cases uuid[];
begin
  if tenants is null or cardinality(words) = 0 then
    return;
  end if;
  -- As literals: each search is planned for its very words.
  select string_agg(format('v.search_text like %L', word), ' and ') into matches from unnest(words) word;
  -- Digits are in every number and code: their trigrams lead to most cases. They are looked for in what a word of letters has found.
  select string_agg(format(case when word ~ '\d' and exists (select from unnest(words) other where other !~ '\d' and length(other) > 4)
    then '(v.search_text || '''') like %L' else 'v.search_text like %L' end, word), ' and ') into indexed from unnest(words) word;
  -- One walk a town through case_view_recent, which holds the text itself; merged, each goes as far as the page needs.
  select string_agg(format('(select v.municipality_id, v.case_id, v.updated_at, v.search_text from public.case_view v
    where v.municipality_id = %L order by v.updated_at desc)', town), ' union all ') into newest from unnest(tenants) town;
  newest := format('select v.municipality_id, v.case_id from (select * from (%s) t order by updated_at desc limit $1) v
    where %s order by v.updated_at desc limit $2', newest, matches);

  return query execute newest using 3000, wanted;
  get diagnostics most = row_count;
  if most = wanted then
    return;
  end if;
  execute format('select array_agg(municipality_id), array_agg(case_id)
    from (select v.municipality_id, v.case_id from public.case_view v where %s limit $1) v', indexed)
    into found_towns, found_cases using few;
  return query select * from unnest(found_towns, found_cases) as f(town, id) where f.town = any (tenants);
  if cardinality(found_cases) = few then
    return query execute newest using 15000, wanted;
  end if;
end $$;

-- The keys of debt positions in whose debtor's name every pattern occurs, the newest first. What it reads is bounded, as above.
create or replace function search_debtors(words text[], most integer) returns table (municipality_id uuid, position_id uuid)
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp
set enable_seqscan = off
set jit = off
as $$
declare
  tenants constant uuid[] := public.app_tenants();
  matches text;
begin
  if tenants is null or cardinality(words) = 0 then
    return;
  end if;
  select string_agg(format('lower(d.debtor_name) like %L', word), ' and ') into matches from unnest(words) word;
  return query execute format('select f.municipality_id, f.id from (
      select d.municipality_id, d.id, d.created_at from public.debt_position d where %s limit 5000) f
    where f.municipality_id = any ($1) order by f.created_at desc, f.id limit $2', matches) using tenants, least(most, 1000);
end $$;

grant create on schema public to iter_search;
alter function search_cases(text[], integer) owner to iter_search;
alter function search_debtors(text[], integer) owner to iter_search;
revoke create on schema public from iter_search;
revoke all on function search_cases(text[], integer) from public;
revoke all on function search_debtors(text[], integer) from public;
