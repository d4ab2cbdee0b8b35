-- Who finished a series: shown by name only to whoever asked for it, and what became of a stack award of which a piece was lost.

-- Private by default: no row, no name.
create table series_listings (
  series_id uuid not null references series,
  person_id uuid not null references people on delete cascade,
  listed_at timestamptz not null,
  primary key (series_id, person_id)
);
create index series_listings_person on series_listings (person_id);

-- A piece of a stack award was suspended or revoked and the others don't meet the rule: nothing happens by itself. That the
-- stack award stands all the same is decided here; that it does not, by revoking it. `piece_event_id` is what was decided about.
create table stack_reviews (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  stack_award_id uuid not null references awards,
  piece_event_id uuid not null references award_status_events,
  found_at timestamptz not null,
  decided_by uuid references people,
  decided_at timestamptz,
  reason text check (char_length(reason) between 1 and 2000),
  unique (stack_award_id, piece_event_id),
  check (num_nulls(decided_by, decided_at, reason) in (0, 3))
);
create index stack_reviews_open on stack_reviews (issuer_id, found_at) where decided_at is null;
create index stack_reviews_event on stack_reviews (piece_event_id);
create trigger stack_reviews_decided before update on stack_reviews for each row when (old.decided_at is not null) execute function refuse_change();
create trigger stack_reviews_no_delete before delete on stack_reviews for each row execute function refuse_change();

-- The people of a series' members, paged by key.
create index enrolments_members on enrolments (micro_credential_id, person_id);
create index awards_members on awards (micro_credential_id, person_id) where kind = 'micro-credential';
create index awards_series on awards (series_id, awarded_at desc, id desc) where kind = 'stack';
