-- Uploads that come in several requests, over lost networks, closed browsers and restarted servers.

create table uploads (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  enrolment_id uuid not null references enrolments on delete cascade,
  requirement_key text not null,
  -- The artifact whose next version this is.
  replaces_id uuid references artifacts on delete cascade,
  name text not null check (name <> '' and length(name) <= 300),
  size bigint not null check (size > 0),
  created_at timestamptz not null,
  -- Put off by every piece that arrives.
  expires_at timestamptz not null,
  finished_at timestamptz,
  -- What came of it, so that a last request whose answer got lost hears the same again.
  artifact_id uuid references artifacts on delete cascade,
  refusal text check (refusal <> ''),
  check ((finished_at is null) = (artifact_id is null and refusal is null)),
  check (artifact_id is null or refusal is null)
);
create index uploads_unfinished on uploads (person_id, enrolment_id) where finished_at is null;
create index uploads_expiry on uploads (expires_at);
create index uploads_artifact on uploads (artifact_id) where artifact_id is not null;
create index uploads_replaced on uploads (replaces_id) where replaces_id is not null;
