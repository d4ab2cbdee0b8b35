-- Professional-development credit: what an earner's hours are, by which rule they count, and what is claimed of them.
-- Hours are whole numbers of quarters of an hour everywhere.

-- ── Rules ───────────────────────────────────────────────────────────────────────────────────────

-- One per state or district and licence type; what it says stands in its versions.
create table credit_rules (
  id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null check (title <> ''),
  current_version_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table credit_rule_versions (
  id uuid primary key default uuidv7(),
  rule_id uuid not null references credit_rules,
  number integer not null check (number >= 1),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  document jsonb not null,
  effective_from date not null,
  effective_to date check (effective_to >= effective_from),
  published_at timestamptz not null default now(),
  unique (rule_id, number),
  unique (rule_id, sha256),
  unique (id, rule_id)
);
alter table credit_rules add foreign key (current_version_id, id) references credit_rule_versions (id, rule_id);

-- ── The credit ledger ───────────────────────────────────────────────────────────────────────────

-- One line per award, course or attended session; never edited. A mistake is taken out by a counter-entry, which has the
-- same hours with a minus, and entered anew. Hours of a revoked award stay in their line: that they no longer count
-- follows from award_status_events.
create table credit_entries (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people,
  -- Who stands behind the hours: the issuer of the award or of the activity; null where the earner reports by themselves.
  issuer_id uuid references issuers,
  source text not null check (source in ('award', 'course', 'session')),
  recorded_as text not null check (recorded_as in ('award', 'issuer', 'self')),
  recorded_by uuid references people,
  award_id uuid references awards,
  quarters integer not null check (quarters between -4000 and 4000 and quarters <> 0),
  title text not null check (char_length(title) between 1 and 300),
  provider text not null check (char_length(provider) between 1 and 300),
  nature text not null check (nature in ('micro-credential', 'course', 'workshop', 'conference', 'coaching', 'study-group', 'other')),
  begins_on date not null,
  -- The day by which it belongs to a cycle: of an award, the day on which it was awarded.
  ends_on date not null,
  -- The hours of the day, as people write them: “9 a.m. to noon”.
  held_at text not null default '' check (char_length(held_at) <= 200),
  place text not null default '' check (char_length(place) <= 300),
  -- What shows it, and where it is kept.
  proof text not null default '' check (char_length(proof) <= 2000),
  -- How the hours were arrived at, in words that a reader can check.
  how text not null check (char_length(how) between 1 and 2000),
  corrects_id uuid references credit_entries,
  reason text check (char_length(reason) between 1 and 2000),
  created_at timestamptz not null,
  check (begins_on <= ends_on),
  check ((source = 'award') = (award_id is not null)),
  check ((source = 'award') = (recorded_as = 'award')),
  check ((recorded_as = 'self') = (issuer_id is null)),
  check (recorded_by is not null or recorded_as = 'award'),
  check ((corrects_id is null) = (reason is null)),
  check ((corrects_id is null) = (quarters > 0)),
  unique (id, person_id)
);
create unique index credit_entries_award on credit_entries (award_id) where corrects_id is null;
-- A line is taken out once.
create unique index credit_entries_corrects on credit_entries (corrects_id);
create index credit_entries_person on credit_entries (person_id, ends_on, id);
create index credit_entries_issuer on credit_entries (issuer_id, created_at desc, id desc);

create function credit_entries_guard() returns trigger language plpgsql as $$
begin
  if new.corrects_id is not null and not exists (
    select from credit_entries e
    where e.id = new.corrects_id and e.corrects_id is null and e.quarters = -new.quarters
      and (e.person_id, e.source, e.issuer_id, e.award_id) is not distinct from (new.person_id, new.source, new.issuer_id, new.award_id)
  ) then
    raise exception 'a counter-entry takes out the whole of one line' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger credit_entries_guard before insert on credit_entries for each row execute function credit_entries_guard();

-- Of the awards that there are: the hours of the version that was earned, down to whole quarters.
insert into credit_entries (
  person_id, issuer_id, source, recorded_as, award_id, quarters, title, provider, nature, begins_on, ends_on, held_at, place, how, created_at
)
select a.person_id, a.issuer_id, 'award', 'award', a.id, floor((dv.document -> 'worth' ->> 'pdHours')::numeric * 4)::integer,
  left(dv.document ->> 'title', 300), left(i.name, 300), 'micro-credential',
  least(e.created_at, a.awarded_at) at time zone 'UTC', a.awarded_at at time zone 'UTC', 'At the earner’s own pace', 'In the earner’s own school, and online',
  format('Version %s of the micro-credential sets %s PD hours; its issuer expects %s to %s hours of work.', dv.number,
    dv.document -> 'worth' ->> 'pdHours', dv.document -> 'effort' -> 'hours' ->> 'min', dv.document -> 'effort' -> 'hours' ->> 'max'),
  a.awarded_at
from awards a
  join definition_versions dv on dv.id = a.definition_version_id
  join issuers i on i.id = a.issuer_id
  join enrolments e on e.id = a.enrolment_id
where floor((dv.document -> 'worth' ->> 'pdHours')::numeric * 4) >= 1;

-- ── Licences and claims ─────────────────────────────────────────────────────────────────────────

-- What somebody holds and has to renew, as they say it. The number is encrypted: only its holder, who approves a claim
-- and the provider read it.
create table licences (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people,
  rule_id uuid not null references credit_rules,
  -- One of the rule's licence types.
  licence_type text not null check (char_length(licence_type) between 1 and 80),
  number_sealed text not null check (number_sealed <> ''),
  cycle_begins date not null,
  cycle_ends date not null check (cycle_ends > cycle_begins),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  removed_at timestamptz,
  unique (id, person_id, rule_id)
);
create unique index licences_held on licences (person_id, rule_id, licence_type) where removed_at is null;
create index licences_cycle on licences (cycle_ends) where removed_at is null;
create index licences_rule on licences (rule_id);

-- One line of the ledger against one rule, in the version that stood when it was begun.
create table credit_claims (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people,
  -- The provider's: of the entry; null where the earner reported it.
  issuer_id uuid references issuers,
  licence_id uuid not null,
  rule_id uuid not null,
  rule_version_id uuid not null,
  entry_id uuid not null,
  cycle_begins date not null,
  cycle_ends date not null,
  state text not null default 'draft'
    check (state in ('draft', 'waiting', 'approved', 'refused', 'submitted', 'accepted', 'rejected', 'withdrawn')),
  -- What counts of the entry beside everything claimed before it, in quarters; settled when the claim leaves the draft.
  counted_quarters integer not null check (counted_quarters >= 0),
  -- The evidence of completion as filled in (CompletionForm); it stands still once the claim has left the draft.
  form jsonb not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  foreign key (entry_id, person_id) references credit_entries (id, person_id),
  foreign key (licence_id, person_id, rule_id) references licences (id, person_id, rule_id),
  foreign key (rule_version_id, rule_id) references credit_rule_versions (id, rule_id),
  check ((state in ('refused', 'accepted', 'rejected', 'withdrawn')) = (ended_at is not null))
);
-- An hour counts once for a rule: it lies in one cycle, and cycles that overlap by mistake must not count it twice.
create unique index credit_claims_once on credit_claims (rule_id, entry_id) where state not in ('refused', 'rejected', 'withdrawn');
create index credit_claims_person on credit_claims (person_id, created_at desc);
create index credit_claims_issuer on credit_claims (issuer_id, state, created_at);
create index credit_claims_licence on credit_claims (licence_id);
create index credit_claims_entry on credit_claims (entry_id);
create index credit_claims_version on credit_claims (rule_version_id, rule_id);

create trigger credit_claims_pinned before update on credit_claims for each row when (
  (old.person_id, old.issuer_id, old.licence_id, old.rule_id, old.rule_version_id, old.entry_id, old.cycle_begins, old.cycle_ends)
  is distinct from
  (new.person_id, new.issuer_id, new.licence_id, new.rule_id, new.rule_version_id, new.entry_id, new.cycle_begins, new.cycle_ends)
) execute function refuse_change();
create trigger credit_claims_form_stands before update on credit_claims for each row when (
  old.state <> 'draft' and (old.form, old.counted_quarters) is distinct from (new.form, new.counted_quarters)
) execute function refuse_change();
create trigger credit_claims_ended before update on credit_claims for each row when (old.ended_at is not null) execute function refuse_change();
create trigger credit_claims_no_delete before delete on credit_claims for each row execute function refuse_change();

-- What a claim came to, oldest first.
create table credit_claim_events (
  id uuid primary key default uuidv7(),
  claim_id uuid not null references credit_claims,
  state text not null check (state in ('draft', 'waiting', 'approved', 'refused', 'submitted', 'accepted', 'rejected', 'withdrawn')),
  -- Null where an approver without an account, or the platform, did it.
  by_person uuid references people,
  -- What the earner reads.
  note text not null default '' check (char_length(note) <= 2000),
  at timestamptz not null
);
create index credit_claim_events_claim on credit_claim_events (claim_id, at, id);

-- Whoever approves needs no account: a mailed link, of which the hash is kept. Nothing is written down of the visit.
create table credit_approvals (
  id uuid primary key default uuidv7(),
  claim_id uuid not null references credit_claims,
  approver_name text not null check (char_length(approver_name) between 1 and 200),
  approver_email text not null check (approver_email = lower(approver_email) and char_length(approver_email) <= 320),
  token_sha256 text not null unique,
  requested_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > requested_at),
  -- Asked of somebody else or again meanwhile, or the claim was withdrawn.
  ended_at timestamptz,
  answer text check (answer in ('approved', 'refused')),
  answered_at timestamptz,
  typed_name text check (char_length(typed_name) between 1 and 200),
  typed_role text check (char_length(typed_role) between 1 and 200),
  reason text check (char_length(reason) between 1 and 2000),
  -- Of the form that was on the page.
  form_sha256 text check (form_sha256 ~ '^[0-9a-f]{64}$'),
  check (num_nulls(answer, answered_at, typed_name, typed_role, form_sha256) in (0, 5)),
  check ((answer is not distinct from 'refused') = (reason is not null))
);
create unique index credit_approvals_open on credit_approvals (claim_id) where answered_at is null and ended_at is null;
create index credit_approvals_claim on credit_approvals (claim_id, requested_at);
create trigger credit_approvals_sealed before update on credit_approvals for each row when (old.answered_at is not null) execute function refuse_change();

-- So many days before the end of a cycle, once each.
create table licence_reminders (
  licence_id uuid not null references licences,
  cycle_ends date not null,
  days integer not null check (days > 0),
  sent_at timestamptz not null,
  primary key (licence_id, cycle_ends, days)
);

do $$
declare t text;
begin
  foreach t in array array['credit_rule_versions', 'credit_entries', 'credit_claim_events']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_no_change', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
