-- No attempt may wait for somebody who is not there: a second seat can be waived, an adjudication given up, a completeness
-- check recalled. And who has read whose attempt it is no longer judges it blind.

alter table judgings
  -- Of two who were to score it, one is enough: nobody else may, and a lead assessor said so. `independent` stays what was planned.
  add column waived_by uuid references people,
  add column waived_at timestamptz,
  add column waived_reason text check (length(waived_reason) between 1 and 2000),
  -- Look-fors on which two are apart and nobody is there to settle it: they stay open.
  add column unsettled text[] not null default '{}',
  add constraint judgings_waived check (num_nulls(waived_by, waived_at, waived_reason) in (0, 3)),
  add constraint judgings_waived_second check (waived_at is null or independent = 2),
  drop constraint judgings_held_for_check,
  add constraint judgings_held_for_check check (held_for in ('policy', 'concern', 'recall', 'unsettled'));

alter table decision_ratings
  drop constraint decision_ratings_settled_by_check,
  add constraint decision_ratings_settled_by_check check (settled_by in ('single', 'agreed', 'merged', 'adjudicated', 'unsettled')),
  add constraint decision_ratings_unsettled check (settled_by <> 'unsettled' or condition is not null);

-- An answer to a check that was taken back, as it was given.
create table recalled_checks (
  id uuid primary key default uuidv7(),
  attempt_id uuid not null references attempts,
  issuer_id uuid not null references issuers,
  outcome text not null,
  reasons jsonb not null,
  checked_by uuid not null references people,
  checked_at timestamptz not null,
  reason text not null check (reason <> '' and length(reason) <= 2000),
  recalled_by uuid not null references people,
  recalled_at timestamptz not null,
  unique (attempt_id, checked_at)
);
create trigger recalled_checks_no_change before update or delete on recalled_checks for each row execute function refuse_change();
create trigger recalled_checks_no_truncate before truncate on recalled_checks execute function refuse_change();

-- A check goes only by a recall.
drop trigger completeness_checks_no_change on completeness_checks;
create trigger completeness_checks_no_update before update on completeness_checks for each row execute function refuse_change();
create function completeness_checks_recalled() returns trigger language plpgsql as $$
begin
  if not exists (select from recalled_checks where attempt_id = old.attempt_id and checked_at = old.checked_at) then
    raise exception 'completeness_checks rows never change (delete refused)' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger completeness_checks_recalled before delete on completeness_checks
  for each row execute function completeness_checks_recalled();

-- Who asked whose work it is that is judged without names. It can't be unread.
create table names_seen (
  person_id uuid not null references people,
  enrolment_id uuid not null references enrolments,
  issuer_id uuid not null references issuers,
  seen_at timestamptz not null,
  primary key (person_id, enrolment_id)
);
create trigger names_seen_no_change before update or delete on names_seen for each row execute function refuse_change();
create index names_seen_enrolment on names_seen (enrolment_id);
