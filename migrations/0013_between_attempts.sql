-- Between attempts: appeals, talks with a coach, and the calendar entries that mails carry.

-- Whoever answers an appeal may find that a look-for can’t be judged: it then stays as it was decided, and the reason is said.
alter table appeal_ratings
  alter column value drop not null,
  add column condition text check (condition ~ '^[a-z-]{2,40}$'),
  add constraint appeal_ratings_value_or_condition check ((value is null) <> (condition is null));

alter table coach_talks
  -- Where nobody could come at the times that the earner proposed: others, by whoever would.
  add column offers jsonb not null default '[]' check (jsonb_typeof(offers) = 'array' and jsonb_array_length(offers) <= 3),
  add column offered_by uuid references people,
  add column offered_at timestamptz,
  -- Goes up with every change of a booking, so that calendars know which one is the latest.
  add column sequence integer not null default 0 check (sequence >= 0),
  add constraint coach_talks_offered check ((offered_by is null) = (offered_at is null)),
  add constraint coach_talks_offers check (offered_by is not null or offers = '[]');
create index coach_talks_enrolment on coach_talks (enrolment_id);
create index coach_talks_with on coach_talks (with_person_id, starts_at) where with_person_id is not null;

create index appeals_enrolment on appeals (enrolment_id);
create index evidence_agreements_enrolment on evidence_agreements (enrolment_id);

-- [{ name, type, content }]: small texts, such as a calendar entry.
alter table outbox_messages add column attachments jsonb not null default '[]' check (jsonb_typeof(attachments) = 'array');
