import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { addAffiliation, endAffiliation } from './affiliate.ts';
import { listAssessorProfiles, saveAssessorProfile } from './assessor-profile.ts';
import { readAssessorProfile, readSchool } from './profile.form.ts';
import { ProfilePage, type ProfilePageProps } from './profile.page.tsx';
import { assessorOf } from '#domain/access/assessor.ts';
import { issuersOf } from '#domain/access/issuers.ts';
import { findSchools, listAffiliations } from './schools.queries.ts';
import { listTimeZones } from './time-zones.queries.ts';

const notices: Record<string, string> = {
  added: 'Noted where you work.',
  ended: 'Noted that you no longer work there.',
  saved: 'Saved.',
};

/** What people say of themselves. Everyone sees and changes their own alone. */
export function profileRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'signed-in' } as const;

  app.get('/profile', { config }, (request, reply) => {
    const query = textFields(request.query);
    const search = query.q === undefined ? undefined : cleanText(query.q).trim().slice(0, 200);
    return send(request, reply, 200, { search: search || undefined, notice: noticeFor(notices, query.notice) });
  });

  app.post('/profile/schools', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const fields = textFields(request.body);
    const read = readSchool(fields);
    if (!read.ok) return send(request, reply, 422, { typed: { ...fields, issuer: undefined }, errors: read.errors });
    await db.transaction().execute((trx) => addAffiliation(trx, { personId, school: read.value, now: now() }));
    return reply.redirect('/profile?notice=added', 303);
  });

  app.post<{ Params: { schoolId: string } }>('/profile/schools/:schoolId/end', { config }, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const schoolId = pathId(request.params.schoolId, 'school');
    await db.transaction().execute((trx) => endAffiliation(trx, { personId, schoolId, now: now() }));
    return reply.redirect('/profile?notice=ended', 303);
  });

  app.post('/profile/assessing', { config: { policy: 'assessor' } }, async (request, reply) => {
    const viewer = requireViewer(request);
    const fields = textFields(request.body);
    const issuerId = assessorOf(viewer).issuerIds.find((id) => id === fields.issuer);
    if (issuerId === undefined) throw new NotFoundError('issuer');
    const read = readAssessorProfile(fields, issuerId);
    if (!read.ok) return send(request, reply, 422, { typed: fields, errors: read.errors });
    const command = { personId: viewer.person.id, profile: read.value, now: now() };
    await db.transaction().execute((trx) => saveAssessorProfile(trx, command));
    return reply.redirect('/profile?notice=saved', 303);
  });

  type Shown = Partial<Pick<ProfilePageProps, 'search' | 'notice' | 'errors'>> & {
    typed?: Record<string, string | undefined>;
  };

  async function send(request: FastifyRequest, reply: FastifyReply, status: number, shown: Shown) {
    const viewer = requireViewer(request);
    const assessor = assessorOf(viewer);
    const { search, notice, errors = [], typed = {} } = shown;
    const page = {
      affiliations: await listAffiliations(db, viewer.person.id),
      found: search === undefined ? [] : await findSchools(db, search),
      issuers: issuersOf(viewer, assessor),
      zones: await listTimeZones(db, viewer.person.id),
      profiles: await listAssessorProfiles(db, viewer.person.id, assessor.issuerIds),
      typed: Object.fromEntries(Object.entries(typed).filter((one): one is [string, string] => one[1] !== undefined)),
    };
    return sendPage(
      reply,
      status,
      <ProfilePage context={pageContext(request, deps)} {...page} search={search} notice={notice} errors={errors} />,
    );
  }
}
