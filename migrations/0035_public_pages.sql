-- What an earner shows of their own accord, and who signs an issuer's certificates.

-- Private by default: without a row, or with one that is switched off, there is no page.
create table public_profiles (
  person_id uuid primary key references people on delete cascade,
  handle text check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(handle) between 3 and 40),
  is_on boolean not null default false,
  -- Whether search engines may list it.
  may_be_found boolean not null default false,
  headline text not null default '' check (char_length(headline) <= 140),
  -- Markdown.
  about text not null default '' check (char_length(about) <= 5000),
  shows_hours boolean not null default false,
  shows_dates boolean not null default false,
  -- Counts the saves: a stale one is refused.
  revision integer not null default 0 check (revision >= 0),
  updated_at timestamptz not null,
  check (not is_on or handle is not null)
);
create unique index public_profiles_handle on public_profiles (handle);

-- Whose a handle is or was: nobody else takes the address that somebody has given out.
create table profile_handles (
  handle text primary key check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(handle) between 3 and 40),
  person_id uuid references people on delete set null,
  taken_at timestamptz not null
);
create index profile_handles_person on profile_handles (person_id);
alter table public_profiles add foreign key (handle) references profile_handles;

-- The awards on it, in the order in which they stand: one's own, and no others.
alter table awards add unique (id, person_id);
create table public_profile_awards (
  person_id uuid not null references public_profiles on delete cascade,
  award_id uuid not null,
  position integer not null check (position >= 1),
  primary key (person_id, award_id),
  unique (person_id, position),
  foreign key (award_id, person_id) references awards (id, person_id)
);
create index public_profile_awards_award on public_profile_awards (award_id);

create table public_profile_series (
  person_id uuid not null references public_profiles on delete cascade,
  series_id uuid not null references series,
  primary key (person_id, series_id)
);
create index public_profile_series_series on public_profile_series (series_id);

-- Who signs an issuer's certificates. The picture was read and drawn anew by the program: a PNG.
create table certificate_signers (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  name text not null check (char_length(name) between 1 and 100),
  title text not null check (char_length(title) between 1 and 120),
  signature bytea check (length(signature) <= 200000),
  position smallint not null check (position between 1 and 3),
  added_by uuid not null references people,
  added_at timestamptz not null,
  unique (issuer_id, position)
);
