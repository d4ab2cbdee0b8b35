-- The history of drafts: earlier states are brought back by a new save, and what autosaves leave behind is thinned.

alter table evidence_history
  -- The revision that this one brought back.
  add column restored_from integer check (restored_from >= 1 and restored_from < revision);
create index evidence_history_saved on evidence_history (saved_at);

-- A state may go only when it says little that a later one does not: a day later, and another one of the same ten minutes
-- must stay. So the last state of an item stays, and the last of every sitting.
create function keep_history() returns trigger language plpgsql as $$
begin
  if old.saved_at < now() - interval '24 hours' and exists (
    select from evidence_history later
    where later.evidence_item_id = old.evidence_item_id and later.revision > old.revision
      and date_bin('10 minutes', later.saved_at, '2000-01-01Z') = date_bin('10 minutes', old.saved_at, '2000-01-01Z')
  ) then
    return old;
  end if;
  raise exception 'the history of a draft is thinned, not deleted' using errcode = 'restrict_violation';
end $$;

drop trigger evidence_history_no_delete on evidence_history;
create trigger evidence_history_keep before delete on evidence_history for each row execute function keep_history();
