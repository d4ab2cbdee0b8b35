-- Who has been told that a revoked key had signed awards of theirs: once for each key, however often its job begins again.
create table key_notices (
  issuer_key_id uuid not null references issuer_keys,
  person_id uuid not null references people on delete cascade,
  told_at timestamptz not null,
  primary key (issuer_key_id, person_id)
);
create index key_notices_person on key_notices (person_id);
