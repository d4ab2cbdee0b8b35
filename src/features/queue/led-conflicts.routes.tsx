import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { leadOf } from '#domain/access/lead.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { readConflict } from './conflict.form.ts';
import { type DeclareFor, declareFor, endConflictFor } from './declare-for.ts';
import { LedConflictsPage } from './led-conflicts.page.tsx';
import { type LedConflictsView, getLedConflicts } from './led-conflicts.queries.ts';
import { type School, findSchools } from './schools.queries.ts';

const notices: Record<string, string> = {
  declared: 'Noted. What they hold of it goes from their desk in a moment.',
  ended: 'Noted. It still holds for what was handed in before.',
};

type Fields = Readonly<Record<string, string>>;
type Shown = { notice?: string | undefined; typed?: Fields; errors?: FormErrors; found?: School[] };

/** Whom an assessor must not judge, as a lead assessor says. */
export function ledConflictRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'lead' } as const;

  app.get('/lead/workload/:personId/conflicts', { config }, (request, reply) =>
    send(request, reply, 200, { notice: noticeFor(notices, textFields(request.query).notice) }),
  );

  app.post('/lead/workload/:personId/conflicts', { config }, async (request, reply) => {
    const lead = leadOf(requireViewer(request));
    const assessorId = assessorIn(request);
    const view = await getLedConflicts(db, lead, assessorId);
    const fields = textFields(request.body);
    const search = cleanText(fields.q ?? '')
      .trim()
      .slice(0, 200);
    const found = fields.who === 'school' ? await findSchools(db, search) : [];
    const read = readFor(fields, view, found);
    if (!read.ok) return send(request, reply, 422, { typed: fields, errors: read.errors, found });
    const command = { lead, assessorId, ...read.conflict, now: now() };
    await db.transaction().execute((trx) => declareFor(trx, command));
    return reply.redirect(`/lead/workload/${assessorId}/conflicts?notice=declared`, 303);
  });

  app.post('/lead/workload/:personId/conflicts/:conflictId/end', { config }, async (request, reply) => {
    const lead = leadOf(requireViewer(request));
    const assessorId = assessorIn(request);
    const conflictId = pathId((request.params as { conflictId: string }).conflictId, 'conflict');
    await db.transaction().execute((trx) => endConflictFor(trx, { lead, assessorId, conflictId, now: now() }));
    return reply.redirect(`/lead/workload/${assessorId}/conflicts?notice=ended`, 303);
  });

  async function send(request: FastifyRequest, reply: FastifyReply, status: number, shown: Shown) {
    const view = await getLedConflicts(db, leadOf(requireViewer(request)), assessorIn(request));
    const page = { context: pageContext(request, deps), view, found: [], ...shown };
    return sendPage(reply, status, <LedConflictsPage {...page} />);
  }
}

function assessorIn(request: FastifyRequest): string {
  return pathId((request.params as { personId: string }).personId, 'assessor');
}

type ReadFor =
  { ok: true; conflict: Pick<DeclareFor, 'issuerId' | 'with' | 'reason'> } | { ok: false; errors: FormErrors };

/** The assessor’s own form, and an attempt among those that they hold; its issuer is then known. */
function readFor(fields: Fields, { issuers, held }: LedConflictsView, found: readonly School[]): ReadFor {
  const issuerIds = issuers.map(({ id }) => id);
  if (fields.who !== 'attempt') return readConflict(fields, { issuerIds, found });
  const attempt = held.find(({ attemptId }) => attemptId === fields.attempt);
  // Whatever else is amiss is said of the form that they share.
  const address = {
    ...fields,
    who: 'person',
    email: 'nobody@example.org',
    issuer: attempt?.issuerId ?? issuerIds[0] ?? '',
  };
  const read = readConflict(address, { issuerIds, found });
  const missing = { field: 'attempt', message: 'Choose the attempt' };
  if (!attempt) return { ok: false, errors: [missing, ...(read.ok ? [] : read.errors)] };
  return read.ok ? { ok: true, conflict: { ...read.conflict, with: { attemptId: attempt.attemptId } } } : read;
}
