-- Assignment goes round: what nobody could be given is looked at again after the rest, and leads see that it waits for them.
alter table judgings add column passed_over_at timestamptz;
create index judgings_assignable on judgings (issuer_id, (coalesce(passed_over_at, '-infinity'::timestamptz)), due_at, attempt_id)
  where stage in ('scoring', 'adjudication') and paused_at is null;
-- What a coach scores by the programme’s policy is nobody else’s to count.
create index judgings_by_coach on judgings (issuer_id, attempt_id) where by_coach and stage = 'scoring';

-- Whoever is no longer certified gives back what they had not begun.
alter table assignments drop constraint assignments_end_reason_check;
alter table assignments add constraint assignments_end_reason_check
  check (end_reason in ('claimed', 'reassigned', 'away', 'refused', 'conflict', 'role-lost', 'lapsed', 'over'));
