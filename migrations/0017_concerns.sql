-- What follows from a concern, and that the search raises each once.

alter table concerns
  add column asked_by uuid references people,
  -- An upheld one sends the attempt back as incomplete, where the lead assessor says so.
  add column returns_attempt boolean not null default false,
  add constraint concerns_returns check (not returns_attempt or state = 'upheld'),
  -- What may hurt somebody is not upheld here: it is handed to those who look after it.
  add constraint concerns_not_upheld check (kind <> 'safeguarding' or state in ('open', 'referred', 'dismissed')),
  add constraint concerns_answered check ((responded_at is null) = (response = '')),
  add constraint concerns_asked_by check ((asked_at is null) = (asked_by is null)),
  add constraint concerns_question check ((asked_at is null) = (question = '')),
  add constraint concerns_resolution check ((resolved_at is null) = (resolution = ''));

-- The search finds the same two pieces of work once, however often it runs.
create unique index concerns_found_once on concerns (attempt_id, (evidence -> 'other' ->> 'enrolment')) where raised_by is null;
create index concerns_raised_by on concerns (raised_by, raised_at) where raised_by is not null;
-- The list of a lead assessor, newest first.
create index concerns_issuer on concerns (issuer_id, id);
