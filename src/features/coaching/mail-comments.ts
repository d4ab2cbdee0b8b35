import { findRequirement } from '#domain/definition/outline.ts';
import type { Definition } from '#domain/definition/schema.ts';
import type { Trx } from '#platform/database.ts';
import { sendMailLater } from '#platform/mail.jobs.ts';
import { commentsMail } from './coach-mails.ts';

/** Tells the earner of the comments that no mail told of yet, all in one; those deleted or dealt with meanwhile need none. */
export async function mailComments(
  trx: Trx,
  { enrolmentId, now, baseUrl }: { enrolmentId: string; now: Date; baseUrl: string },
): Promise<void> {
  const rows = await trx
    .selectFrom('coach_comments as m')
    .innerJoin('coaches as c', 'c.id', 'm.coach_id')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .select(['m.id', 'm.requirement_key', 'p.name'])
    .where('m.enrolment_id', '=', enrolmentId)
    .where('m.mailed_at', 'is', null)
    .where('m.resolved_at', 'is', null)
    .orderBy('m.id')
    .forUpdate('m')
    .execute();
  const [first] = rows;
  if (!first) return;
  const work = await trx
    .selectFrom('enrolments as e')
    .innerJoin('people as p', 'p.id', 'e.person_id')
    .innerJoin('definition_versions as v', 'v.id', 'e.definition_version_id')
    .select(['p.email', 'v.document'])
    .where('e.id', '=', enrolmentId)
    .executeTakeFirstOrThrow();
  const ids = rows.map(({ id }) => id);
  await trx.updateTable('coach_comments').set({ mailed_at: now }).where('id', 'in', ids).execute();
  const definition = work.document as Definition;
  const keys = [...new Set(rows.map((row) => row.requirement_key))];
  const by = [...new Set(rows.map(({ name }) => name))].join(' and ');
  const requirements = keys.map((key) => findRequirement(definition, key)?.title ?? key);
  const home = `${baseUrl}/work/${enrolmentId}`;
  const url = keys.length === 1 ? `${home}/requirements/${first.requirement_key}#coach-comments` : home;
  const about = { title: definition.title, by, count: rows.length, requirements };
  await sendMailLater(trx, commentsMail(about, work.email, url));
}
