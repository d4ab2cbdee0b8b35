import { sql } from 'kysely';
import type { Trx } from '#platform/database.ts';
import { findScoring } from '../../src/features/desk/desk.queries.ts';
import { type CompleteAssessment, ratingsDigest } from '../../src/features/judging/complete-assessment.ts';
import { withdrawAttempt } from '../../src/features/judging/withdraw-attempt.ts';
import { asAssessor } from './acts.ts';
import { type TestSite, hold, noon, untilBlocked } from './app.ts';
import type { Person } from './factories.ts';
import type { Judged } from './judged.ts';

/** Two who come to one attempt at the same moment. */
export function meeting(on: () => TestSite) {
  const within = <Result>(act: (trx: Trx) => Promise<Result>) => on().db.transaction().execute(act);

  /** Lets two meet at the enrolment's lock, the first before the second; what both then come to. */
  async function meet<One, Other>(
    { attempt }: Pick<Judged, 'attempt'>,
    first: () => Promise<One>,
    second: () => Promise<Other>,
  ): Promise<[One, Other]> {
    const holder = await hold(on());
    await sql`select 1 from enrolments where id = ${attempt.enrolment.id} for update`.execute(holder);
    const one = first();
    await untilBlocked(on(), 1);
    const other = second();
    await untilBlocked(on(), 2);
    await holder.commit().execute();
    return Promise.all([one, other]);
  }

  /** What an assessor sends who has rated everything and sees it. */
  async function completion(person: Person, assessmentId: string): Promise<CompleteAssessment> {
    const { db, baseUrl } = on().deps;
    const assessor = await asAssessor(on(), person);
    const scoring = await findScoring(db, assessor, assessmentId, noon);
    if (!scoring) throw new Error('There is no such assessment');
    return { assessor, assessmentId, seen: ratingsDigest(scoring), now: noon, baseUrl };
  }

  /** The earner takes their attempt back. */
  const withdraw = ({ attempt, earner }: Pick<Judged, 'attempt' | 'earner'>) =>
    within((trx) =>
      withdrawAttempt(trx, { personId: earner.id, enrolmentId: attempt.enrolment.id, number: 1, now: noon }),
    );

  return { within, meet, completion, withdraw };
}
