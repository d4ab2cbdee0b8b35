// Generated from the migrated database by `npm run tables`. Change a migration, not this file.
import type { ColumnType, GeneratedAlways } from 'kysely';

/** Read as what was parsed, to be checked by whoever reads it; written as JSON text, since pg would make an array of an array. */
export type Json = ColumnType<unknown, string, string>;

type Generated<T> =
  T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

export interface Accounts {
  id: Generated<string>;
  person_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: Date | null;
  refresh_token_expires_at: Date | null;
  scope: string | null;
  password: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface Affiliations {
  id: Generated<string>;
  person_id: string;
  school_id: string;
  since: Date;
  ended_at: Date | null;
}

export interface AgencyBatches {
  id: Generated<string>;
  issuer_id: string;
  agency_id: string;
  number: number;
  made_by: string;
  made_at: Date;
  sent_at: Date | null;
  ended_at: Date | null;
}

export interface AgencyLines {
  id: Generated<string>;
  line: string;
  issuer_id: string;
  batch_id: string;
  position: number;
  claim_id: string;
  number_sealed: string | null;
  provider_number: string | null;
  left_at: Date | null;
  answer: 'accepted' | 'refused' | null;
  reason: string | null;
  answered_at: Date | null;
  disposed_at: Date | null;
}

export interface AiDeclarations {
  enrolment_id: string;
  part_key: string;
  used: boolean;
  how: Generated<string>;
  updated_at: Generated<Date>;
}

export interface AnchorComparisons {
  assessment_id: string | null;
  issuer_id: string | null;
  assessor_id: string | null;
  role: string | null;
  qualification_id: string | null;
  anchor_id: string | null;
  micro_credential_id: string | null;
  rubric_sha256: string | null;
  look_for_key: string | null;
  value: string | null;
  comment: string | null;
  agreed: string | null;
  rationale: string | null;
  completed_at: Date | null;
}

export interface AnchorConsents {
  attempt_id: string;
  issuer_id: string;
  asked_by: string;
  asked_at: Date;
  answered_at: Date | null;
  agreed: boolean | null;
  withdrawn_at: Date | null;
}

export interface AnchorDraws {
  issuer_id: string;
  secret: Generated<string>;
}

export interface AnchorRatings {
  anchor_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'no';
  rationale: string;
}

export interface AnchorSeatings {
  attempt_id: string;
  anchor_id: string;
  person_id: string;
  seated_at: Date;
  ended_at: Date | null;
}

export interface AnchorTurns {
  issuer_id: string;
  person_id: string;
  drawn: number;
}

export interface Anchors {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  rubric_sha256: string;
  attempt_id: string | null;
  title: string;
  source: 'consented' | 'written';
  from_attempt_id: string | null;
  consent_at: Date | null;
  state: Generated<'draft' | 'active' | 'retired'>;
  use: Generated<'qualify' | 'seed'>;
  created_by: string;
  created_at: Date;
  rated_by: string | null;
  agreed_by: string | null;
  enrolment_id: string;
  definition_version_id: string;
  retired_because: string | null;
}

export interface AppealRatings {
  attempt_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'no' | null;
  comment: Generated<string>;
  locators: Generated<Json>;
  condition: string | null;
}

export interface Appeals {
  attempt_id: string;
  issuer_id: string;
  enrolment_id: string;
  look_fors: string[];
  reason: string;
  raised_at: Date;
  due_at: Date;
  state: Generated<'open' | 'decided' | 'withdrawn'>;
  assessment_id: string | null;
  outcome: 'changed' | 'upheld' | null;
  earns: Generated<boolean>;
  answer: Generated<string>;
  ended_at: Date | null;
  ended_by: string | null;
}

export interface ArtifactCaptions {
  id: Generated<string>;
  artifact_id: string;
  blob_sha256: string;
  language: string;
  label: string;
  created_at: Generated<Date>;
}

export interface ArtifactReleases {
  artifact_id: string;
  release_id: string;
}

export interface Artifacts {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  owner_id: string;
  requirement_key: string;
  kind: 'file' | 'link';
  name: string;
  blob_sha256: string | null;
  url: string | null;
  pages: number | null;
  created_at: Generated<Date>;
  removed_at: Date | null;
  replaces_id: string | null;
  copied_from_id: string | null;
  shows_people: boolean | null;
  link_title: string | null;
  link_seen_at: Date | null;
  is_private: Generated<boolean>;
  is_team_work: Generated<boolean>;
}

export interface AssessingSettings {
  issuer_id: string;
  time_zone: Generated<string>;
  holidays: Generated<string[]>;
  assignment: Generated<'pull' | 'auto'>;
  seed_rate: Generated<string>;
  qualify_bar: Generated<string>;
  qualify_look_fors: Generated<number>;
  lapse_days: Generated<number>;
  lapse_window: Generated<number>;
  appeal_days: Generated<number>;
  smallest_group: Generated<number>;
  sends_digest: Generated<boolean>;
  stipend_cents_per_piece: Generated<number>;
  stipend_cents_per_hour: Generated<number>;
  updated_at: Generated<Date>;
  revocation_appeal_days: Generated<number>;
}

export interface Assessments {
  id: Generated<string>;
  issuer_id: string;
  attempt_id: string;
  assessor_id: string;
  role: Generated<'first' | 'second' | 'adjudicator' | 'appeal' | 'anchor' | 'qualification'>;
  state: Generated<'claimed' | 'let_go' | 'completed'>;
  lease_expires_at: Date;
  overall_comment: Generated<string>;
  revision: Generated<number>;
  claimed_at: Generated<Date>;
  completed_at: Date | null;
  round: Generated<number>;
  note: Generated<string>;
  active_seconds: Generated<number>;
  last_active_at: Date | null;
  qualification_id: string | null;
}

export interface AssessorProfiles {
  issuer_id: string;
  person_id: string;
  languages: Generated<string[]>;
  max_load: Generated<number>;
  away_from: string | null;
  away_until: string | null;
  updated_at: Generated<Date>;
  wants_digest: Generated<boolean>;
}

export interface Assignments {
  id: Generated<string>;
  issuer_id: string;
  attempt_id: string;
  role: 'first' | 'second' | 'adjudicator' | 'appeal';
  assessor_id: string;
  assigned_by: string | null;
  assigned_at: Date;
  ended_at: Date | null;
  end_reason: 'claimed' | 'reassigned' | 'away' | 'refused' | 'conflict' | 'role-lost' | 'lapsed' | 'over' | null;
  note: Generated<string>;
}

export interface AttemptCaptions {
  attempt_id: string;
  artifact_id: string;
  language: string;
  blob_sha256: string;
}

export interface AttemptFiles {
  attempt_id: string;
  artifact_id: string;
  blob_sha256: string | null;
}

export interface AttemptSelfRatings {
  attempt_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'not_yet';
}

export interface Attempts {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  definition_version_id: string;
  number: number;
  sealed: Json;
  sha256: string;
  submitted_at: Date;
}

export interface Attestations {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  requirement_key: string;
  asked_key: string | null;
  kind: 'visit' | 'role' | 'authorship' | 'permission';
  statement: string;
  peer_name: string;
  peer_role: Generated<string>;
  peer_email: string | null;
  channel: 'mail' | 'device';
  token_sha256: string | null;
  requested_at: Date;
  expires_at: Date | null;
  subject_sha256: string | null;
  typed_name: string | null;
  attested_at: Date | null;
  declined_at: Date | null;
  decline_reason: string | null;
  withdrawn_at: Date | null;
  withdrawn_by: 'peer' | 'earner' | null;
  replaced_by_id: string | null;
}

export interface AuditEvents {
  id: GeneratedAlways<number>;
  chain: string;
  position: number;
  issuer_id: string | null;
  actor_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
  details: Generated<Json>;
  before_sha256: string | null;
  after_sha256: string | null;
  at: Generated<Date>;
  previous_hash: string;
  hash: string;
}

export interface AwardCredentials {
  id: Generated<string>;
  issuer_id: string;
  award_id: string;
  number: number;
  reason: 'issued' | 'new-identity' | 'new-name' | 'new-key' | 'renewed';
  identity: 'email' | 'did';
  subject_did: string | null;
  recipient_name: string;
  credential: Json;
  jwt: string | null;
  issuer_key_id: string;
  jwt_key_id: string | null;
  valid_from: Date;
  valid_until: Date | null;
  created_at: Generated<Date>;
}

export interface AwardPieces {
  stack_award_id: string;
  piece_award_id: string;
}

export interface AwardStatusEvents {
  id: Generated<string>;
  issuer_id: string;
  award_id: string;
  status: 'suspended' | 'revoked' | 'in-force';
  reason: string;
  by_person: string | null;
  at: Date;
}

export interface Awards {
  id: Generated<string>;
  public_id: string;
  issuer_id: string;
  enrolment_id: string | null;
  attempt_id: string | null;
  person_id: string;
  micro_credential_id: string | null;
  definition_version_id: string | null;
  recipient_name: string;
  awarded_at: Date;
  kind: Generated<'micro-credential' | 'stack'>;
  series_id: string | null;
  series_version_id: string | null;
  instead_of: string | null;
}

export interface BlobFacts {
  blob_sha256: string;
  measure: Generated<Json>;
  metadata: Generated<Json>;
  flags: Generated<string[]>;
  scan: Generated<'none' | 'waiting' | 'clean' | 'infected'>;
  scanned_at: Date | null;
  body_text: string | null;
  quote_text: string | null;
  updated_at: Generated<Date>;
}

export interface Blobs {
  sha256: string;
  size: number;
  media_type: string;
  created_at: Generated<Date>;
}

export interface CertificateSigners {
  id: Generated<string>;
  issuer_id: string;
  name: string;
  title: string;
  signature: Buffer | null;
  position: number;
  added_by: string;
  added_at: Date;
}

export interface Certifications {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  rubric_sha256: string;
  person_id: string;
  qualification_id: string | null;
  named_by: string | null;
  reason: Generated<string>;
  certified_at: Date;
  ended_at: Date | null;
  end_reason: string | null;
}

export interface CoachComments {
  id: Generated<string>;
  coach_id: string;
  enrolment_id: string;
  requirement_key: string;
  place: string;
  artifact_id: string | null;
  locator: Json | null;
  body: string;
  created_at: Date;
  resolved_at: Date | null;
  mailed_at: Date | null;
}

export interface CoachRequests {
  enrolment_id: string;
  requirement_key: string;
  asked_at: Date;
}

export interface CoachTalks {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  before_attempt: number;
  state: Generated<'asked' | 'booked' | 'held' | 'cancelled'>;
  proposals: Generated<Json>;
  wish: Generated<string>;
  asked_at: Date;
  with_person_id: string | null;
  starts_at: Date | null;
  minutes: number | null;
  place: Generated<string>;
  held_at: Date | null;
  cancelled_at: Date | null;
  offers: Generated<Json>;
  offered_by: string | null;
  offered_at: Date | null;
  sequence: Generated<number>;
}

export interface Coaches {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  name: string;
  email: string;
  person_id: string | null;
  token_sha256: string | null;
  named_by: string;
  named_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  read_at: Date | null;
  ended_at: Date | null;
  ended_by: string | null;
}

export interface CompletenessChecks {
  attempt_id: string;
  issuer_id: string;
  outcome: 'complete' | 'incomplete';
  reasons: Generated<Json>;
  checked_by: string;
  checked_at: Date;
}

export interface Concerns {
  id: Generated<string>;
  issuer_id: string;
  attempt_id: string;
  kind: 'plagiarism' | 'safeguarding' | 'ai-declaration';
  requirement_key: string | null;
  detail: string;
  evidence: Generated<Json>;
  raised_by: string | null;
  raised_at: Date;
  state: Generated<'open' | 'asked' | 'answered' | 'dismissed' | 'upheld' | 'referred'>;
  asked_at: Date | null;
  question: Generated<string>;
  response: Generated<string>;
  responded_at: Date | null;
  resolved_at: Date | null;
  resolved_by: string | null;
  resolution: Generated<string>;
  asked_by: string | null;
  returns_attempt: Generated<boolean>;
}

export interface Conflicts {
  id: Generated<string>;
  issuer_id: string;
  assessor_id: string;
  email: string | null;
  person_id: string | null;
  school_id: string | null;
  reason: string;
  declared_by: string;
  declared_at: Date;
  ended_at: Date | null;
  ended_by: string | null;
  attempt_id: string | null;
}

export interface CreditApprovals {
  id: Generated<string>;
  claim_id: string;
  approver_name: string;
  approver_email: string;
  token_sha256: string;
  requested_at: Date;
  expires_at: Date;
  ended_at: Date | null;
  answer: 'approved' | 'refused' | null;
  answered_at: Date | null;
  typed_name: string | null;
  typed_role: string | null;
  reason: string | null;
  form_sha256: string | null;
  approver_id: string | null;
  reminded_at: Date | null;
  reminder_sha256: string | null;
  lapse_told_at: Date | null;
}

export interface CreditClaimEvents {
  id: Generated<string>;
  claim_id: string;
  state: 'draft' | 'waiting' | 'approved' | 'refused' | 'submitted' | 'accepted' | 'rejected' | 'withdrawn';
  by_person: string | null;
  note: Generated<string>;
  at: Date;
}

export interface CreditClaims {
  id: Generated<string>;
  person_id: string;
  issuer_id: string | null;
  licence_id: string;
  rule_id: string;
  rule_version_id: string;
  entry_id: string | null;
  cycle_begins: string;
  cycle_ends: string;
  state: Generated<'draft' | 'waiting' | 'approved' | 'refused' | 'submitted' | 'accepted' | 'rejected' | 'withdrawn'>;
  counted_quarters: number;
  form: Json;
  created_at: Date;
  sent_at: Date | null;
  ended_at: Date | null;
  award_id: string | null;
}

export interface CreditEntries {
  id: Generated<string>;
  person_id: string;
  issuer_id: string | null;
  source: 'award' | 'course' | 'session';
  recorded_as: 'award' | 'issuer' | 'self';
  recorded_by: string | null;
  award_id: string | null;
  quarters: number;
  title: string;
  provider: string;
  nature: 'micro-credential' | 'course' | 'workshop' | 'conference' | 'coaching' | 'study-group' | 'other';
  begins_on: string;
  ends_on: string;
  held_at: Generated<string>;
  place: Generated<string>;
  proof: Generated<string>;
  how: string;
  corrects_id: string | null;
  reason: string | null;
  created_at: Date;
}

export interface CreditProofs {
  entry_id: string;
  blob_sha256: string;
  name: string;
  created_at: Date;
}

export interface CreditRuleVersions {
  id: Generated<string>;
  rule_id: string;
  number: number;
  sha256: string;
  document: Json;
  effective_from: string;
  effective_to: string | null;
  published_at: Generated<Date>;
}

export interface CreditRules {
  id: Generated<string>;
  slug: string;
  title: string;
  current_version_id: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface DecisionRatings {
  attempt_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'no' | null;
  condition: string | null;
  comment: Generated<string>;
  locators: Generated<Json>;
  settled_by: Generated<'single' | 'agreed' | 'merged' | 'adjudicated' | 'unsettled'>;
}

export interface DecisionReads {
  attempt_id: string;
  read_at: Date;
}

export interface Decisions {
  attempt_id: string;
  issuer_id: string;
  assessment_id: string | null;
  outcome: 'earned' | 'not_yet' | 'incomplete';
  overall_comment: Generated<string>;
  decided_by: string;
  released_at: Date;
  process: Generated<Json>;
}

export interface DefinitionVersions {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  number: number;
  sha256: string;
  document: Json;
  published_at: Generated<Date>;
  published_by: string | null;
  rubric_sha256: GeneratedAlways<string>;
}

export interface Digests {
  person_id: string;
  day: string;
  sent_at: Date | null;
}

export interface Endorsements {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string | null;
  endorser_name: string;
  endorser_url: string | null;
  endorser_did: string;
  endorser_document: Json;
  comment: string | null;
  credential: Json;
  jwt: string | null;
  sha256: string;
  valid_until: Date | null;
  added_by: string;
  added_at: Date;
  removed_by: string | null;
  removed_at: Date | null;
}

export interface Enrolments {
  id: Generated<string>;
  issuer_id: string;
  person_id: string;
  micro_credential_id: string;
  definition_version_id: string;
  state: Generated<'working' | 'submitted' | 'earned' | 'withdrawn' | 'anchor'>;
  attempts_count: Generated<number>;
  submitted_at: Date | null;
  due_at: Date | null;
  earned_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface EvaluationAnswers {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  form_sha256: string;
  month: string;
  answers: Json;
  batch_id: string | null;
}

export interface EvaluationBatches {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  form_sha256: string;
  respondents: number;
  released_on: string;
  disposed_at: Date | null;
}

export interface EvaluationCurrent {
  slug: string;
  number: number;
}

export interface EvaluationForms {
  sha256: string;
  document: Json;
  created_at: Date;
}

export interface EvaluationTokens {
  token_sha256: string;
}

export interface EvaluationVersions {
  slug: string;
  number: number;
  sha256: string;
  published_at: Generated<Date>;
}

export interface EvidenceAgreements {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  requirement_key: string;
  reason: string;
  proposal: string;
  asked_at: Date;
  state: Generated<'asked' | 'agreed' | 'refused' | 'withdrawn'>;
  answer: Generated<string>;
  answered_by: string | null;
  answered_at: Date | null;
}

export interface EvidenceHistory {
  evidence_item_id: string;
  revision: number;
  data: Json;
  saved_at: Generated<Date>;
  saved_by: string | null;
  restored_from: number | null;
}

export interface EvidenceItems {
  id: Generated<string>;
  issuer_id: string;
  enrolment_id: string;
  requirement_key: string;
  kind: string;
  data: Json;
  revision: Generated<number>;
  updated_at: Generated<Date>;
}

export interface ExpiryReminders {
  award_id: string;
  valid_until: Date;
  days: number;
  sent_at: Date;
}

export interface GivenEndorsements {
  id: Generated<string>;
  issuer_id: string;
  subject_id: string;
  subject_name: string;
  comment: string;
  credential: Json;
  issuer_key_id: string;
  given_by: string;
  given_at: Date;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
}

export interface Invitations {
  id: Generated<string>;
  issuer_id: string;
  email: string;
  role: 'assessor' | 'lead_assessor' | 'designer' | 'coordinator' | 'issuer_admin';
  token_sha256: string;
  invited_by: string | null;
  created_at: Generated<Date>;
  expires_at: Date;
  accepted_at: Date | null;
  accepted_by: string | null;
  withdrawn_at: Date | null;
}

export interface IssuerKeys {
  id: Generated<string>;
  issuer_id: string;
  public_multibase: string;
  secret_encrypted: string | null;
  created_at: Generated<Date>;
  retired_at: Date | null;
  algorithm: Generated<'ed25519' | 'rsa'>;
  public_jwk: Json | null;
  service_key: string | null;
  retired_by: string | null;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoked_reason: string | null;
}

export interface Issuers {
  id: Generated<string>;
  slug: string;
  name: string;
  statement: string;
  website: string | null;
  email: string | null;
  palette: 'teal' | 'ochre' | 'terracotta' | 'lapis' | 'olive';
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface JudgingPauses {
  attempt_id: string;
  paused_at: Date;
  resumed_at: Date | null;
  reason: 'question' | 'privacy' | 'concern';
}

export interface Judgings {
  attempt_id: string;
  issuer_id: string;
  enrolment_id: string;
  micro_credential_id: string;
  definition_version_id: string;
  stage: 'pre_check' | 'scoring' | 'adjudication' | 'held' | 'released' | 'returned' | 'withdrawn';
  independent: Generated<number>;
  why_double: 'policy' | 'first-of-version' | 'sample' | null;
  is_blind: Generated<boolean>;
  by_coach: Generated<boolean>;
  language: Generated<string>;
  submitted_at: Date;
  check_due_at: Date;
  due_at: Date;
  paused_at: Date | null;
  contested: Generated<string[]>;
  adjudication_round: Generated<number>;
  ended_at: Date | null;
  held_for: 'policy' | 'concern' | 'recall' | 'unsettled' | null;
  waived_by: string | null;
  waived_at: Date | null;
  waived_reason: string | null;
  unsettled: Generated<string[]>;
  passed_over_at: Date | null;
}

export interface KeyNotices {
  issuer_key_id: string;
  person_id: string;
  told_at: Date;
}

export interface LearnerRecords {
  id: Generated<string>;
  person_id: string;
  issuer_id: string;
  contents_sha256: string;
  credential: Json;
  jwt: string | null;
  signed_at: Date;
}

export interface LicenceReminders {
  licence_id: string;
  cycle_ends: string;
  days: number;
  sent_at: Date;
}

export interface Licences {
  id: Generated<string>;
  person_id: string;
  rule_id: string;
  licence_type: string;
  number_sealed: string;
  cycle_begins: string;
  cycle_ends: string;
  created_at: Date;
  updated_at: Date;
  removed_at: Date | null;
  shares_number: Generated<boolean>;
}

export interface LookForSets {
  id: GeneratedAlways<number>;
  keys: string[];
}

export interface Memberships {
  issuer_id: string;
  person_id: string;
  role: 'assessor' | 'lead_assessor' | 'designer' | 'coordinator' | 'issuer_admin';
  created_at: Generated<Date>;
}

export interface MicroCredentials {
  id: Generated<string>;
  issuer_id: string;
  slug: string;
  title: string;
  statement: string;
  summary: string;
  audience: string[];
  pd_hours: string;
  current_version_id: string | null;
  search: GeneratedAlways<string>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface NamesSeen {
  person_id: string;
  enrolment_id: string;
  issuer_id: string;
  seen_at: Date;
}

export interface NormingAttendance {
  meeting_id: string;
  person_id: string;
}

export interface NormingItems {
  meeting_id: string;
  position: number;
  attempt_id: string;
  look_for_key: string;
  agreed_value: 'yes' | 'almost' | 'no' | null;
  conclusion: Generated<string>;
}

export interface NormingMeetings {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  title: string;
  starts_at: Date;
  place: Generated<string>;
  record: Generated<string>;
  created_by: string;
  created_at: Date;
  closed_at: Date | null;
}

export interface OutboxMessages {
  id: Generated<string>;
  recipient: string;
  subject: string;
  body_text: string;
  body_html: string;
  created_at: Generated<Date>;
  attachments: Generated<Json>;
}

export interface People {
  id: Generated<string>;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  is_operator: Generated<boolean>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface PrivacyFlags {
  id: Generated<string>;
  issuer_id: string;
  attempt_id: string;
  artifact_id: string | null;
  requirement_key: string | null;
  place: string | null;
  reason: string;
  raised_by: string;
  raised_at: Date;
  lifted_at: Date | null;
  lifted_by: string | null;
}

export interface ProfileHandles {
  handle: string;
  person_id: string | null;
  taken_at: Date;
}

export interface ProviderAgencies {
  id: Generated<string>;
  issuer_id: string;
  name: string;
  created_at: Date;
}

export interface ProviderAgencyRules {
  agency_id: string;
  issuer_id: string;
  rule_id: string;
}

export interface ProviderApprovalReminders {
  approval_id: string;
  days: number;
  sent_at: Date;
}

export interface ProviderApprovals {
  id: Generated<string>;
  issuer_id: string;
  agency_id: string;
  number: string;
  valid_from: string;
  valid_to: string;
  scope: Generated<string>;
  document_url: string | null;
  created_at: Date;
  removed_at: Date | null;
}

export interface ProviderFiles {
  id: Generated<string>;
  issuer_id: string;
  kind: 'roster' | 'evaluation' | 'activity';
  ending: 'csv' | 'xlsx';
  period_from: string;
  period_to: string;
  micro_credential_id: string | null;
  row_count: number;
  sha256: string;
  content: Buffer | null;
  made_by: string;
  made_at: Date;
  disposed_at: Date | null;
}

export interface ProviderRetention {
  issuer_id: string;
  kind: 'roster' | 'evaluation' | 'activity';
  years: number;
  set_by: string;
  set_at: Date;
}

export interface PublicProfileAwards {
  person_id: string;
  award_id: string;
  position: number;
}

export interface PublicProfileSeries {
  person_id: string;
  series_id: string;
}

export interface PublicProfiles {
  person_id: string;
  handle: string | null;
  is_on: Generated<boolean>;
  may_be_found: Generated<boolean>;
  headline: Generated<string>;
  about: Generated<string>;
  shows_hours: Generated<boolean>;
  shows_dates: Generated<boolean>;
  revision: Generated<number>;
  updated_at: Date;
}

export interface QualificationSetAnchors {
  set_id: string;
  anchor_id: string;
  position: number;
}

export interface QualificationSets {
  id: Generated<string>;
  issuer_id: string;
  micro_credential_id: string;
  rubric_sha256: string;
  title: string;
  is_active: Generated<boolean>;
  created_by: string;
  created_at: Date;
}

export interface Qualifications {
  id: Generated<string>;
  issuer_id: string;
  set_id: string;
  person_id: string;
  started_at: Date;
  finished_at: Date | null;
  exact: number | null;
  look_fors: number | null;
  passed: boolean | null;
  void_at: Date | null;
}

export interface RatingSheets {
  assessment_id: string;
  issuer_id: string;
  attempt_id: string;
  micro_credential_id: string;
  definition_version_id: string;
  attempt_number: number;
  assessor_id: string;
  role: string;
  submitted_at: Date;
  completed_at: Date;
  look_for_set: number;
  scores: string;
}

export interface Ratings {
  assessment_id: string;
  attempt_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'no' | null;
  comment: Generated<string>;
  revision: Generated<number>;
  updated_at: Generated<Date>;
  condition: string | null;
  locators: Generated<Json>;
  note: Generated<string>;
}

export interface RecalledChecks {
  id: Generated<string>;
  attempt_id: string;
  issuer_id: string;
  outcome: string;
  reasons: Json;
  checked_by: string;
  checked_at: Date;
  reason: string;
  recalled_by: string;
  recalled_at: Date;
}

export interface RecalledDecisions {
  id: Generated<string>;
  attempt_id: string;
  issuer_id: string;
  outcome: string;
  released_at: Date;
  decided_by: string;
  decision: Json;
  ratings: Json;
  reason: string;
  recalled_by: string;
  recalled_at: Date;
}

export interface RecordShares {
  id: Generated<string>;
  person_id: string;
  token_sha256: string;
  note: string;
  created_at: Date;
  ended_at: Date | null;
}

export interface Releases {
  id: Generated<string>;
  person_id: string;
  kind: 'student' | 'staff' | 'site';
  subject: string;
  covers: string[];
  given_by: string;
  given_on: string;
  expires_on: string | null;
  form_sha256: string | null;
  form_name: string | null;
  note: Generated<string>;
  withdrawn_at: Date | null;
  created_at: Generated<Date>;
}

export interface Renditions {
  blob_sha256: string;
  kind: 'pdf' | 'blind';
  state: Generated<'waiting' | 'working' | 'done' | 'failed'>;
  progress: Generated<number>;
  rendition_sha256: string | null;
  problem: string | null;
  updated_at: Generated<Date>;
}

export interface Renewals {
  id: Generated<string>;
  issuer_id: string;
  award_id: string;
  way: 'hours' | 'statement';
  of_valid_until: Date;
  statement: string | null;
  hours: string | null;
  asked_at: Date;
  state: Generated<'asked' | 'renewed' | 'refused'>;
  decided_by: string | null;
  decided_at: Date | null;
  answer: string | null;
}

export interface RequirementEffort {
  micro_credential_id: string;
  requirement_key: string;
  median_minutes: number;
  people: number;
  updated_at: Date;
}

export interface RequirementMinutes {
  attempt_id: string;
  issuer_id: string;
  micro_credential_id: string;
  requirement_key: string;
  minutes: number;
}

export interface Revocations {
  id: Generated<string>;
  issuer_id: string;
  award_id: string;
  code: 'plagiarism' | 'not-own-work' | 'issued-in-error' | 'evidence-withdrawn' | 'earner-asked' | 'other';
  reason: string;
  started_by: string;
  started_at: Date;
  suspends: boolean;
  appeal_until: Date;
  appealed_at: Date | null;
  appeal_text: string | null;
  state: Generated<'announced' | 'appealed' | 'revoked' | 'dropped'>;
  decided_by: string | null;
  decided_at: Date | null;
  answer: string | null;
}

export interface SavedComments {
  id: Generated<string>;
  issuer_id: string;
  owner_id: string;
  is_shared: Generated<boolean>;
  micro_credential_id: string | null;
  look_for_key: string | null;
  body: string;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface Schools {
  id: Generated<string>;
  name: string;
  district: Generated<string>;
  region: Generated<string>;
  type: Generated<'elementary' | 'middle' | 'high' | 'combined' | 'district-office' | 'other'>;
  created_at: Generated<Date>;
}

export interface SelfRatings {
  enrolment_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'not_yet';
  updated_at: Generated<Date>;
}

export interface Series {
  id: Generated<string>;
  issuer_id: string;
  slug: string;
  title: string;
  statement: string;
  summary: string;
  audience: string[];
  current_version_id: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface SeriesListings {
  series_id: string;
  person_id: string;
  listed_at: Date;
}

export interface SeriesMembers {
  series_id: string;
  micro_credential_id: string;
  tier: string;
  strand: string;
  position: number;
}

export interface SeriesVersions {
  id: Generated<string>;
  issuer_id: string;
  series_id: string;
  number: number;
  sha256: string;
  document: Json;
  published_at: Generated<Date>;
  published_by: string | null;
}

export interface Sessions {
  id: Generated<string>;
  person_id: string;
  token: string;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface StackReviews {
  id: Generated<string>;
  issuer_id: string;
  stack_award_id: string;
  piece_event_id: string;
  found_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  reason: string | null;
}

export interface StatusEntries {
  award_credential_id: string;
  issuer_id: string;
  list_number: number;
  index: number;
}

export interface StatusListCredentials {
  issuer_id: string;
  number: number;
  purpose: 'revocation' | 'suspension';
  revision: number;
  credential: Json;
  jwt: string | null;
  signed_at: Date;
}

export interface StatusLists {
  issuer_id: string;
  number: number;
  size: Generated<number>;
  revoked: Buffer;
  suspended: Buffer;
  revision: Generated<number>;
  changed_at: Generated<Date>;
}

export interface TextSignatureBands {
  issuer_id: string;
  band: number;
  hash: number;
  attempt_id: string;
  source: string;
}

export interface TextSignatures {
  attempt_id: string;
  issuer_id: string;
  enrolment_id: string;
  source: string;
  shingles: number;
  signature: number[];
}

export interface Uploads {
  id: Generated<string>;
  person_id: string;
  enrolment_id: string;
  requirement_key: string;
  replaces_id: string | null;
  name: string;
  size: number;
  created_at: Date;
  expires_at: Date;
  finished_at: Date | null;
  artifact_id: string | null;
  refusal: string | null;
}

export interface Verifications {
  id: Generated<string>;
  identifier: string;
  value: string;
  expires_at: Date;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface WalletNonces {
  sha256: string;
  expires_at: Date;
}

export interface WalletOffers {
  id: Generated<string>;
  issuer_id: string;
  award_id: string;
  person_id: string;
  address_sha256: string;
  code_sha256: string;
  asks_digits: boolean;
  wrong_digits: Generated<number>;
  created_at: Date;
  expires_at: Date;
  opened_at: Date | null;
  granted_at: Date | null;
  taken_at: Date | null;
  wallet_id: string | null;
  award_credential_id: string | null;
  ended_at: Date | null;
  end_reason: 'withdrawn' | 'replaced' | 'wrong-digits' | null;
}

export interface WalletTokens {
  sha256: string;
  offer_id: string;
  expires_at: Date;
}

export interface Wallets {
  id: Generated<string>;
  person_id: string;
  did: string;
  name: string;
  bound_at: Date;
  removed_at: Date | null;
  new_awards_since: Date | null;
}

export interface DB {
  accounts: Accounts;
  affiliations: Affiliations;
  agency_batches: AgencyBatches;
  agency_lines: AgencyLines;
  ai_declarations: AiDeclarations;
  anchor_comparisons: AnchorComparisons;
  anchor_consents: AnchorConsents;
  anchor_draws: AnchorDraws;
  anchor_ratings: AnchorRatings;
  anchor_seatings: AnchorSeatings;
  anchor_turns: AnchorTurns;
  anchors: Anchors;
  appeal_ratings: AppealRatings;
  appeals: Appeals;
  artifact_captions: ArtifactCaptions;
  artifact_releases: ArtifactReleases;
  artifacts: Artifacts;
  assessing_settings: AssessingSettings;
  assessments: Assessments;
  assessor_profiles: AssessorProfiles;
  assignments: Assignments;
  attempt_captions: AttemptCaptions;
  attempt_files: AttemptFiles;
  attempt_self_ratings: AttemptSelfRatings;
  attempts: Attempts;
  attestations: Attestations;
  audit_events: AuditEvents;
  award_credentials: AwardCredentials;
  award_pieces: AwardPieces;
  award_status_events: AwardStatusEvents;
  awards: Awards;
  blob_facts: BlobFacts;
  blobs: Blobs;
  certificate_signers: CertificateSigners;
  certifications: Certifications;
  coach_comments: CoachComments;
  coach_requests: CoachRequests;
  coach_talks: CoachTalks;
  coaches: Coaches;
  completeness_checks: CompletenessChecks;
  concerns: Concerns;
  conflicts: Conflicts;
  credit_approvals: CreditApprovals;
  credit_claim_events: CreditClaimEvents;
  credit_claims: CreditClaims;
  credit_entries: CreditEntries;
  credit_proofs: CreditProofs;
  credit_rule_versions: CreditRuleVersions;
  credit_rules: CreditRules;
  decision_ratings: DecisionRatings;
  decision_reads: DecisionReads;
  decisions: Decisions;
  definition_versions: DefinitionVersions;
  digests: Digests;
  endorsements: Endorsements;
  enrolments: Enrolments;
  evaluation_answers: EvaluationAnswers;
  evaluation_batches: EvaluationBatches;
  evaluation_current: EvaluationCurrent;
  evaluation_forms: EvaluationForms;
  evaluation_tokens: EvaluationTokens;
  evaluation_versions: EvaluationVersions;
  evidence_agreements: EvidenceAgreements;
  evidence_history: EvidenceHistory;
  evidence_items: EvidenceItems;
  expiry_reminders: ExpiryReminders;
  given_endorsements: GivenEndorsements;
  invitations: Invitations;
  issuer_keys: IssuerKeys;
  issuers: Issuers;
  judging_pauses: JudgingPauses;
  judgings: Judgings;
  key_notices: KeyNotices;
  learner_records: LearnerRecords;
  licence_reminders: LicenceReminders;
  licences: Licences;
  look_for_sets: LookForSets;
  memberships: Memberships;
  micro_credentials: MicroCredentials;
  names_seen: NamesSeen;
  norming_attendance: NormingAttendance;
  norming_items: NormingItems;
  norming_meetings: NormingMeetings;
  outbox_messages: OutboxMessages;
  people: People;
  privacy_flags: PrivacyFlags;
  profile_handles: ProfileHandles;
  provider_agencies: ProviderAgencies;
  provider_agency_rules: ProviderAgencyRules;
  provider_approval_reminders: ProviderApprovalReminders;
  provider_approvals: ProviderApprovals;
  provider_files: ProviderFiles;
  provider_retention: ProviderRetention;
  public_profile_awards: PublicProfileAwards;
  public_profile_series: PublicProfileSeries;
  public_profiles: PublicProfiles;
  qualification_set_anchors: QualificationSetAnchors;
  qualification_sets: QualificationSets;
  qualifications: Qualifications;
  rating_sheets: RatingSheets;
  ratings: Ratings;
  recalled_checks: RecalledChecks;
  recalled_decisions: RecalledDecisions;
  record_shares: RecordShares;
  releases: Releases;
  renditions: Renditions;
  renewals: Renewals;
  requirement_effort: RequirementEffort;
  requirement_minutes: RequirementMinutes;
  revocations: Revocations;
  saved_comments: SavedComments;
  schools: Schools;
  self_ratings: SelfRatings;
  series: Series;
  series_listings: SeriesListings;
  series_members: SeriesMembers;
  series_versions: SeriesVersions;
  sessions: Sessions;
  stack_reviews: StackReviews;
  status_entries: StatusEntries;
  status_list_credentials: StatusListCredentials;
  status_lists: StatusLists;
  text_signature_bands: TextSignatureBands;
  text_signatures: TextSignatures;
  uploads: Uploads;
  verifications: Verifications;
  wallet_nonces: WalletNonces;
  wallet_offers: WalletOffers;
  wallet_tokens: WalletTokens;
  wallets: Wallets;
}
