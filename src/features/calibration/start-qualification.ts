import { sql } from 'kysely';
import { audit } from '#platform/audit.ts';
import type { Trx } from '#platform/database.ts';
import { NotFoundError } from '#platform/errors.ts';
import { calibrationSettingsOf } from './calibration-settings.ts';
import { certificationOf } from './certification.queries.ts';

/** Between two goes, in hours: there is something to read in between. */
export const coolOffHours = 24;
/** A qualification is scored at leisure: nobody waits for it. */
const leaseDays = 365;

export type StartRefusal = 'too-soon' | 'certified' | 'made-it' | 'short';

export const startRefusals: Record<StartRefusal, string> = {
  'too-soon':
    'You finished a set for this scoring guide less than a day ago. Read where your ratings differ and why; you can try again a day after you finished.',
  certified: 'You are certified for this scoring guide already.',
  short:
    'An attempt was taken out of this set, so it has too few look-fors left. Ask a lead assessor to make another, or to name you.',
  'made-it': 'You had a part in making this set, so you can’t qualify on it. Ask another lead assessor to name you.',
};

type StartQualification = { assessor: { id: string; issuerIds: readonly string[] }; setId: string; now: Date };

/** Begins a go at a set: a seat on each of its anchors. One that is open goes on. */
export async function startQualification(
  trx: Trx,
  { assessor, setId, now }: StartQualification,
): Promise<{ ok: true; id: string } | { ok: false; reason: StartRefusal }> {
  // A second press waits here, then finds the first one's.
  const set = await trx
    .selectFrom('qualification_sets')
    .selectAll()
    .where('id', '=', setId)
    .where('issuer_id', '=', sql<string>`any(${assessor.issuerIds}::uuid[])`)
    .where('is_active', '=', true)
    .forUpdate()
    .executeTakeFirst();
  if (!set) throw new NotFoundError('qualification set');
  const rubric = { microCredentialId: set.micro_credential_id, rubricSha256: set.rubric_sha256 };
  const open = await trx
    .selectFrom('qualifications')
    .select('id')
    .where('set_id', '=', setId)
    .where('person_id', '=', assessor.id)
    .where('finished_at', 'is', null)
    .where('void_at', 'is', null)
    .executeTakeFirst();
  if (open) return { ok: true, id: open.id };
  const held = await certificationOf(trx, { ...rubric, personId: assessor.id, now });
  if (held?.standing.state === 'active') return { ok: false, reason: 'certified' };
  const lately = await trx
    .selectFrom('qualifications as q')
    .innerJoin('qualification_sets as s', 's.id', 'q.set_id')
    .select('q.id')
    .where('q.person_id', '=', assessor.id)
    .where('s.micro_credential_id', '=', set.micro_credential_id)
    .where('s.rubric_sha256', '=', set.rubric_sha256)
    .where('q.finished_at', '>', new Date(now.getTime() - coolOffHours * 3600_000))
    .executeTakeFirst();
  if (lately) return { ok: false, reason: 'too-soon' };
  const all = await trx
    .selectFrom('qualification_set_anchors as x')
    .innerJoin('anchors as n', 'n.id', 'x.anchor_id')
    .leftJoin('attempts as t', 't.id', 'n.from_attempt_id')
    .leftJoin('enrolments as e', 'e.id', 't.enrolment_id')
    .select(['n.attempt_id', 'n.state', 'n.created_by', 'n.rated_by', 'n.agreed_by', 'e.person_id'])
    .select((eb) =>
      eb
        .selectFrom('anchor_ratings as g')
        .select((one) => one.fn.countAll<number>().as('count'))
        .whereRef('g.anchor_id', '=', 'n.id')
        .as('look_fors'),
    )
    .where('x.set_id', '=', setId)
    .orderBy('x.position')
    .execute();
  // Without those whose earner took their leave back.
  const anchors = all.filter(({ state }) => state === 'active');
  const lookFors = anchors.reduce((sum, { look_fors }) => sum + (look_fors ?? 0), 0);
  if (anchors.length < all.length && lookFors < (await calibrationSettingsOf(trx, set.issuer_id)).qualifyLookFors)
    return { ok: false, reason: 'short' };
  if (anchors.some((one) => [one.created_by, one.rated_by, one.agreed_by, one.person_id].includes(assessor.id)))
    return { ok: false, reason: 'made-it' };

  const { id } = await trx
    .insertInto('qualifications')
    .values({ issuer_id: set.issuer_id, set_id: setId, person_id: assessor.id, started_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('assessments')
    .values(
      anchors.map(({ attempt_id }) => ({
        issuer_id: set.issuer_id,
        attempt_id: attempt_id ?? '',
        assessor_id: assessor.id,
        role: 'qualification' as const,
        qualification_id: id,
        claimed_at: now,
        lease_expires_at: new Date(now.getTime() + leaseDays * 24 * 3600_000),
      })),
    )
    .execute();
  await audit(trx, {
    issuerId: set.issuer_id,
    actorId: assessor.id,
    action: 'qualification.started',
    subject: { type: 'qualification', id },
    details: { set: setId },
  });
  return { ok: true, id };
}
