-- The first tables: who, what is offered, what was made of it, how it was judged, what was awarded.
-- What was judged never changes: the triggers at the end refuse it.

create extension if not exists pg_trgm;

-- ── People ──────────────────────────────────────────────────────────────────────────────────────

create table people (
  id uuid primary key default uuidv7(),
  name text not null check (name <> '' and length(name) <= 200),
  email text not null check (email = lower(email) and length(email) <= 320),
  email_verified boolean not null default false,
  image text,
  is_operator boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index people_email on people (email);

create table sessions (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_person on sessions (person_id);

create table accounts (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index accounts_person on accounts (person_id);

create table verifications (
  id uuid primary key default uuidv7(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_identifier on verifications (identifier);

-- ── Issuers and their people ────────────────────────────────────────────────────────────────────

create table issuers (
  id uuid primary key default uuidv7(),
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null,
  statement text not null,
  website text,
  email text,
  palette text not null check (palette in ('teal', 'ochre', 'terracotta', 'lapis', 'olive')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table memberships (
  issuer_id uuid not null references issuers,
  person_id uuid not null references people on delete cascade,
  role text not null check (role in ('assessor', 'lead_assessor', 'designer', 'coordinator', 'issuer_admin')),
  created_at timestamptz not null default now(),
  primary key (issuer_id, person_id, role)
);
create index memberships_person on memberships (person_id);

create table invitations (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  email text not null check (email = lower(email)),
  role text not null check (role in ('assessor', 'lead_assessor', 'designer', 'coordinator', 'issuer_admin')),
  token_sha256 text not null unique,
  invited_by uuid references people,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references people,
  withdrawn_at timestamptz,
  check ((accepted_at is null) = (accepted_by is null))
);
create unique index invitations_open on invitations (issuer_id, email, role) where accepted_at is null and withdrawn_at is null;

-- ── What is offered ─────────────────────────────────────────────────────────────────────────────

create table micro_credentials (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null,
  statement text not null,
  summary text not null,
  audience text[] not null,
  pd_hours numeric(6, 2) not null check (pd_hours >= 0),
  current_version_id uuid,
  search tsvector not null generated always as (
    setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', statement), 'B') || setweight(to_tsvector('english', summary), 'C')
  ) stored,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index micro_credentials_issuer on micro_credentials (issuer_id, title);
create index micro_credentials_search on micro_credentials using gin (search);
create index micro_credentials_title_trgm on micro_credentials using gin (title gin_trgm_ops);

create table definition_versions (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  number integer not null check (number >= 1),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  document jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid references people,
  unique (micro_credential_id, number),
  unique (micro_credential_id, sha256)
);
create index definition_versions_issuer on definition_versions (issuer_id, micro_credential_id);
alter table micro_credentials add foreign key (current_version_id) references definition_versions;

create table series (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  title text not null,
  statement text not null,
  summary text not null,
  audience text[] not null,
  current_version_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index series_issuer on series (issuer_id, title);

create table series_versions (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  series_id uuid not null references series,
  number integer not null check (number >= 1),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  document jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid references people,
  unique (series_id, number),
  unique (series_id, sha256)
);
alter table series add foreign key (current_version_id) references series_versions;

-- The members of a series' current version, for filters and maps.
create table series_members (
  series_id uuid not null references series,
  micro_credential_id uuid not null references micro_credentials,
  tier text not null,
  strand text not null,
  position integer not null,
  primary key (series_id, micro_credential_id)
);
create index series_members_micro_credential on series_members (micro_credential_id);

-- ── The earner's work ───────────────────────────────────────────────────────────────────────────

create table enrolments (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  person_id uuid not null references people,
  micro_credential_id uuid not null references micro_credentials,
  definition_version_id uuid not null references definition_versions,
  state text not null default 'working' check (state in ('working', 'submitted', 'earned', 'withdrawn')),
  attempts_count integer not null default 0 check (attempts_count >= 0),
  submitted_at timestamptz,
  due_at timestamptz,
  earned_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check ((state = 'submitted') = (due_at is not null)),
  check ((state = 'earned') = (earned_at is not null)),
  check (state not in ('submitted', 'earned') or attempts_count > 0),
  check ((attempts_count > 0) = (submitted_at is not null))
);
create unique index enrolments_open on enrolments (person_id, micro_credential_id) where state in ('working', 'submitted');
create index enrolments_issuer on enrolments (issuer_id, micro_credential_id, state);
create index enrolments_person on enrolments (person_id, created_at desc);
create index enrolments_waiting on enrolments (issuer_id, due_at, id) where state = 'submitted';

create table evidence_items (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  requirement_key text not null,
  kind text not null,
  data jsonb not null,
  revision integer not null default 1 check (revision >= 1),
  updated_at timestamptz not null default now(),
  unique (enrolment_id, requirement_key)
);

create table evidence_history (
  evidence_item_id uuid not null references evidence_items,
  revision integer not null,
  data jsonb not null,
  saved_at timestamptz not null default now(),
  saved_by uuid references people,
  primary key (evidence_item_id, revision)
);

-- Content-addressed: a blob is its SHA-256; names and owners belong to artifacts.
create table blobs (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  size bigint not null check (size > 0),
  media_type text not null,
  created_at timestamptz not null default now()
);

create table artifacts (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  owner_id uuid not null references people,
  requirement_key text not null,
  kind text not null check (kind in ('file', 'link')),
  name text not null check (name <> '' and length(name) <= 300),
  blob_sha256 text references blobs,
  url text check (length(url) <= 2000),
  pages integer check (pages > 0),
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  check ((kind = 'file') = (blob_sha256 is not null)),
  check ((kind = 'link') = (url is not null))
);
create index artifacts_enrolment on artifacts (enrolment_id, created_at);
create index artifacts_blob on artifacts (blob_sha256);

create table attempts (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  definition_version_id uuid not null references definition_versions,
  number integer not null check (number >= 1),
  sealed jsonb not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  submitted_at timestamptz not null,
  unique (enrolment_id, number)
);
create index attempts_issuer on attempts (issuer_id, submitted_at desc);

create table attempt_files (
  attempt_id uuid not null references attempts,
  artifact_id uuid not null references artifacts,
  blob_sha256 text references blobs,
  primary key (attempt_id, artifact_id)
);
create index attempt_files_artifact on attempt_files (artifact_id);

-- ── Judging ─────────────────────────────────────────────────────────────────────────────────────

create table assessments (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  attempt_id uuid not null references attempts,
  assessor_id uuid not null references people,
  role text not null default 'first' check (role in ('first', 'second', 'adjudicator')),
  state text not null default 'claimed' check (state in ('claimed', 'let_go', 'completed')),
  lease_expires_at timestamptz not null,
  overall_comment text not null default '',
  revision integer not null default 1,
  claimed_at timestamptz not null default now(),
  completed_at timestamptz,
  unique (id, attempt_id),
  check ((state = 'completed') = (completed_at is not null))
);
create unique index assessments_one_at_work on assessments (attempt_id, role) where state in ('claimed', 'completed');
create index assessments_assessor on assessments (assessor_id, state, claimed_at desc);

-- The attempt stands in the key, so that a rating can't land on another attempt than its assessment's.
create table ratings (
  assessment_id uuid not null,
  attempt_id uuid not null,
  look_for_key text not null,
  value text check (value in ('yes', 'almost', 'no')),
  comment text not null default '' check (length(comment) <= 10000),
  revision integer not null default 1 check (revision >= 1),
  updated_at timestamptz not null default now(),
  primary key (assessment_id, look_for_key),
  foreign key (assessment_id, attempt_id) references assessments (id, attempt_id)
);
create index ratings_attempt on ratings (attempt_id);

create table decisions (
  attempt_id uuid primary key references attempts,
  issuer_id uuid not null references issuers,
  assessment_id uuid not null references assessments,
  outcome text not null check (outcome in ('earned', 'not_yet', 'incomplete')),
  overall_comment text not null default '',
  decided_by uuid not null references people,
  released_at timestamptz not null,
  foreign key (assessment_id, attempt_id) references assessments (id, attempt_id)
);
create index decisions_issuer on decisions (issuer_id, released_at desc);

-- ── Awards ──────────────────────────────────────────────────────────────────────────────────────

create table issuer_keys (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  public_multibase text not null unique,
  secret_encrypted text not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);
create unique index issuer_keys_active on issuer_keys (issuer_id) where retired_at is null;

create table awards (
  id uuid primary key default uuidv7(),
  public_id text not null unique check (public_id ~ '^[A-Za-z0-9_-]{16,64}$'),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null unique references enrolments,
  attempt_id uuid not null unique references attempts,
  person_id uuid not null references people,
  micro_credential_id uuid not null references micro_credentials,
  definition_version_id uuid not null references definition_versions,
  issuer_key_id uuid not null references issuer_keys,
  recipient_name text not null,
  credential jsonb not null,
  awarded_at timestamptz not null
);
create index awards_issuer on awards (issuer_id, awarded_at desc, id desc);
create index awards_person on awards (person_id, awarded_at desc);

-- ── Mail without SMTP, and the trail ────────────────────────────────────────────────────────────

create table outbox_messages (
  id uuid primary key default uuidv7(),
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  created_at timestamptz not null default now()
);

create table audit_events (
  id bigint primary key generated always as identity,
  chain text not null,
  position bigint not null,
  issuer_id uuid references issuers,
  actor_id uuid,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  details jsonb not null default '{}',
  before_sha256 text,
  after_sha256 text,
  at timestamptz not null default clock_timestamp(),
  previous_hash text not null,
  hash text not null,
  unique (chain, position)
);
create index audit_events_subject on audit_events (subject_type, subject_id, id);

-- Links each event to the one before it in its issuer's chain; the lock keeps the chain single.
create function audit_events_link() returns trigger language plpgsql as $$
begin
  new.chain := coalesce(new.issuer_id::text, 'platform');
  perform pg_advisory_xact_lock(hashtextextended('audit:' || new.chain, 0));
  select hash, position + 1 into new.previous_hash, new.position
    from audit_events where chain = new.chain order by position desc limit 1;
  new.previous_hash := coalesce(new.previous_hash, repeat('0', 64));
  new.position := coalesce(new.position, 1);
  new.hash := encode(sha256(convert_to(jsonb_build_array(
    new.previous_hash, new.chain, new.position, new.actor_id, new.action, new.subject_type, new.subject_id,
    new.details, new.before_sha256, new.after_sha256, extract(epoch from new.at)
  )::text, 'UTF8')), 'hex');
  return new;
end $$;
create trigger audit_events_link before insert on audit_events for each row execute function audit_events_link();

-- ── What was judged never changes ───────────────────────────────────────────────────────────────

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows never change (% refused)', tg_table_name, lower(tg_op) using errcode = 'restrict_violation';
end $$;

do $$
declare t text;
begin
  foreach t in array array['definition_versions', 'series_versions', 'attempts', 'attempt_files', 'decisions', 'awards', 'audit_events', 'evidence_history', 'blobs']
  loop
    execute format('create trigger %I before update on %I for each row execute function refuse_change()', t || '_no_update', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
    if t <> 'blobs' then
      execute format('create trigger %I before delete on %I for each row execute function refuse_change()', t || '_no_delete', t);
    end if;
  end loop;
end $$;

create function ratings_guard() returns trigger language plpgsql as $$
begin
  if (select state from assessments where id = coalesce(new.assessment_id, old.assessment_id) for share) <> 'claimed' then
    raise exception 'ratings of a finished assessment never change' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.assessment_id, new.attempt_id, new.look_for_key) is distinct from (old.assessment_id, old.attempt_id, old.look_for_key) then
    raise exception 'a rating stays on its look-for and attempt' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger ratings_guard before insert or update or delete on ratings for each row execute function ratings_guard();

create function assessments_guard() returns trigger language plpgsql as $$
begin
  if old.state = 'completed' then
    raise exception 'a finished assessment never changes' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.id, new.attempt_id, new.assessor_id, new.role) is distinct from (old.id, old.attempt_id, old.assessor_id, old.role) then
    raise exception 'an assessment stays with its attempt and assessor' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger assessments_guard before update or delete on assessments for each row execute function assessments_guard();
