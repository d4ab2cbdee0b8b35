import { blindName } from '#domain/assessment/blind-name.ts';
import type { Database } from '#platform/database.ts';
import type { Assessor } from '#domain/access/assessor.ts';
import { type Scoring, findScoring } from '../desk/desk.queries.ts';
import { lookForsToRate } from '../desk/look-fors-to-rate.ts';

/** Most attempts that are taken along at a time. */
export const mostAtOnce = 20;

export type OnDesk = {
  assessmentId: string;
  title: string;
  number: number;
  /** Never a name: what is taken along may be read by others. */
  name: string;
  due: Date | null;
  rated: number;
  lookFors: number;
};

/** The assessments that lie claimed on this desk, the first claimed first. */
export async function listOnDesk(db: Database, assessor: Assessor, now: Date): Promise<OnDesk[]> {
  return (await loadOnDesk(db, assessor, now)).map((scoring) => {
    const open = lookForsToRate(scoring);
    const rated = open.filter((key) => {
      const rating = scoring.ratings.get(key);
      return rating !== undefined && (rating.value !== null || rating.condition !== null);
    });
    return {
      ...{ assessmentId: scoring.id, title: scoring.definition.title, number: scoring.number },
      ...{ name: blindName(scoring.attemptId), due: scoring.dueAt },
      ...{ rated: rated.length, lookFors: open.length },
    };
  });
}

/** The same with all that is needed to take them along; of those named alone, where some are. */
export async function loadOnDesk(
  db: Database,
  assessor: Assessor,
  now: Date,
  only?: readonly string[],
): Promise<Scoring[]> {
  if (assessor.issuerIds.length === 0) return [];
  const rows = await db
    .selectFrom('assessments')
    .select('id')
    .where('assessor_id', '=', assessor.id)
    .where('state', '=', 'claimed')
    .where('issuer_id', 'in', [...assessor.issuerIds])
    .orderBy('claimed_at')
    .orderBy('id')
    .limit(100)
    .execute();
  const wanted = only ? rows.filter(({ id }) => only.includes(id)) : rows;
  const scorings: Scoring[] = [];
  for (const { id } of wanted) {
    const scoring = await findScoring(db, assessor, id, now);
    if (scoring && !scoring.decision) scorings.push(scoring);
  }
  return scorings;
}
