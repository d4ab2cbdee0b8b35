import type { Trx } from './database.ts';

export type AuditEvent = {
  /** `null` for what the platform itself did, or what concerns no issuer. */
  issuerId: string | null;
  actorId: string | null;
  /** Past tense: `attempt.submitted`, `rating.saved`. */
  action: string;
  subject: { type: string; id: string };
  details?: Record<string, unknown>;
  beforeSha256?: string | null;
  afterSha256?: string | null;
};

/**
 * Appends to the trail. The database links each event to the one before it, under a lock that is held until the
 * transaction ends: call it last, after jobs with a key, too, for which others wait as they do for a row.
 */
export async function audit(trx: Trx, event: AuditEvent): Promise<void> {
  await trx
    .insertInto('audit_events')
    .values({
      chain: '',
      position: 0,
      previous_hash: '',
      hash: '',
      issuer_id: event.issuerId,
      actor_id: event.actorId,
      action: event.action,
      subject_type: event.subject.type,
      subject_id: event.subject.id,
      details: JSON.stringify(event.details ?? {}),
      before_sha256: event.beforeSha256 ?? null,
      after_sha256: event.afterSha256 ?? null,
    })
    .execute();
}
