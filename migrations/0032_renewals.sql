-- How long an earner has to appeal against an announced revocation; awards that expire, and how they are renewed.

alter table assessing_settings
  add column revocation_appeal_days integer not null default 14 check (revocation_appeal_days between 1 and 365);

-- By PD hours at once; by a statement once a lead assessor has approved it. Earning it again is an award of its own.
create table renewals (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  award_id uuid not null references awards,
  way text not null check (way in ('hours', 'statement')),
  -- The end of the validity that is renewed: each is renewed once.
  of_valid_until timestamptz not null,
  statement text check (char_length(statement) between 1 and 5000),
  -- PD hours earned since, as they were counted then.
  hours numeric(8, 2) check (hours >= 0),
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'renewed', 'refused')),
  decided_by uuid references people,
  decided_at timestamptz,
  answer text check (char_length(answer) between 1 and 2000),
  check ((way = 'statement') = (statement is not null)),
  check ((way = 'hours') = (hours is not null)),
  check ((state = 'asked') = (decided_at is null)),
  check (state <> 'asked' or way = 'statement'),
  check (state <> 'refused' or answer is not null)
);
create unique index renewals_open on renewals (award_id) where state = 'asked';
create unique index renewals_once on renewals (award_id, of_valid_until) where state = 'renewed';
create index renewals_issuer on renewals (issuer_id, state, asked_at);
create trigger renewals_ended before update on renewals for each row when (old.decided_at is not null) execute function refuse_change();
create trigger renewals_no_delete before delete on renewals for each row execute function refuse_change();

create index award_credentials_expiring on award_credentials (valid_until) where valid_until is not null;

-- What was mailed of an award that expires, so that nobody hears it twice.
create table expiry_reminders (
  award_id uuid not null references awards,
  valid_until timestamptz not null,
  days integer not null check (days in (90, 30, 7)),
  sent_at timestamptz not null,
  primary key (award_id, valid_until, days)
);
