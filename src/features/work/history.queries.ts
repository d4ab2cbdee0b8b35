import { sql } from 'kysely';
import type { Database, Trx } from '#platform/database.ts';

export type DraftState = { revision: number; data: unknown; savedAt: Date; restoredFrom: number | null };

function statesOf(db: Database | Trx, enrolmentId: string, requirementKey: string) {
  return db
    .selectFrom('evidence_history as h')
    .innerJoin('evidence_items as i', 'i.id', 'h.evidence_item_id')
    .select(['h.revision', 'h.data', 'h.saved_at as savedAt', 'h.restored_from as restoredFrom'])
    .where('i.enrolment_id', '=', enrolmentId)
    .where('i.requirement_key', '=', requirementKey);
}

/** One state of a draft. The caller has found the enrolment as the viewer's own. */
export async function findState(
  db: Database | Trx,
  enrolmentId: string,
  requirementKey: string,
  revision: number,
): Promise<DraftState | undefined> {
  return statesOf(db, enrolmentId, requirementKey).where('h.revision', '=', revision).executeTakeFirst();
}

/**
 * The state that a change was made to, or where it is thinned away the one before it: what two sides both made of that
 * since is the same in both.
 */
export async function findBase(
  trx: Trx,
  enrolmentId: string,
  requirementKey: string,
  revision: number,
): Promise<DraftState | undefined> {
  return statesOf(trx, enrolmentId, requirementKey)
    .where('h.revision', '<=', revision)
    .orderBy('h.revision', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export const statesPerPage = 30;

/**
 * The last state of every ten minutes of work, newest first, and every one that was brought back, or every state
 * (`all`); `before` pages on.
 */
export async function listStates(
  db: Database,
  enrolmentId: string,
  requirementKey: string,
  { before, all }: { before: number | undefined; all: boolean },
): Promise<{ states: DraftState[]; next: number | undefined }> {
  const states = await statesOf(db, enrolmentId, requirementKey)
    .$if(before !== undefined, (query) => query.where('h.revision', '<', before ?? 0))
    .$if(!all, (query) =>
      query.where((eb) =>
        eb.or([
          eb('h.restored_from', 'is not', null),
          eb.not(
            eb.exists(
              eb
                .selectFrom('evidence_history as later')
                .select('later.revision')
                .whereRef('later.evidence_item_id', '=', 'h.evidence_item_id')
                .whereRef('later.revision', '=', sql`h.revision + 1`)
                .where(tenMinutes('later'), '=', tenMinutes('h')),
            ),
          ),
        ]),
      ),
    )
    .orderBy('h.revision', 'desc')
    .limit(statesPerPage + 1)
    .execute();
  const shown = states.slice(0, statesPerPage);
  return { states: shown, next: states.length > statesPerPage ? shown.at(-1)?.revision : undefined };
}

const tenMinutes = (table: 'h' | 'later') =>
  sql<Date>`date_bin('10 minutes', ${sql.ref(`${table}.saved_at`)}, '2000-01-01Z')`;

/** The states right before and after one. */
export async function findNeighbours(
  db: Database,
  enrolmentId: string,
  requirementKey: string,
  revision: number,
): Promise<{ earlier: number | undefined; later: number | undefined }> {
  const beside = (sign: '<' | '>') =>
    statesOf(db, enrolmentId, requirementKey)
      .where('h.revision', sign, revision)
      .orderBy('h.revision', sign === '<' ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst();
  const [earlier, later] = await Promise.all([beside('<'), beside('>')]);
  return { earlier: earlier?.revision, later: later?.revision };
}
