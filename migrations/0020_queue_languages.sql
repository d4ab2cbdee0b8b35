-- What waits in one language, the first due first: also where nobody writes in it, without reading all that waits.
create index judgings_language on judgings (issuer_id, stage, split_part(language, '-', 1), due_at, attempt_id)
  where stage in ('scoring', 'adjudication');
create index judgings_checks_language on judgings (issuer_id, split_part(language, '-', 1), check_due_at, attempt_id)
  where stage = 'pre_check';
