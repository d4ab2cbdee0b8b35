import { type Choice, mergeEvidence } from '#domain/draft/merge-evidence.ts';
import type { Trx } from '#platform/database.ts';
import { findBase } from './history.queries.ts';
import { type SaveEvidence, type SaveResult, saveEvidence } from './save-evidence.ts';

/** What a form was made to that has another version beside it now, and what its sender has chosen so far. */
export type StaleBase = { data: unknown; revision: number; chosen: Readonly<Record<string, Choice>> };

/**
 * Saves what was typed. Where something else was saved since the form was opened, the two are joined as the editor joins
 * them: by the state that both came of, and by what was chosen where they can't be joined unseen.
 */
export async function saveMerged(
  trx: Trx,
  command: SaveEvidence,
  fields: Readonly<Record<string, string>>,
): Promise<{ saved: SaveResult; base?: StaleBase }> {
  const { enrolmentId, requirementKey } = command;
  const isSettling = fields.base !== undefined && fields.keep !== 'mine';
  // Revision -1 was never there: it asks for what is saved now.
  const saved = await saveEvidence(trx, isSettling ? { ...command, revision: -1 } : command);
  if (saved.ok || saved.reason !== 'stale') return { saved };

  const revision = readRevision(isSettling ? fields.base : fields.revision);
  const { current } = saved;
  const chosen = isSettling && current.revision === command.revision ? readChoices(fields) : {};
  const data = revision === 0 ? undefined : (await findBase(trx, enrolmentId, requirementKey, revision))?.data;
  const base = { data, revision, chosen };
  const { merged, conflicts } = mergeEvidence(data, command.data, current.data, chosen);
  if (conflicts.length > 0) return { saved, base };
  return { saved: await saveEvidence(trx, { ...command, data: merged, revision: current.revision }), base };
}

function readRevision(text: string | undefined): number {
  const revision = Number(text);
  return Number.isInteger(revision) && revision > 0 && revision < 1_000_000_000 ? revision : 0;
}

function readChoices(fields: Readonly<Record<string, string>>): Record<string, Choice> {
  const prefix = 'choose.';
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      name.startsWith(prefix) && (value === 'mine' || value === 'theirs' || value === 'both')
        ? [[name.slice(prefix.length), value] as const]
        : [],
    ),
  );
}
