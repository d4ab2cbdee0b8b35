-- A seeded anchor waits in the queue of the one person for whom the copy was made, like any attempt: it is taken, let go of
-- and taken again. It stops waiting once it is scored, or once its anchor goes out of use.
alter table anchor_seatings add column ended_at timestamptz;
update anchor_seatings s set ended_at = a.completed_at from assessments a
  where a.attempt_id = s.attempt_id and a.assessor_id = s.person_id and a.state = 'completed';
create index anchor_seatings_open on anchor_seatings (person_id) where ended_at is null;

-- A go at a set is void once the earner of one of its attempts took their leave back: it counts neither way.
alter table qualifications add column void_at timestamptz;
alter table qualifications add check (void_at is null or finished_at is null);
drop index qualifications_one;
create unique index qualifications_one on qualifications (set_id, person_id) where finished_at is null and void_at is null;

-- Up to how many attempts that somebody was given it has been drawn whether an anchor is to follow.
create table anchor_turns (
  issuer_id uuid not null references issuers,
  person_id uuid not null references people on delete cascade,
  drawn integer not null check (drawn >= 0),
  primary key (issuer_id, person_id)
);
