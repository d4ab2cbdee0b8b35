import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { readConflict } from './conflict.form.ts';
import { ConflictsPage } from './conflicts.page.tsx';
import { listConflicts } from './conflicts.queries.ts';
import { declareConflict, declareOnAttempt, endConflict, mostConflicts } from './declare-conflict.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { issuersOf } from '#domain/access/issuers.ts';
import { type School, findSchools } from './schools.queries.ts';

const notices: Record<string, string> = {
  declared: 'Noted. You are not shown or given this work.',
  ended: 'Noted. It still holds for what was handed in before.',
};

type Fields = Readonly<Record<string, string>>;
type Shown = { notice?: string | undefined; typed?: Fields; errors?: FormErrors; found?: School[] };

/** Whom an assessor must not judge. */
export function conflictRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'assessor' } as const;

  app.get('/desk/conflicts', { config }, (request, reply) =>
    send(request, reply, 200, { notice: noticeFor(notices, textFields(request.query).notice) }),
  );

  app.post('/desk/conflicts', { config }, async (request, reply) => {
    const assessor = assessorOf(requireViewer(request));
    const fields = textFields(request.body);
    const isSchool = fields.who === 'school';
    const found = isSchool
      ? await findSchools(
          db,
          cleanText(fields.q ?? '')
            .trim()
            .slice(0, 200),
        )
      : [];
    const read = readConflict(fields, { issuerIds: assessor.issuerIds, found });
    if (!read.ok) return send(request, reply, 422, { typed: fields, errors: read.errors, found });
    const command = { assessor, ...read.conflict, now: now() };
    const declared = await db.transaction().execute((trx) => declareConflict(trx, command));
    if (!declared.ok) {
      const message = `You have declared ${mostConflicts} conflicts that hold: end some first, or talk to a lead assessor`;
      return send(request, reply, 422, { typed: fields, errors: [{ field: 'reason', message }], found });
    }
    return reply.redirect('/desk/conflicts?notice=declared', 303);
  });

  app.post<{ Params: { conflictId: string } }>(
    '/desk/conflicts/:conflictId/end',
    { config },
    async (request, reply) => {
      const assessor = assessorOf(requireViewer(request));
      const conflictId = pathId(request.params.conflictId, 'conflict');
      await db.transaction().execute((trx) => endConflict(trx, { assessor, conflictId, now: now() }));
      return reply.redirect('/desk/conflicts?notice=ended', 303);
    },
  );

  app.post<{ Params: { attemptId: string } }>(
    '/desk/attempts/:attemptId/conflict',
    { config },
    async (request, reply) => {
      const assessor = assessorOf(requireViewer(request));
      const attemptId = pathId(request.params.attemptId, 'attempt');
      const reason =
        cleanText(textFields(request.body).reason ?? '')
          .trim()
          .slice(0, 1000) || 'Declared on the attempt.';
      await db.transaction().execute((trx) => declareOnAttempt(trx, { assessor, attemptId, reason, now: now() }));
      return reply.redirect('/desk?notice=conflict', 303);
    },
  );

  async function send(request: FastifyRequest, reply: FastifyReply, status: number, shown: Shown) {
    const viewer = requireViewer(request);
    const assessor = assessorOf(viewer);
    const wanted = /^\d{1,6}$/.exec(textFields(request.query).page ?? '');
    const conflicts = await listConflicts(db, assessor, Number(wanted?.[0] ?? 1));
    const page = { ...conflicts, issuers: issuersOf(viewer, assessor), found: [], ...shown };
    return sendPage(reply, status, <ConflictsPage context={pageContext(request, deps)} {...page} />);
  }
}
