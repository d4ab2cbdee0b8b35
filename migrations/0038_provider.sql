-- The provider's side of PD credit: agencies and what they approved, evaluations, files for the records, and what is sent to
-- an agency and answered by it.

-- ── Agencies and approvals ──────────────────────────────────────────────────────────────────────

-- Whom an issuer, as a provider, reports to.
create table provider_agencies (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  name text not null check (char_length(name) between 1 and 200),
  created_at timestamptz not null,
  unique (id, issuer_id)
);
create unique index provider_agencies_name on provider_agencies (issuer_id, lower(name));

-- The rules whose claims an agency decides. Of one provider, a rule is decided by one agency.
create table provider_agency_rules (
  agency_id uuid not null,
  issuer_id uuid not null,
  rule_id uuid not null references credit_rules,
  primary key (agency_id, rule_id),
  unique (issuer_id, rule_id),
  foreign key (agency_id, issuer_id) references provider_agencies (id, issuer_id)
);
create index provider_agency_rules_rule on provider_agency_rules (rule_id);

-- That an agency approved the issuer as a provider. Never edited but for being taken off: a renewal is another line.
create table provider_approvals (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null,
  agency_id uuid not null,
  number text not null check (char_length(number) between 1 and 80),
  valid_from date not null,
  -- The last day.
  valid_to date not null,
  scope text not null default '' check (char_length(scope) <= 1000),
  document_url text check (char_length(document_url) <= 1000),
  created_at timestamptz not null,
  removed_at timestamptz,
  check (valid_from <= valid_to),
  foreign key (agency_id, issuer_id) references provider_agencies (id, issuer_id)
);
create index provider_approvals_agency on provider_approvals (issuer_id, agency_id, valid_from);
create index provider_approvals_ends on provider_approvals (valid_to) where removed_at is null;
create trigger provider_approvals_pinned before update on provider_approvals for each row when (
  (old.issuer_id, old.agency_id, old.number, old.valid_from, old.valid_to, old.scope, old.document_url)
  is distinct from
  (new.issuer_id, new.agency_id, new.number, new.valid_from, new.valid_to, new.scope, new.document_url)
) execute function refuse_change();
create trigger provider_approvals_no_delete before delete on provider_approvals for each row execute function refuse_change();

-- So many days before an approval ends, once each.
create table provider_approval_reminders (
  approval_id uuid not null references provider_approvals,
  days integer not null check (days > 0),
  sent_at timestamptz not null,
  primary key (approval_id, days)
);

-- ── Evaluations ─────────────────────────────────────────────────────────────────────────────────

-- The questions as they were asked, by their content.
create table evaluation_forms (
  sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
  document jsonb not null,
  created_at timestamptz not null
);

-- Which awards have been evaluated, as hashes that only the installation's secret leads to: no award, no person, no time.
create table evaluation_tokens (
  token_sha256 text primary key check (token_sha256 ~ '^[0-9a-f]{64}$')
);

-- Answers come out five at a time, so that no two looks at the results differ by fewer than five people.
create table evaluation_batches (
  -- Random, not by time.
  id uuid primary key default gen_random_uuid(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  form_sha256 text not null references evaluation_forms,
  respondents integer not null check (respondents >= 5),
  released_on date not null,
  disposed_at timestamptz
);
create index evaluation_batches_issuer on evaluation_batches (issuer_id, released_on);
create index evaluation_batches_micro_credential on evaluation_batches (micro_credential_id);
create index evaluation_batches_form on evaluation_batches (form_sha256);

-- Who answered stands nowhere, and nothing finer than the month.
create table evaluation_answers (
  id uuid primary key default gen_random_uuid(),
  issuer_id uuid not null references issuers,
  micro_credential_id uuid not null references micro_credentials,
  form_sha256 text not null references evaluation_forms,
  month date not null check (extract(day from month) = 1),
  answers jsonb not null,
  -- Null until four others have come with it.
  batch_id uuid references evaluation_batches
);
create index evaluation_answers_waiting on evaluation_answers (micro_credential_id, form_sha256) where batch_id is null;
create index evaluation_answers_batch on evaluation_answers (batch_id);
create index evaluation_answers_issuer on evaluation_answers (issuer_id, month);
create trigger evaluation_answers_pinned before update on evaluation_answers for each row when (
  old.batch_id is not null or (old.id, old.issuer_id, old.micro_credential_id, old.form_sha256, old.month, old.answers)
  is distinct from (new.id, new.issuer_id, new.micro_credential_id, new.form_sha256, new.month, new.answers)
) execute function refuse_change();

-- ── Records ─────────────────────────────────────────────────────────────────────────────────────

-- For how long an issuer keeps its records, where it isn't as long as the rules say.
create table provider_retention (
  issuer_id uuid not null references issuers,
  kind text not null check (kind in ('roster', 'evaluation', 'activity')),
  years integer not null check (years between 1 and 100),
  set_by uuid not null references people,
  set_at timestamptz not null,
  primary key (issuer_id, kind)
);

-- Every file that was made for the records, as it was made. Disposal takes the content; that there was one stays.
create table provider_files (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null references issuers,
  kind text not null check (kind in ('roster', 'evaluation', 'activity')),
  ending text not null check (ending in ('csv', 'xlsx')),
  -- The period, both days in it.
  period_from date not null,
  period_to date not null,
  micro_credential_id uuid references micro_credentials,
  row_count integer not null check (row_count >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  content bytea,
  made_by uuid not null references people,
  made_at timestamptz not null,
  disposed_at timestamptz,
  check (period_from <= period_to),
  check ((content is null) = (disposed_at is not null))
);
create index provider_files_issuer on provider_files (issuer_id, made_at desc, id desc);
create index provider_files_due on provider_files (issuer_id, kind, period_to) where disposed_at is null;
create trigger provider_files_pinned before update on provider_files for each row when (
  old.disposed_at is not null
  or (old.id, old.issuer_id, old.kind, old.ending, old.period_from, old.period_to, old.row_count, old.sha256, old.made_by, old.made_at)
  is distinct from
  (new.id, new.issuer_id, new.kind, new.ending, new.period_from, new.period_to, new.row_count, new.sha256, new.made_by, new.made_at)
) execute function refuse_change();
create trigger provider_files_no_delete before delete on provider_files for each row execute function refuse_change();

-- ── What is sent to an agency ───────────────────────────────────────────────────────────────────

create table agency_batches (
  id uuid primary key default uuidv7(),
  issuer_id uuid not null,
  agency_id uuid not null,
  -- 1, 2 … of the issuer.
  number integer not null check (number >= 1),
  made_by uuid not null references people,
  made_at timestamptz not null,
  sent_at timestamptz,
  -- Taken apart before it was sent.
  ended_at timestamptz,
  unique (issuer_id, number),
  unique (id, issuer_id),
  check (sent_at is null or ended_at is null),
  foreign key (agency_id, issuer_id) references provider_agencies (id, issuer_id)
);
create index agency_batches_agency on agency_batches (agency_id);
create trigger agency_batches_no_delete before delete on agency_batches for each row execute function refuse_change();

-- One claim in one batch, with everything that the file says of it, so that the file is the same whenever it is fetched.
create table agency_lines (
  id uuid primary key default uuidv7(),
  -- What the agency's answer names.
  line text not null unique check (line ~ '^[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}$'),
  issuer_id uuid not null,
  batch_id uuid not null,
  position integer not null check (position >= 1),
  claim_id uuid not null references credit_claims,
  -- As it stood when the line was made, encrypted as the licence has it.
  number_sealed text not null,
  provider_number text,
  -- Not in the batch any more: the claim was withdrawn, or the batch taken apart.
  left_at timestamptz,
  answer text check (answer in ('accepted', 'refused')),
  reason text check (char_length(reason) between 1 and 2000),
  answered_at timestamptz,
  unique (batch_id, position),
  check ((answer is null) = (answered_at is null)),
  check ((answer is not distinct from 'refused') = (reason is not null)),
  check (answer is null or left_at is null),
  foreign key (batch_id, issuer_id) references agency_batches (id, issuer_id)
);
-- Two batches never hold the same claim.
create unique index agency_lines_claim on agency_lines (claim_id) where left_at is null;
create index agency_lines_of_claim on agency_lines (claim_id);
create trigger agency_lines_pinned before update on agency_lines for each row when (
  old.answer is not null or old.left_at is not null
  or (old.id, old.line, old.issuer_id, old.batch_id, old.position, old.claim_id, old.number_sealed, old.provider_number)
  is distinct from
  (new.id, new.line, new.issuer_id, new.batch_id, new.position, new.claim_id, new.number_sealed, new.provider_number)
) execute function refuse_change();
create trigger agency_lines_no_delete before delete on agency_lines for each row execute function refuse_change();

do $$
declare t text;
begin
  foreach t in array array['evaluation_forms', 'evaluation_tokens']
  loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_no_change', t);
    execute format('create trigger %I before truncate on %I execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
