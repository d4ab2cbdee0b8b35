-- What a requirement took those who handed it in before: refreshed once a day, so that no page adds it up.
create table requirement_effort (
  micro_credential_id uuid not null references micro_credentials,
  requirement_key text not null,
  -- Of first attempts, in minutes at the screen.
  median_minutes integer not null check (median_minutes >= 0),
  people integer not null check (people > 0),
  updated_at timestamptz not null,
  primary key (micro_credential_id, requirement_key)
);
