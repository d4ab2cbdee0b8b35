import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { findState } from './history.queries.ts';
import { type WorkRefusal, lockOpenWork, saveEvidence } from './save-evidence.ts';

export type RestoreState = {
  personId: string;
  enrolmentId: string;
  requirementKey: string;
  /** The state that is to be brought back. */
  revision: number;
  now: Date;
};

export type RestoreResult =
  | { ok: true; revision: number }
  /** `unreadable`: it has no longer the shape that its kind asks for. */
  | { ok: false; reason: WorkRefusal | 'unreadable' };

/** Saves an earlier state as the newest one: what stood there until now is one step back in the history. */
export async function restoreState(trx: Trx, command: RestoreState): Promise<RestoreResult> {
  const { workspace, refusal } = await lockOpenWork(trx, command);
  if (refusal) return { ok: false, reason: refusal };
  const { enrolmentId, requirementKey } = command;
  const state = await findState(trx, enrolmentId, requirementKey, command.revision);
  if (!state) throw new NotFoundError('state');

  const revision = workspace.evidence.get(requirementKey)?.revision ?? 0;
  const saved = await saveEvidence(trx, { ...command, data: state.data, revision, restoredFrom: state.revision });
  if (saved.ok) return saved;
  if (saved.reason === 'locked' || saved.reason === 'not-working') return { ok: false, reason: saved.reason };
  return { ok: false, reason: 'unreadable' };
}
