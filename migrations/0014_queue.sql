-- What the queue asks for often, and the rest of who does what.

-- Where somebody works or worked: a past school still makes a conflict.
create index affiliations_person on affiliations (person_id, school_id);
-- Whoever was asked to confirm something of a work does not assess it; on a device they are known by name alone.
create index attestations_peer on attestations (peer_email) where peer_email is not null;
create index attestations_peer_name on attestations (lower(peer_name));

-- What waits for its completeness check, the first due first; and one micro-credential’s share of the queue.
create index judgings_checks on judgings (issuer_id, check_due_at, attempt_id) where stage = 'pre_check';
create index judgings_of on judgings (micro_credential_id, stage, due_at, attempt_id)
  where stage not in ('released', 'returned', 'withdrawn');
create index judgings_counts on judgings (issuer_id, stage, micro_credential_id, definition_version_id, language)
  where stage not in ('released', 'returned', 'withdrawn');
-- Claims that run out.
create index assessments_lease on assessments (lease_expires_at) where state = 'claimed';

-- Why somebody gave an assignment back; who did so is not asked again.
alter table assignments add column note text not null default '' check (length(note) <= 1000);
create index assignments_given_back on assignments (attempt_id, assessor_id) where end_reason in ('refused', 'conflict');

-- Declared on an attempt: whose it is may be hidden from whoever declares it.
alter table conflicts add column attempt_id uuid references attempts;

-- A mail a day with what waits, as long as they want it; and on which day they had the last one.
alter table assessor_profiles add column wants_digest boolean not null default true;
create table digests (
  person_id uuid not null references people on delete cascade,
  day date not null,
  -- Null where nothing waited.
  sent_at timestamptz,
  primary key (person_id, day)
);
