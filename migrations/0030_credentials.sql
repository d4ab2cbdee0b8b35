-- Awards that verify everywhere: keys for two kinds of proof, credentials that can be issued again, status lists, stack awards,
-- revocations with a notice and an appeal, wallets.

-- ── Keys ────────────────────────────────────────────────────────────────────────────────────────

-- Ed25519 makes Data Integrity proofs, RSA makes JWTs. The private half is encrypted here, or stays in a key service.
alter table issuer_keys
  add column algorithm text not null default 'ed25519' check (algorithm in ('ed25519', 'rsa')),
  add column public_jwk jsonb,
  add column service_key text,
  add column retired_by uuid references people,
  add column revoked_at timestamptz,
  add column revoked_by uuid references people,
  add column revoked_reason text check (char_length(revoked_reason) between 1 and 2000),
  alter column secret_encrypted drop not null,
  add check ((algorithm = 'rsa') = (public_jwk is not null)),
  add check (num_nonnulls(secret_encrypted, service_key) = 1),
  add check ((revoked_at is null) = (revoked_reason is null)),
  add check (revoked_at is null or retired_at is not null);
drop index issuer_keys_active;
create unique index issuer_keys_active on issuer_keys (issuer_id, algorithm) where retired_at is null;
create index issuer_keys_issuer on issuer_keys (issuer_id, created_at);
drop trigger issuer_keys_pinned on issuer_keys;
create trigger issuer_keys_pinned before update of id, issuer_id, public_multibase, algorithm, public_jwk on issuer_keys
  for each row when (
    (old.id, old.issuer_id, old.public_multibase, old.algorithm, old.public_jwk)
    is distinct from (new.id, new.issuer_id, new.public_multibase, new.algorithm, new.public_jwk)
  ) execute function refuse_change();
-- Nothing brings a retired or revoked key back.
create trigger issuer_keys_stay_retired before update of retired_at, revoked_at on issuer_keys
  for each row when (
    (old.retired_at is not null and new.retired_at is distinct from old.retired_at)
    or (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  ) execute function refuse_change();

-- ── Awards of series ────────────────────────────────────────────────────────────────────────────

alter table awards
  add column kind text not null default 'micro-credential' check (kind in ('micro-credential', 'stack')),
  add column series_id uuid references series,
  add column series_version_id uuid references series_versions,
  alter column enrolment_id drop not null,
  alter column attempt_id drop not null,
  alter column micro_credential_id drop not null,
  alter column definition_version_id drop not null,
  add check (num_nulls(enrolment_id, attempt_id, micro_credential_id, definition_version_id) = case kind when 'micro-credential' then 0 else 4 end),
  add check (num_nulls(series_id, series_version_id) = case kind when 'stack' then 0 else 2 end);
create unique index awards_stack on awards (person_id, series_id) where kind = 'stack';

-- The awards that a stack award was made of, as they were then.
create table award_pieces (
  stack_award_id uuid not null references awards,
  piece_award_id uuid not null references awards,
  primary key (stack_award_id, piece_award_id),
  check (stack_award_id <> piece_award_id)
);
create index award_pieces_piece on award_pieces (piece_award_id);

-- ── Credentials ─────────────────────────────────────────────────────────────────────────────────

-- One award, one or more signed credentials: issued again for another identity, a renewal, a corrected name, or after a key was revoked.
create table award_credentials (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  award_id uuid not null references awards,
  number integer not null check (number >= 1),
  reason text not null check (reason in ('issued', 'new-identity', 'new-name', 'new-key', 'renewed')),
  identity text not null check (identity in ('email', 'did')),
  subject_did text,
  recipient_name text not null,
  -- With its `eddsa-rdfc-2022` proof.
  credential jsonb not null,
  -- The same as a VC-JWT (RS256); null for what was issued before there were any.
  jwt text,
  issuer_key_id uuid not null references issuer_keys,
  jwt_key_id uuid references issuer_keys,
  valid_from timestamptz not null,
  valid_until timestamptz check (valid_until > valid_from),
  created_at timestamptz not null default now(),
  check ((identity = 'did') = (subject_did is not null)),
  check ((jwt is null) = (jwt_key_id is null)),
  unique (award_id, number)
);
create index award_credentials_key on award_credentials (issuer_key_id, id);
create index award_credentials_jwt_key on award_credentials (jwt_key_id, id);

insert into award_credentials (issuer_id, award_id, number, reason, identity, recipient_name, credential, issuer_key_id, valid_from, created_at)
select issuer_id, id, 1, 'issued', 'email', recipient_name, credential, issuer_key_id, awarded_at, awarded_at from awards;
alter table awards drop column credential, drop column issuer_key_id;

-- ── Status ──────────────────────────────────────────────────────────────────────────────────────

-- One list of each purpose under one number: a credential has the same place in both. The bits are in the order of the
-- W3C Bitstring Status List: entry 0 is the most significant bit of the first byte.
create table status_lists (
  issuer_id uuid not null references issuers,
  number integer not null check (number >= 1),
  size integer not null default 131072 check (size >= 131072 and size % 8 = 0),
  revoked bytea not null,
  suspended bytea not null,
  -- Counts the changes: what was signed for an older one is signed anew.
  revision integer not null default 0,
  changed_at timestamptz not null default now(),
  primary key (issuer_id, number),
  check (length(revoked) * 8 = size and length(suspended) * 8 = size)
);

create table status_list_credentials (
  issuer_id uuid not null,
  number integer not null,
  purpose text not null check (purpose in ('revocation', 'suspension')),
  revision integer not null,
  credential jsonb not null,
  jwt text,
  signed_at timestamptz not null,
  primary key (issuer_id, number, purpose),
  foreign key (issuer_id, number) references status_lists
);

-- The place of a credential: drawn at random, never given twice. Those issued before there were lists have none.
create table status_entries (
  award_credential_id uuid primary key references award_credentials deferrable initially deferred,
  issuer_id uuid not null,
  list_number integer not null,
  index integer not null check (index >= 0),
  foreign key (issuer_id, list_number) references status_lists,
  unique (issuer_id, list_number, index)
);

-- What an award's status came to, newest last; an award without a row is in force.
create table award_status_events (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  award_id uuid not null references awards,
  status text not null check (status in ('suspended', 'revoked', 'in-force')),
  reason text not null check (char_length(reason) between 1 and 2000),
  by_person uuid references people,
  at timestamptz not null
);
create index award_status_events_award on award_status_events (award_id, at, id);

-- A revocation is announced, can be appealed, and takes effect when its time is up or somebody else has decided.
create table revocations (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  award_id uuid not null references awards,
  code text not null check (code in ('plagiarism', 'not-own-work', 'issued-in-error', 'evidence-withdrawn', 'earner-asked', 'other')),
  -- What the earner reads.
  reason text not null check (char_length(reason) between 1 and 2000),
  started_by uuid not null references people,
  started_at timestamptz not null,
  -- Whether the award counts meanwhile.
  suspends boolean not null,
  appeal_until timestamptz not null check (appeal_until >= started_at),
  appealed_at timestamptz,
  appeal_text text check (char_length(appeal_text) between 1 and 5000),
  state text not null default 'announced' check (state in ('announced', 'appealed', 'revoked', 'dropped')),
  decided_by uuid references people,
  decided_at timestamptz,
  answer text check (char_length(answer) between 1 and 2000),
  check ((appealed_at is null) = (appeal_text is null)),
  check (state <> 'appealed' or appealed_at is not null),
  check ((state in ('revoked', 'dropped')) = (decided_at is not null)),
  -- Who announced it does not decide what the earner says against it.
  check (appealed_at is null or decided_by is distinct from started_by)
);
create unique index revocations_open on revocations (award_id) where state in ('announced', 'appealed');
create index revocations_issuer on revocations (issuer_id, state, started_at);
create trigger revocations_ended before update on revocations for each row when (old.decided_at is not null) execute function refuse_change();
create trigger revocations_no_delete before delete on revocations for each row execute function refuse_change();

-- ── Wallets ─────────────────────────────────────────────────────────────────────────────────────

-- A DID whose key the person has shown to hold. Removed ones stay, for what was issued to them.
create table wallets (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  did text not null check (char_length(did) between 8 and 2000),
  name text not null check (char_length(name) between 1 and 100),
  bound_at timestamptz not null,
  removed_at timestamptz
);
create unique index wallets_bound on wallets (person_id, did) where removed_at is null;

-- ── What was issued never changes ───────────────────────────────────────────────────────────────

do $$
declare t text;
begin
  foreach t in array array['award_credentials', 'award_pieces', 'status_entries', 'award_status_events']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_no_change', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
