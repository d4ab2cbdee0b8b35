-- The evidence workspace, whole: versions of files and what is known of their content, the people who stand beside the
-- evidence without an account, what the earner thinks of their own work, and the coach who reads along.

-- ── Artifacts ───────────────────────────────────────────────────────────────────────────────────

alter table artifacts
  -- The version that this one took the place of. The old row stays for the attempts that used it.
  add column replaces_id uuid references artifacts,
  -- The same earner's artifact in other work that this one was taken over from: the content is shared, the row is not.
  add column copied_from_id uuid references artifacts,
  -- Whether it shows or lets one hear people; null until the earner has said.
  add column shows_people boolean,
  -- Of a link: what its page was called when it was last seen.
  add column link_title text check (length(link_title) <= 500),
  add column link_seen_at timestamptz,
  -- An original whose details were blacked out in the version that replaced it: nobody but its owner opens it.
  add column is_private boolean not null default false,
  add check (kind = 'link' or (link_title is null and link_seen_at is null));
create index artifacts_replaces on artifacts (replaces_id) where replaces_id is not null;
create index artifacts_owner on artifacts (owner_id, created_at desc);
create index artifacts_copies on artifacts (copied_from_id) where copied_from_id is not null;
create index attempt_files_blob on attempt_files (blob_sha256) where blob_sha256 is not null;

create trigger artifacts_lineage_pinned before update of replaces_id, copied_from_id on artifacts
  for each row when (
    (old.replaces_id, old.copied_from_id) is distinct from (new.replaces_id, new.copied_from_id)
  ) execute function refuse_change();

-- What was found out about a content, once for all who hold it.
create table blob_facts (
  blob_sha256 text primary key references blobs on delete cascade,
  -- { pages, seconds, width, height, paragraphs, sheets: [{ name, rows, columns }] }, each where it is known.
  measure jsonb not null default '{}',
  -- What in it could tell who or where: [{ label, value, kind }].
  metadata jsonb not null default '[]',
  -- Such as 'macros'.
  flags text[] not null default '{}',
  scan text not null default 'none' check (scan in ('none', 'waiting', 'clean', 'infected')),
  scanned_at timestamptz,
  -- Its text, as far as one can be taken out, to find quotes in.
  body_text text check (length(body_text) <= 4000000),
  -- The letters of that text alone, as quotes are compared.
  quote_text text,
  updated_at timestamptz not null default now()
);

create index blob_facts_waiting on blob_facts (blob_sha256) where scan = 'waiting';

-- Another form of a content: the PDF of a document, a table of a spreadsheet.
create table renditions (
  blob_sha256 text not null references blobs on delete cascade,
  kind text not null check (kind in ('pdf')),
  state text not null default 'waiting' check (state in ('waiting', 'working', 'done', 'failed')),
  -- Per cent.
  progress integer not null default 0 check (progress between 0 and 100),
  rendition_sha256 text references blobs,
  problem text,
  updated_at timestamptz not null default now(),
  primary key (blob_sha256, kind),
  check ((state = 'done') = (rendition_sha256 is not null))
);
create index renditions_made on renditions (rendition_sha256) where rendition_sha256 is not null;

-- Captions of a recording (WebVTT); they belong to the artifact, not to its content.
create table artifact_captions (
  id uuid primary key default uuidv7(),
  artifact_id uuid not null references artifacts on delete cascade,
  blob_sha256 text not null references blobs,
  language text not null check (language ~ '^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$'),
  label text not null check (label <> '' and length(label) <= 100),
  created_at timestamptz not null default now(),
  unique (artifact_id, language)
);
create index artifact_captions_blob on artifact_captions (blob_sha256);

-- The captions that an attempt was sealed with: whatever becomes of them in the draft, their contents stay.
create table attempt_captions (
  attempt_id uuid not null references attempts,
  artifact_id uuid not null references artifacts,
  language text not null,
  blob_sha256 text not null references blobs,
  primary key (attempt_id, artifact_id, language)
);
create index attempt_captions_artifact on attempt_captions (artifact_id);
create index attempt_captions_blob on attempt_captions (blob_sha256);

-- ── What the earner thinks of their own work ────────────────────────────────────────────────────

create table self_ratings (
  enrolment_id uuid not null references enrolments,
  look_for_key text not null,
  value text not null check (value in ('yes', 'almost', 'not_yet')),
  updated_at timestamptz not null default now(),
  primary key (enrolment_id, look_for_key)
);

-- As they stood when an attempt was sealed; for the earner alone, so not part of what was sealed.
create table attempt_self_ratings (
  attempt_id uuid not null references attempts,
  look_for_key text not null,
  value text not null check (value in ('yes', 'almost', 'not_yet')),
  primary key (attempt_id, look_for_key)
);

-- Minutes at work on each requirement up to an attempt, from the times of its saves; what others took refines the estimate.
create table requirement_minutes (
  attempt_id uuid not null references attempts,
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  requirement_key text not null,
  minutes integer not null check (minutes >= 0),
  primary key (attempt_id, requirement_key)
);
create index requirement_minutes_of on requirement_minutes (micro_credential_id, requirement_key);

-- ── People without accounts ─────────────────────────────────────────────────────────────────────

-- A peer confirms something of the evidence, by a mailed link or on the earner's device.
create table attestations (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  requirement_key text not null,
  -- Of what the definition asks for; null where the earner asked by themselves.
  asked_key text,
  kind text not null check (kind in ('visit', 'role', 'authorship', 'permission')),
  -- What the peer is asked to confirm, word for word.
  statement text not null check (statement <> '' and length(statement) <= 2000),
  peer_name text not null check (peer_name <> '' and length(peer_name) <= 200),
  peer_role text not null default '' check (length(peer_role) <= 200),
  peer_email text check (peer_email = lower(peer_email) and length(peer_email) <= 320),
  channel text not null check (channel in ('mail', 'device')),
  token_sha256 text unique,
  requested_at timestamptz not null,
  expires_at timestamptz,
  -- Of the evidence that the peer was shown: a later change makes it void.
  subject_sha256 text check (subject_sha256 ~ '^[0-9a-f]{64}$'),
  typed_name text check (typed_name <> '' and length(typed_name) <= 200),
  attested_at timestamptz,
  declined_at timestamptz,
  decline_reason text check (length(decline_reason) <= 2000),
  withdrawn_at timestamptz,
  withdrawn_by text check (withdrawn_by in ('peer', 'earner')),
  -- Where the same peer was asked again.
  replaced_by_id uuid references attestations,
  check ((withdrawn_at is null) = (withdrawn_by is null)),
  check ((channel = 'mail') = (peer_email is not null)),
  check ((attested_at is null) = (typed_name is null)),
  check (attested_at is null or subject_sha256 is not null),
  check (attested_at is null or declined_at is null)
);
create index attestations_enrolment on attestations (enrolment_id, requirement_key, requested_at);

-- What was confirmed stays as it was confirmed; it may only be withdrawn.
create trigger attestations_sealed before update on attestations
  for each row when (
    old.attested_at is not null and
    (old.enrolment_id, old.requirement_key, old.kind, old.statement, old.peer_name, old.peer_role, old.subject_sha256, old.typed_name, old.attested_at)
    is distinct from
    (new.enrolment_id, new.requirement_key, new.kind, new.statement, new.peer_name, new.peer_role, new.subject_sha256, new.typed_name, new.attested_at)
  ) execute function refuse_change();

-- The earner's register of releases: who or where may be shown, in what, until when. A student stands by initials only.
create table releases (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people,
  kind text not null check (kind in ('student', 'staff', 'site')),
  subject text not null check (subject <> '' and length(subject) <= 200),
  covers text[] not null check (cardinality(covers) > 0 and covers <@ array['image', 'voice', 'work', 'name']),
  -- Who gave it: the person, a parent or guardian, or who may speak for the site.
  given_by text not null check (given_by <> '' and length(given_by) <= 200),
  given_on date not null,
  expires_on date,
  -- The signed form, where there is one on paper.
  form_sha256 text references blobs,
  form_name text,
  note text not null default '' check (length(note) <= 2000),
  withdrawn_at timestamptz,
  created_at timestamptz not null default now(),
  check (expires_on is null or expires_on >= given_on),
  check ((form_sha256 is null) = (form_name is null))
);
create index releases_person on releases (person_id, created_at);
create index releases_form on releases (form_sha256) where form_sha256 is not null;

-- The releases that an artifact rests on.
create table artifact_releases (
  artifact_id uuid not null references artifacts on delete cascade,
  release_id uuid not null references releases,
  primary key (artifact_id, release_id)
);
create index artifact_releases_release on artifact_releases (release_id);

-- What the earner declares of the use of AI, a part at a time, where the definition asks.
create table ai_declarations (
  enrolment_id uuid not null references enrolments,
  part_key text not null,
  used boolean not null,
  how text not null default '' check (length(how) <= 5000),
  updated_at timestamptz not null default now(),
  primary key (enrolment_id, part_key)
);

-- An assessor saw what must not be seen: it is hidden at once from everyone but its owner.
create table privacy_flags (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  attempt_id uuid not null references attempts,
  -- A file, or a place of the evidence of a requirement.
  artifact_id uuid references artifacts,
  requirement_key text,
  place text,
  reason text not null check (reason <> '' and length(reason) <= 2000),
  raised_by uuid not null references people,
  raised_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid references people,
  check ((artifact_id is null) <> (requirement_key is null)),
  check ((requirement_key is null) = (place is null)),
  check ((lifted_at is null) = (lifted_by is null))
);
create index privacy_flags_attempt on privacy_flags (attempt_id);
create index privacy_flags_artifact on privacy_flags (artifact_id) where artifact_id is not null;

-- ── Coaches ─────────────────────────────────────────────────────────────────────────────────────

-- Somebody whom the earner lets read along: reads drafts and comments, never edits, never scores.
create table coaches (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  enrolment_id uuid not null references enrolments,
  name text not null check (name <> '' and length(name) <= 200),
  email text not null check (email = lower(email) and length(email) <= 320),
  person_id uuid references people,
  token_sha256 text unique,
  named_by uuid not null references people,
  named_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  -- Up to when the coach says to have read it: what changed since is marked.
  read_at timestamptz,
  ended_at timestamptz,
  ended_by uuid references people,
  check ((accepted_at is null) = (person_id is null)),
  check ((ended_at is null) = (ended_by is null))
);
create unique index coaches_one on coaches (enrolment_id, email) where ended_at is null;
create unique index coaches_person_once on coaches (enrolment_id, person_id) where ended_at is null and person_id is not null;
-- Ended ones too: whoever has coached a piece of work does not assess it.
create index coaches_person on coaches (person_id, enrolment_id) where person_id is not null;

create table coach_comments (
  id uuid primary key default uuidv7(),
  coach_id uuid not null references coaches,
  enrolment_id uuid not null references enrolments,
  requirement_key text not null,
  place text not null check (length(place) <= 200),
  artifact_id uuid references artifacts,
  locator jsonb,
  body text not null check (body <> '' and length(body) <= 5000),
  created_at timestamptz not null,
  -- Set by the earner once it is dealt with.
  resolved_at timestamptz,
  -- When the earner was told of it by mail.
  mailed_at timestamptz,
  check (locator is null or artifact_id is not null)
);
create index coach_comments_enrolment on coach_comments (enrolment_id, requirement_key, created_at);
create index coach_comments_coach on coach_comments (coach_id);
create index coach_comments_artifact on coach_comments (artifact_id) where artifact_id is not null;

-- The earner asks the coaches to look at a requirement; the last time counts.
create table coach_requests (
  enrolment_id uuid not null references enrolments,
  requirement_key text not null,
  asked_at timestamptz not null,
  primary key (enrolment_id, requirement_key)
);

-- ── What was judged never changes ───────────────────────────────────────────────────────────────

do $$
declare t text;
begin
  foreach t in array array['attempt_self_ratings', 'requirement_minutes', 'attempt_captions']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_no_change', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
