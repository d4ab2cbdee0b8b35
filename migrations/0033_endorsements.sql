-- What partners say of a micro-credential or of an issuer, and what an issuer says of others.

-- An EndorsementCredential that somebody else signed. It is checked before it is kept, and shown until it is removed or expires.
create table endorsements (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  -- Null: of the issuer itself.
  micro_credential_id uuid references micro_credentials,
  endorser_name text not null check (char_length(endorser_name) between 1 and 200),
  endorser_url text check (char_length(endorser_url) between 8 and 2000),
  -- Who signed it: a DID.
  endorser_did text not null check (char_length(endorser_did) between 8 and 2000),
  -- With the keys that it was checked with, so that an award’s page asks nobody.
  endorser_document jsonb not null,
  comment text check (char_length(comment) between 1 and 5000),
  -- As it was signed: with a Data Integrity proof, or as a JWT.
  credential jsonb not null,
  jwt text,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  valid_until timestamptz,
  added_by uuid not null references people,
  added_at timestamptz not null,
  removed_by uuid references people,
  removed_at timestamptz,
  check ((removed_at is null) = (removed_by is null))
);
create unique index endorsements_once on endorsements (issuer_id, sha256) where removed_at is null;
create index endorsements_shown on endorsements (issuer_id, micro_credential_id, added_at) where removed_at is null;
create trigger endorsements_pinned before update of id, issuer_id, micro_credential_id, endorser_did, endorser_document, credential, jwt, sha256, valid_until on endorsements
  for each row execute function refuse_change();
create trigger endorsements_stay_removed before update on endorsements
  for each row when (old.removed_at is not null) execute function refuse_change();
create trigger endorsements_no_delete before delete on endorsements for each row execute function refuse_change();

-- What an issuer here says, signed, of another issuer or of its achievement; withdrawn ones are gone.
create table given_endorsements (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  -- The address or the DID of what is endorsed.
  subject_id text not null check (char_length(subject_id) between 8 and 2000),
  subject_name text not null check (char_length(subject_name) between 1 and 200),
  comment text not null check (char_length(comment) between 1 and 2000),
  credential jsonb not null,
  issuer_key_id uuid not null references issuer_keys,
  given_by uuid not null references people,
  given_at timestamptz not null,
  withdrawn_by uuid references people,
  withdrawn_at timestamptz,
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create unique index given_endorsements_once on given_endorsements (issuer_id, subject_id) where withdrawn_at is null;
create index given_endorsements_issuer on given_endorsements (issuer_id, given_at);
create trigger given_endorsements_pinned before update of id, issuer_id, subject_id, subject_name, comment, credential, issuer_key_id, given_by, given_at on given_endorsements
  for each row execute function refuse_change();
create trigger given_endorsements_stay_withdrawn before update on given_endorsements
  for each row when (old.withdrawn_at is not null) execute function refuse_change();
create trigger given_endorsements_no_delete before delete on given_endorsements for each row execute function refuse_change();
