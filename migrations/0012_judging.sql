-- What judging needs beyond its tables: why a decision is held, and the lists from which the assessing is led.

alter table judgings
  -- Why a lead assessor has the decision in hand; once one has, nothing goes out by itself any more.
  add column held_for text check (held_for in ('policy', 'concern', 'recall')),
  add constraint judgings_held check (stage <> 'held' or held_for is not null);

-- Who has sat, seat by seat.
create index assessments_attempt on assessments (attempt_id, role, round) where state = 'completed';
create index recalled_decisions_attempt on recalled_decisions (attempt_id);
