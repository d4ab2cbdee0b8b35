-- From handed in to decided: the completeness check, independent assessments, adjudication, release and recall, appeals;
-- who may score, calibration, concerns. What was judged still never changes: triggers below refuse it.

-- ── Schools and the people at them ──────────────────────────────────────────────────────────────

create table schools (
  id uuid primary key default uuidv7(),
  name text not null check (name <> '' and length(name) <= 200),
  district text not null default '' check (length(district) <= 200),
  region text not null default '' check (length(region) <= 200),
  type text not null default 'other' check (type in ('elementary', 'middle', 'high', 'combined', 'district-office', 'other')),
  created_at timestamptz not null default now()
);
create unique index schools_one on schools (lower(name), lower(district), lower(region));
create index schools_name_trgm on schools using gin (name gin_trgm_ops);

-- Where somebody works, as they say themselves; a past one still makes a conflict.
create table affiliations (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  school_id uuid not null references schools,
  since timestamptz not null,
  ended_at timestamptz
);
create unique index affiliations_one on affiliations (person_id, school_id) where ended_at is null;
create index affiliations_school on affiliations (school_id, person_id);

-- ── How an issuer assesses, and who does ────────────────────────────────────────────────────────

create table assessing_settings (
  issuer_id uuid primary key references issuers,
  time_zone text not null default 'America/Chicago' check (length(time_zone) <= 60),
  holidays date[] not null default '{}',
  assignment text not null default 'pull' check (assignment in ('pull', 'auto')),
  -- Of the attempts that an assessor is given, the share that are anchors.
  seed_rate numeric(4, 3) not null default 0.1 check (seed_rate between 0 and 0.5),
  qualify_bar numeric(4, 3) not null default 0.8 check (qualify_bar between 0.5 and 1),
  qualify_look_fors integer not null default 10 check (qualify_look_fors between 1 and 200),
  lapse_days integer not null default 90 check (lapse_days between 7 and 1000),
  lapse_window integer not null default 20 check (lapse_window between 5 and 200),
  appeal_days integer not null default 30 check (appeal_days between 1 and 365),
  smallest_group integer not null default 10 check (smallest_group between 2 and 100),
  sends_digest boolean not null default true,
  stipend_cents_per_piece integer not null default 0 check (stipend_cents_per_piece >= 0),
  stipend_cents_per_hour integer not null default 0 check (stipend_cents_per_hour >= 0),
  updated_at timestamptz not null default now()
);

create table assessor_profiles (
  issuer_id uuid not null references issuers,
  person_id uuid not null references people on delete cascade,
  languages text[] not null default '{en}',
  -- How many attempts at a time they want to be given.
  max_load integer not null default 5 check (max_load between 0 and 200),
  away_from date,
  away_until date,
  updated_at timestamptz not null default now(),
  primary key (issuer_id, person_id),
  check ((away_from is null) = (away_until is null)),
  check (away_from <= away_until)
);

-- Whom an assessor must not judge, as declared: a person, or everyone of a school.
create table conflicts (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  assessor_id uuid not null references people on delete cascade,
  -- A person by their address, whether or not they have an account yet: declaring tells nobody which.
  email text check (email = lower(email) and length(email) <= 320),
  person_id uuid references people,
  school_id uuid references schools,
  reason text not null check (reason <> '' and length(reason) <= 1000),
  declared_by uuid not null references people,
  declared_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid references people,
  check ((school_id is null) = (coalesce(person_id::text, email) is not null)),
  check ((ended_at is null) = (ended_by is null))
);
create index conflicts_assessor on conflicts (assessor_id, issuer_id);

create table saved_comments (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  -- Whose it is; shared ones serve every assessor of the issuer.
  owner_id uuid not null references people on delete cascade,
  is_shared boolean not null default false,
  micro_credential_id uuid references micro_credentials,
  look_for_key text,
  body text not null check (body <> '' and length(body) <= 5000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index saved_comments_issuer on saved_comments (issuer_id, owner_id);

-- ── The way of an attempt ───────────────────────────────────────────────────────────────────────

-- One row an attempt: where it stands between handed in and decided, and how it is judged.
create table judgings (
  attempt_id uuid primary key references attempts,
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  micro_credential_id uuid not null references micro_credentials,
  definition_version_id uuid not null references definition_versions,
  stage text not null check (stage in ('pre_check', 'scoring', 'adjudication', 'held', 'released', 'returned', 'withdrawn')),
  -- How many assessors score it independently, and why two.
  independent smallint not null default 1 check (independent in (1, 2)),
  why_double text check (why_double in ('policy', 'first-of-version', 'sample')),
  is_blind boolean not null default false,
  -- Programme policy: the earner's own coach scores it, a declared exception.
  by_coach boolean not null default false,
  language text not null default 'en' check (length(language) between 2 and 35),
  submitted_at timestamptz not null,
  check_due_at timestamptz not null,
  due_at timestamptz not null,
  -- Waits on the earner since then; the clock stands still.
  paused_at timestamptz,
  -- Look-fors that an adjudicator decides, and for the how-manieth time.
  contested text[] not null default '{}',
  adjudication_round smallint not null default 0 check (adjudication_round >= 0),
  ended_at timestamptz,
  check ((independent = 2) = (why_double is not null)),
  check ((stage in ('released', 'returned', 'withdrawn')) = (ended_at is not null)),
  check (stage <> 'adjudication' or (cardinality(contested) > 0 and adjudication_round > 0))
);
create unique index judgings_open on judgings (enrolment_id) where stage not in ('released', 'returned', 'withdrawn');
create index judgings_queue on judgings (issuer_id, stage, due_at, attempt_id) where stage not in ('released', 'returned', 'withdrawn');
create index judgings_version on judgings (definition_version_id, submitted_at);
create index judgings_enrolment on judgings (enrolment_id);

create table judging_pauses (
  attempt_id uuid not null references judgings,
  paused_at timestamptz not null,
  resumed_at timestamptz,
  reason text not null check (reason in ('question', 'privacy', 'concern')),
  primary key (attempt_id, reason, paused_at),
  check (resumed_at >= paused_at)
);
create unique index judging_pauses_open on judging_pauses (attempt_id, reason) where resumed_at is null;

-- A person's glance before anybody judges: is all there, legible, audible, the right file, consent in place?
create table completeness_checks (
  attempt_id uuid primary key references attempts,
  issuer_id uuid not null references issuers,
  outcome text not null check (outcome in ('complete', 'incomplete')),
  -- [{ requirement, code, note }]; codes: domain/assessment/completeness.ts.
  reasons jsonb not null default '[]',
  checked_by uuid not null references people,
  checked_at timestamptz not null,
  check ((outcome = 'incomplete') = (jsonb_array_length(reasons) > 0))
);

-- ── Assessments and ratings ─────────────────────────────────────────────────────────────────────

alter table assessments drop constraint assessments_role_check;
alter table assessments
  add constraint assessments_role_check check (role in ('first', 'second', 'adjudicator', 'appeal', 'anchor', 'qualification')),
  -- Which adjudication of the attempt; 1 otherwise.
  add column round smallint not null default 1 check (round >= 1),
  -- For the assessor alone.
  add column note text not null default '' check (length(note) <= 10000),
  -- Time on task without the idle stretches, in seconds.
  add column active_seconds integer not null default 0 check (active_seconds >= 0),
  add column last_active_at timestamptz;
drop index assessments_one_at_work;
-- One at a time in each seat. Anchors and qualification sets are scored by many.
create unique index assessments_one_at_work on assessments (attempt_id, role, round)
  where state in ('claimed', 'completed') and role not in ('anchor', 'qualification');
-- Nobody sits in two seats of one attempt, nor twice before the same anchor.
create unique index assessments_one_each on assessments (attempt_id, assessor_id) where state in ('claimed', 'completed');

alter table ratings
  -- Why this can't be judged, in place of a value; codes: domain/assessment/conditions.ts.
  add column condition text check (condition ~ '^[a-z-]{2,40}$'),
  -- The assessor's own places in the evidence: [{ artifact, locator }].
  add column locators jsonb not null default '[]' check (jsonb_typeof(locators) = 'array' and jsonb_array_length(locators) <= 20),
  -- For the assessor alone.
  add column note text not null default '' check (length(note) <= 10000),
  add constraint ratings_value_or_condition check (value is null or condition is null);

-- Somebody is to score it before anybody may pull it.
create table assignments (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  attempt_id uuid not null references attempts,
  role text not null check (role in ('first', 'second', 'adjudicator', 'appeal')),
  assessor_id uuid not null references people,
  -- Null where the program chose.
  assigned_by uuid references people,
  assigned_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('claimed', 'reassigned', 'away', 'refused', 'conflict', 'role-lost', 'over')),
  check ((ended_at is null) = (end_reason is null))
);
create unique index assignments_one on assignments (attempt_id, role) where ended_at is null;
create index assignments_assessor on assignments (assessor_id, issuer_id) where ended_at is null;

-- ── Decisions: released once, recallable until read ─────────────────────────────────────────────

-- An attempt that is returned as incomplete was never assessed.
alter table decisions alter column assessment_id drop not null;
alter table decisions
  -- How it came about: { independent, blind, adjudicated, byCoach, heldBy }.
  add column process jsonb not null default '{}';

-- The one voice in which the earner hears it, look-for by look-for; the assessors' own ratings stay beside it for ever.
create table decision_ratings (
  attempt_id uuid not null references decisions on delete cascade,
  look_for_key text not null,
  value text check (value in ('yes', 'almost', 'no')),
  condition text check (condition ~ '^[a-z-]{2,40}$'),
  comment text not null default '',
  locators jsonb not null default '[]',
  settled_by text not null default 'single' check (settled_by in ('single', 'agreed', 'merged', 'adjudicated')),
  primary key (attempt_id, look_for_key),
  check ((value is null) <> (condition is null))
);

insert into decision_ratings (attempt_id, look_for_key, value, comment)
  select d.attempt_id, r.look_for_key, r.value, r.comment
  from decisions d join ratings r on r.assessment_id = d.assessment_id where r.value is not null;

-- The earner has seen it: from then on it can't be recalled, since what is read stays.
create table decision_reads (
  attempt_id uuid primary key references decisions,
  read_at timestamptz not null
);
insert into decision_reads (attempt_id, read_at) select attempt_id, released_at from decisions;

-- An award keeps its decision from being recalled, too.
alter table awards add foreign key (attempt_id) references decisions (attempt_id);

create table recalled_decisions (
  id uuid primary key default uuidv7(),
  attempt_id uuid not null references attempts,
  issuer_id uuid not null references issuers,
  outcome text not null,
  released_at timestamptz not null,
  decided_by uuid not null references people,
  -- The row and its ratings, as they were.
  decision jsonb not null,
  ratings jsonb not null,
  reason text not null check (reason <> '' and length(reason) <= 2000),
  recalled_by uuid not null references people,
  recalled_at timestamptz not null,
  unique (attempt_id, released_at)
);

-- A decision goes only by a recall, and never once it was read or its award issued (the foreign keys above).
drop trigger decisions_no_delete on decisions;
create function decisions_recalled() returns trigger language plpgsql as $$
begin
  if not exists (select from recalled_decisions where attempt_id = old.attempt_id and released_at = old.released_at) then
    raise exception 'decisions rows never change (delete refused)' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger decisions_recalled before delete on decisions for each row execute function decisions_recalled();
create function decision_ratings_recalled() returns trigger language plpgsql as $$
begin
  if exists (select from decisions where attempt_id = old.attempt_id) then
    raise exception 'decision_ratings rows never change (delete refused)' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger decision_ratings_recalled before delete on decision_ratings for each row execute function decision_ratings_recalled();

-- ── Appeals ─────────────────────────────────────────────────────────────────────────────────────

create table appeals (
  attempt_id uuid primary key references decisions,
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  look_fors text[] not null check (cardinality(look_fors) > 0),
  reason text not null check (reason <> '' and length(reason) <= 10000),
  raised_at timestamptz not null,
  due_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'decided', 'withdrawn')),
  assessment_id uuid references assessments,
  -- changed: at least one look-for is now a Yes; upheld: the decision stays as it was.
  outcome text check (outcome in ('changed', 'upheld')),
  -- Whether with it all look-fors are demonstrated.
  earns boolean not null default false,
  answer text not null default '' check (length(answer) <= 10000),
  ended_at timestamptz,
  ended_by uuid references people,
  check ((state = 'open') = (ended_at is null)),
  check ((state = 'decided') = (outcome is not null)),
  check (not earns or outcome = 'changed')
);
create unique index appeals_open on appeals (enrolment_id) where state = 'open';
create index appeals_issuer on appeals (issuer_id, due_at) where state = 'open';

create table appeal_ratings (
  attempt_id uuid not null references appeals,
  look_for_key text not null,
  value text not null check (value in ('yes', 'almost', 'no')),
  comment text not null default '',
  locators jsonb not null default '[]',
  primary key (attempt_id, look_for_key)
);

-- ── Between attempts ────────────────────────────────────────────────────────────────────────────

create table coach_talks (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  -- The attempt before which it is held, counted without the incomplete ones.
  before_attempt integer not null check (before_attempt >= 2),
  state text not null default 'asked' check (state in ('asked', 'booked', 'held', 'cancelled')),
  -- When the earner could, ISO 8601, UTC: ["…"].
  proposals jsonb not null default '[]',
  wish text not null default '' check (length(wish) <= 2000),
  asked_at timestamptz not null,
  with_person_id uuid references people,
  starts_at timestamptz,
  minutes integer check (minutes between 5 and 240),
  place text not null default '' check (length(place) <= 500),
  held_at timestamptz,
  cancelled_at timestamptz,
  check ((state in ('booked', 'held')) <= (with_person_id is not null and starts_at is not null and minutes is not null)),
  check ((state = 'held') = (held_at is not null)),
  check ((state = 'cancelled') = (cancelled_at is not null))
);
create unique index coach_talks_open on coach_talks (enrolment_id) where state in ('asked', 'booked');
create index coach_talks_issuer on coach_talks (issuer_id, asked_at) where state in ('asked', 'booked');

-- Practice that can't be repeated: other evidence is agreed on, and the machine's rules for it become advice.
create table evidence_agreements (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  requirement_key text not null,
  reason text not null check (reason <> '' and length(reason) <= 5000),
  proposal text not null check (proposal <> '' and length(proposal) <= 5000),
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'refused', 'withdrawn')),
  answer text not null default '' check (length(answer) <= 5000),
  answered_by uuid references people,
  answered_at timestamptz,
  check ((state in ('agreed', 'refused')) = (answered_by is not null)),
  check ((answered_by is null) = (answered_at is null))
);
create unique index evidence_agreements_open on evidence_agreements (enrolment_id, requirement_key) where state in ('asked', 'agreed');
create index evidence_agreements_issuer on evidence_agreements (issuer_id, asked_at) where state = 'asked';

-- ── Concerns: plagiarism, safeguarding, the AI declaration ──────────────────────────────────────

create table concerns (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  attempt_id uuid not null references attempts,
  kind text not null check (kind in ('plagiarism', 'safeguarding', 'ai-declaration')),
  requirement_key text,
  detail text not null check (detail <> '' and length(detail) <= 5000),
  -- Of plagiarism: the other attempt and its passages.
  evidence jsonb not null default '{}',
  -- Null where the search found it.
  raised_by uuid references people,
  raised_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'asked', 'answered', 'dismissed', 'upheld', 'referred')),
  asked_at timestamptz,
  question text not null default '' check (length(question) <= 5000),
  response text not null default '' check (length(response) <= 10000),
  responded_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references people,
  resolution text not null default '' check (length(resolution) <= 5000),
  check ((state in ('dismissed', 'upheld', 'referred')) = (resolved_at is not null)),
  check ((resolved_at is null) = (resolved_by is null)),
  check (state <> 'asked' or asked_at is not null),
  -- What is told in confidence is never asked of the earner by this program.
  check (kind <> 'safeguarding' or asked_at is null)
);
create index concerns_attempt on concerns (attempt_id);
create index concerns_open on concerns (issuer_id, raised_at) where resolved_at is null;

-- MinHash signatures of the texts of an attempt, and their bands for the search of near-duplicates.
create table text_signatures (
  attempt_id uuid not null references attempts,
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  -- A requirement of the attempt, or `file:<artifact>`.
  source text not null,
  shingles integer not null check (shingles > 0),
  signature integer[] not null,
  primary key (attempt_id, source)
);
create table text_signature_bands (
  issuer_id uuid not null,
  band smallint not null,
  hash integer not null,
  attempt_id uuid not null,
  source text not null,
  primary key (issuer_id, band, hash, attempt_id, source),
  foreign key (attempt_id, source) references text_signatures
);
create index text_signature_bands_attempt on text_signature_bands (attempt_id, source);

-- Made together with colleagues, as the earner declares: the same file in their attempts is no concern.
alter table artifacts add column is_team_work boolean not null default false;

-- ── Calibration ─────────────────────────────────────────────────────────────────────────────────

-- An anchor is an attempt with agreed ratings. Its enrolment is nobody's: state `anchor`, a person who can't sign in.
alter table enrolments drop constraint enrolments_state_check;
alter table enrolments add constraint enrolments_state_check check (state in ('working', 'submitted', 'earned', 'withdrawn', 'anchor'));

create table anchors (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  -- SHA-256 of the scoring guides that its ratings are by.
  rubric_sha256 text not null check (rubric_sha256 ~ '^[0-9a-f]{64}$'),
  attempt_id uuid not null unique references attempts,
  title text not null check (title <> '' and length(title) <= 200),
  source text not null check (source in ('consented', 'written')),
  -- Of a consented one: the attempt that it was made from.
  from_attempt_id uuid references attempts,
  consent_at timestamptz,
  state text not null default 'draft' check (state in ('draft', 'active', 'retired')),
  -- Where it is used: to qualify with, or seeded into the queue.
  use text not null default 'seed' check (use in ('qualify', 'seed')),
  created_by uuid not null references people,
  created_at timestamptz not null,
  check ((source = 'consented') = (from_attempt_id is not null)),
  check ((source = 'consented') = (consent_at is not null))
);
create index anchors_issuer on anchors (issuer_id, micro_credential_id, rubric_sha256, state);

create table anchor_ratings (
  anchor_id uuid not null references anchors,
  look_for_key text not null,
  value text not null check (value in ('yes', 'almost', 'no')),
  rationale text not null check (rationale <> '' and length(rationale) <= 5000),
  primary key (anchor_id, look_for_key)
);

-- An earner lets an attempt be made into an anchor, without their name.
create table anchor_consents (
  attempt_id uuid primary key references attempts,
  issuer_id uuid not null references issuers,
  asked_by uuid not null references people,
  asked_at timestamptz not null,
  answered_at timestamptz,
  agreed boolean,
  withdrawn_at timestamptz,
  check ((answered_at is null) = (agreed is null))
);

create table qualification_sets (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  rubric_sha256 text not null check (rubric_sha256 ~ '^[0-9a-f]{64}$'),
  title text not null check (title <> '' and length(title) <= 200),
  is_active boolean not null default false,
  created_by uuid not null references people,
  created_at timestamptz not null
);
create index qualification_sets_of on qualification_sets (micro_credential_id, rubric_sha256) where is_active;

create table qualification_set_anchors (
  set_id uuid not null references qualification_sets on delete cascade,
  anchor_id uuid not null references anchors,
  position integer not null check (position >= 0),
  primary key (set_id, anchor_id)
);

-- One go of one person at a set.
create table qualifications (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  set_id uuid not null references qualification_sets,
  person_id uuid not null references people,
  started_at timestamptz not null,
  finished_at timestamptz,
  exact integer check (exact >= 0),
  look_fors integer check (look_fors > 0),
  passed boolean,
  check ((finished_at is null) = (passed is null)),
  check ((finished_at is null) = (look_fors is null)),
  check (exact <= look_fors)
);
create unique index qualifications_one on qualifications (set_id, person_id) where finished_at is null;
create index qualifications_person on qualifications (person_id, finished_at desc);
alter table assessments add column qualification_id uuid references qualifications;
alter table assessments add constraint assessments_qualification check ((role = 'qualification') = (qualification_id is not null));

-- Since when somebody is certified for a rubric. Whether it has lapsed is derived (domain/assessment/certification.ts).
create table certifications (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  rubric_sha256 text not null check (rubric_sha256 ~ '^[0-9a-f]{64}$'),
  person_id uuid not null references people,
  -- Qualified on a set, or named by a lead assessor with a reason.
  qualification_id uuid references qualifications,
  named_by uuid references people,
  reason text not null default '' check (length(reason) <= 2000),
  certified_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (length(end_reason) <= 2000),
  check ((qualification_id is null) <> (named_by is null)),
  check (named_by is null or reason <> ''),
  check ((ended_at is null) = (end_reason is null))
);
create unique index certifications_one on certifications (person_id, micro_credential_id, rubric_sha256) where ended_at is null;
create index certifications_of on certifications (micro_credential_id, rubric_sha256) where ended_at is null;

create table norming_meetings (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  title text not null check (title <> '' and length(title) <= 200),
  starts_at timestamptz not null,
  place text not null default '' check (length(place) <= 500),
  record text not null default '' check (length(record) <= 20000),
  created_by uuid not null references people,
  created_at timestamptz not null,
  closed_at timestamptz
);
create table norming_items (
  meeting_id uuid not null references norming_meetings,
  position integer not null check (position >= 0),
  attempt_id uuid not null references attempts,
  look_for_key text not null,
  agreed_value text check (agreed_value in ('yes', 'almost', 'no')),
  conclusion text not null default '' check (length(conclusion) <= 5000),
  primary key (meeting_id, position),
  unique (meeting_id, attempt_id, look_for_key)
);
create table norming_attendance (
  meeting_id uuid not null references norming_meetings,
  person_id uuid not null references people,
  primary key (meeting_id, person_id)
);

-- ── What was handed in before ───────────────────────────────────────────────────────────────────

insert into judgings (attempt_id, issuer_id, enrolment_id, micro_credential_id, definition_version_id, stage, submitted_at, check_due_at, due_at, ended_at)
  select t.id, t.issuer_id, t.enrolment_id, e.micro_credential_id, t.definition_version_id,
    case when d.attempt_id is not null then 'released' else 'scoring' end,
    t.submitted_at, t.submitted_at + interval '1 day', coalesce(e.due_at, d.released_at, t.submitted_at), d.released_at
  from attempts t join enrolments e on e.id = t.enrolment_id left join decisions d on d.attempt_id = t.id
  where d.attempt_id is not null or (e.state = 'submitted' and t.number = e.attempts_count);

-- ── What was judged never changes ───────────────────────────────────────────────────────────────

do $$
declare t text;
begin
  foreach t in array array['completeness_checks', 'recalled_decisions', 'decision_reads', 'appeal_ratings']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_no_change', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
create trigger decision_ratings_no_update before update on decision_ratings for each row execute function refuse_change();
create trigger decision_ratings_no_truncate before truncate on decision_ratings execute function refuse_change();

-- An appeal that has ended stays as it ended.
create trigger appeals_ended before update on appeals for each row when (old.state <> 'open') execute function refuse_change();
create trigger appeals_no_delete before delete on appeals for each row execute function refuse_change();
-- A concern that was resolved stays so.
create trigger concerns_resolved before update on concerns for each row when (old.resolved_at is not null) execute function refuse_change();
create trigger concerns_no_delete before delete on concerns for each row execute function refuse_change();
