-- Awards taken into a wallet (OpenID4VCI 1.0, pre-authorised code), and records of all that an issuer awarded somebody.
-- Of what opens something only the SHA-256 stands here: the rest is reckoned from the installation's secret and the row's id.

-- An offer of one award to whatever wallet its earner holds in hand.
create table wallet_offers (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  award_id uuid not null references awards,
  person_id uuid not null references people on delete cascade,
  -- Of the part of the offer's address that nobody guesses, and of the pre-authorised code in it.
  address_sha256 text not null unique check (char_length(address_sha256) = 64),
  code_sha256 text not null unique check (char_length(code_sha256) = 64),
  -- Whether the wallet must also send the digits that stand on the earner's page.
  asks_digits boolean not null,
  wrong_digits integer not null default 0 check (wrong_digits between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at),
  -- A wallet read the offer; exchanged its code; took the credential.
  opened_at timestamptz,
  granted_at timestamptz,
  taken_at timestamptz,
  wallet_id uuid references wallets,
  award_credential_id uuid references award_credentials,
  ended_at timestamptz,
  end_reason text check (end_reason in ('withdrawn', 'replaced', 'wrong-digits')),
  check ((ended_at is null) = (end_reason is null)),
  check ((taken_at is null) = (wallet_id is null) and (taken_at is null) = (award_credential_id is null)),
  check (taken_at is null or granted_at is not null)
);
create unique index wallet_offers_open on wallet_offers (award_id) where ended_at is null and taken_at is null;
create index wallet_offers_award on wallet_offers (award_id, created_at);
create index wallet_offers_expired on wallet_offers (expires_at) where taken_at is null;

-- What a wallet holds between the code and the credential.
create table wallet_tokens (
  sha256 text primary key check (char_length(sha256) = 64),
  offer_id uuid not null unique references wallet_offers on delete cascade,
  expires_at timestamptz not null
);
create index wallet_tokens_expired on wallet_tokens (expires_at);

-- Nonces that were used, for as long as they would be taken: those that nobody used leave no trace.
create table wallet_nonces (
  sha256 text primary key check (char_length(sha256) = 64),
  expires_at timestamptz not null
);
create index wallet_nonces_expired on wallet_nonces (expires_at);

-- The latest Comprehensive Learner Record (CLR 2.0) that an issuer signed for somebody, until what is in it changes.
create table learner_records (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people on delete cascade,
  issuer_id uuid not null references issuers,
  -- Of the credentials in it and what else it says: another one means signing anew.
  contents_sha256 text not null check (char_length(contents_sha256) = 64),
  credential jsonb not null,
  jwt text,
  signed_at timestamptz not null,
  unique (person_id, issuer_id)
);

-- Links by which somebody shows their records to others, until they end them.
create table record_shares (
  id uuid primary key default uuidv7(),
  person_id uuid not null references people on delete cascade,
  token_sha256 text not null unique check (char_length(token_sha256) = 64),
  note text not null check (char_length(note) between 1 and 100),
  created_at timestamptz not null,
  ended_at timestamptz
);
create index record_shares_person on record_shares (person_id, created_at);
