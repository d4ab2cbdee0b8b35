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
}

export interface Assessments {
  id: Generated<string>;
  issuer_id: string;
  attempt_id: string;
  assessor_id: string;
  role: Generated<'first' | 'second' | 'adjudicator'>;
  state: Generated<'claimed' | 'let_go' | 'completed'>;
  lease_expires_at: Date;
  overall_comment: Generated<string>;
  revision: Generated<number>;
  claimed_at: Generated<Date>;
  completed_at: Date | null;
}

export interface AttemptFiles {
  attempt_id: string;
  artifact_id: string;
  blob_sha256: string | null;
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

export interface Awards {
  id: Generated<string>;
  public_id: string;
  issuer_id: string;
  enrolment_id: string;
  attempt_id: string;
  person_id: string;
  micro_credential_id: string;
  definition_version_id: string;
  issuer_key_id: string;
  recipient_name: string;
  credential: Json;
  awarded_at: Date;
}

export interface Blobs {
  sha256: string;
  size: number;
  media_type: string;
  created_at: Generated<Date>;
}

export interface Decisions {
  attempt_id: string;
  issuer_id: string;
  assessment_id: string;
  outcome: 'earned' | 'not_yet' | 'incomplete';
  overall_comment: Generated<string>;
  decided_by: string;
  released_at: Date;
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
}

export interface Enrolments {
  id: Generated<string>;
  issuer_id: string;
  person_id: string;
  micro_credential_id: string;
  definition_version_id: string;
  state: Generated<'working' | 'submitted' | 'earned' | 'withdrawn'>;
  attempts_count: Generated<number>;
  submitted_at: Date | null;
  due_at: Date | null;
  earned_at: Date | null;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface EvidenceHistory {
  evidence_item_id: string;
  revision: number;
  data: Json;
  saved_at: Generated<Date>;
  saved_by: string | null;
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
  secret_encrypted: string;
  created_at: Generated<Date>;
  retired_at: Date | null;
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

export interface OutboxMessages {
  id: Generated<string>;
  recipient: string;
  subject: string;
  body_text: string;
  body_html: string;
  created_at: Generated<Date>;
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

export interface Ratings {
  assessment_id: string;
  attempt_id: string;
  look_for_key: string;
  value: 'yes' | 'almost' | 'no' | null;
  comment: Generated<string>;
  revision: Generated<number>;
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

export interface Verifications {
  id: Generated<string>;
  identifier: string;
  value: string;
  expires_at: Date;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface DB {
  accounts: Accounts;
  artifacts: Artifacts;
  assessments: Assessments;
  attempt_files: AttemptFiles;
  attempts: Attempts;
  audit_events: AuditEvents;
  awards: Awards;
  blobs: Blobs;
  decisions: Decisions;
  definition_versions: DefinitionVersions;
  enrolments: Enrolments;
  evidence_history: EvidenceHistory;
  evidence_items: EvidenceItems;
  invitations: Invitations;
  issuer_keys: IssuerKeys;
  issuers: Issuers;
  memberships: Memberships;
  micro_credentials: MicroCredentials;
  outbox_messages: OutboxMessages;
  people: People;
  ratings: Ratings;
  series: Series;
  series_members: SeriesMembers;
  series_versions: SeriesVersions;
  sessions: Sessions;
  verifications: Verifications;
}
