-- The number of a licence in a line of a batch is kept for as long as a provider keeps its rosters, and then goes. What the
-- line was of, and what was answered to it, stays.
alter table agency_lines
  alter column number_sealed drop not null,
  -- When its number went.
  add column disposed_at timestamptz,
  add check ((number_sealed is null) = (disposed_at is not null));

drop trigger agency_lines_pinned on agency_lines;
create trigger agency_lines_pinned before update on agency_lines for each row when (
  (old.id, old.line, old.issuer_id, old.batch_id, old.position, old.claim_id, old.provider_number)
  is distinct from
  (new.id, new.line, new.issuer_id, new.batch_id, new.position, new.claim_id, new.provider_number)
  or (
    (old.answer is not null or old.left_at is not null)
    and (old.answer, old.reason, old.answered_at, old.left_at) is distinct from (new.answer, new.reason, new.answered_at, new.left_at)
  )
  -- It goes, once; it is never another.
  or (old.number_sealed is distinct from new.number_sealed and new.number_sealed is not null)
  or (old.disposed_at is not null and old.disposed_at is distinct from new.disposed_at)
) execute function refuse_change();
