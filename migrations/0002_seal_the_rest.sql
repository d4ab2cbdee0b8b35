-- What a judgement or an award rests on stays too: truncating, and the columns that nothing may ever change.
-- A trigger `of` columns fires only for a statement that names one of them, so the usual updates cost nothing more.

create trigger ratings_no_truncate before truncate on ratings execute function refuse_change();
create trigger assessments_no_truncate before truncate on assessments execute function refuse_change();
create trigger issuer_keys_no_truncate before truncate on issuer_keys execute function refuse_change();

-- Work in flight stays with its earner and on the version that it began with.
create trigger enrolments_pinned before update of id, issuer_id, person_id, micro_credential_id, definition_version_id on enrolments
  for each row when (
    (old.id, old.issuer_id, old.person_id, old.micro_credential_id, old.definition_version_id)
    is distinct from (new.id, new.issuer_id, new.person_id, new.micro_credential_id, new.definition_version_id)
  ) execute function refuse_change();

-- An attempt names its files by their artifacts: another content is another artifact.
create trigger artifacts_pinned
  before update of id, issuer_id, enrolment_id, owner_id, requirement_key, kind, name, blob_sha256, url, pages on artifacts
  for each row when (
    (old.id, old.issuer_id, old.enrolment_id, old.owner_id, old.requirement_key, old.kind, old.name, old.blob_sha256, old.url, old.pages)
    is distinct from
    (new.id, new.issuer_id, new.enrolment_id, new.owner_id, new.requirement_key, new.kind, new.name, new.blob_sha256, new.url, new.pages)
  ) execute function refuse_change();

-- A key that signed awards stays published; its private half may be encrypted anew, and it may retire.
create trigger issuer_keys_pinned before update of id, issuer_id, public_multibase on issuer_keys
  for each row when (
    (old.id, old.issuer_id, old.public_multibase) is distinct from (new.id, new.issuer_id, new.public_multibase)
  ) execute function refuse_change();
create trigger issuer_keys_no_delete before delete on issuer_keys for each row execute function refuse_change();
