-- One flag at a time on the same file or place of an attempt, whoever else raises it in the same moment.
create unique index privacy_flags_one_file on privacy_flags (attempt_id, artifact_id)
  where lifted_at is null and artifact_id is not null;
create unique index privacy_flags_one_place on privacy_flags (attempt_id, requirement_key, place)
  where lifted_at is null and artifact_id is null;
-- What is hidden at an issuer now.
create index privacy_flags_issuer on privacy_flags (issuer_id, raised_at) where lifted_at is null;
-- What is hidden of a person’s work by its content: copies of a hidden file are hidden with it.
create index artifacts_owner_blob on artifacts (owner_id, blob_sha256) where blob_sha256 is not null;

-- What was raised stays as it was raised; it may only be lifted, once.
create trigger privacy_flags_sealed before update on privacy_flags
  for each row when (
    old.lifted_at is not null or
    (old.issuer_id, old.attempt_id, old.artifact_id, old.requirement_key, old.place, old.reason, old.raised_by, old.raised_at)
    is distinct from
    (new.issuer_id, new.attempt_id, new.artifact_id, new.requirement_key, new.place, new.reason, new.raised_by, new.raised_at)
  ) execute function refuse_change();
create trigger privacy_flags_kept before delete on privacy_flags for each row execute function refuse_change();
