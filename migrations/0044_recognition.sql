-- Awards that are claimed as recognition, without hours; reminders of approvals that nobody answers; approvers with an account; and
-- numbers of licences that their holders let providers have.

-- ── Recognition ─────────────────────────────────────────────────────────────────────────────────

-- A claim is of the hours of one line of the ledger, or of an award itself: that it was completed, without any hours.
alter table credit_claims
  alter column entry_id drop not null,
  add column award_id uuid,
  add foreign key (award_id, person_id) references awards (id, person_id),
  add check (num_nulls(entry_id, award_id) = 1),
  add check (award_id is null or counted_quarters = 0);
-- An award is recognised once for a rule.
create unique index credit_claims_recognised_once on credit_claims (rule_id, award_id)
  where state not in ('refused', 'rejected', 'withdrawn');
create index credit_claims_award on credit_claims (award_id);
create trigger credit_claims_award_pinned before update on credit_claims for each row
  when (old.award_id is distinct from new.award_id) execute function refuse_change();

-- ── Approvals ───────────────────────────────────────────────────────────────────────────────────

alter table credit_approvals
  -- One of the provider's admins or lead assessors, where they must approve: they answer signed in.
  add column approver_id uuid references people,
  -- The approver is reminded once, by a second link to the same request: of the first only the hash is known.
  add column reminded_at timestamptz,
  add column reminder_sha256 text unique,
  -- The earner has been told that nobody answered.
  add column lapse_told_at timestamptz,
  add check ((reminded_at is null) = (reminder_sha256 is null));
create index credit_approvals_approver on credit_approvals (approver_id);
create index credit_approvals_unanswered on credit_approvals (requested_at)
  where answered_at is null and ended_at is null and lapse_told_at is null;

-- ── Numbers of licences ─────────────────────────────────────────────────────────────────────────

-- Whether providers whose hours the holder earns may have the number, for their rosters.
alter table licences add column shares_number boolean not null default false;
