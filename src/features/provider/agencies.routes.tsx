import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CellProblem, answerColumns, readAgencyAnswers } from '#domain/credit/agency-answers.ts';
import { audit } from '#platform/audit.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { sha256 } from '#platform/hash.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { getIssuer } from '../admin/admin.queries.ts';
import { settleRefusals } from '../credit/settle-claim.ts';
import { AgenciesPage } from './agencies.page.tsx';
import { listAgencies } from './agencies.queries.ts';
import { AgencyPage } from './agency.page.tsx';
import { batchFile, batchSheet, countBlank } from './batch-file.ts';
import { BatchPage } from './batch.page.tsx';
import { listBatches, listLines } from './batches.queries.ts';
import { handOver } from './hand-over.ts';
import { importAnswers } from './import-answers.ts';
import { makeBatch } from './make-batch.ts';
import { readAgency, readApproval } from './provider.form.ts';
import { receiveTable } from './receive-table.ts';
import { RefusedAgency, addApproval, removeApproval, saveAgency, saveAgencyRefusals } from './save-agency.ts';
import { endBatch, sendBatch } from './send-batch.ts';
import { contentTypes } from './table-file.ts';

type Route = { Params: { issuer: string } };
type AgencyRoute = { Params: { issuer: string; agencyId: string; approvalId: string } };
type BatchRoute = { Params: { issuer: string; batchId: string } };
type More = { typed?: Record<string, string>; chosen?: readonly string[]; errors?: FormErrors };

/** Each takes a workbook apart. */
const rateLimit = personLimit({ max: 30, timeWindow: 60_000 });

/** Agencies of a provider, what they approved, and the batches of claims that go to them and come back answered. */
export function agencyRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret, baseUrl, storage } = deps;
  const admin = { config: { policy: 'issuer-admin' } } as const;
  const today = () => now().toISOString().slice(0, 10);
  const listRuleChoices = () => db.selectFrom('credit_rules').select(['id', 'title']).orderBy('title').execute();

  const by = async (request: FastifyRequest<Route>) => {
    const issuer = await getIssuer(db, request.params.issuer);
    return { issuer, command: { issuerId: issuer.id, actorId: requireViewer(request).person.id, now: now() } };
  };

  const showAll = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const { issuer } = await by(request);
    const [agencies, batches, rules] = await Promise.all([
      listAgencies(db, issuer.id, today()),
      listBatches(db, issuer.id),
      listRuleChoices(),
    ]);
    const props = { context: pageContext(request, deps), issuer, agencies, batches, rules, ...more };
    return sendPage(reply, status, <AgenciesPage {...props} />);
  };
  const showOne = async (
    request: FastifyRequest<AgencyRoute>,
    reply: FastifyReply,
    status: number,
    more: More = {},
  ) => {
    const { issuer } = await by(request);
    const agencyId = pathId(request.params.agencyId, 'agency');
    const [agency] = await listAgencies(db, issuer.id, today(), agencyId);
    if (!agency) throw new NotFoundError('agency');
    const [batches, rules] = await Promise.all([listBatches(db, issuer.id, { agencyId }), listRuleChoices()]);
    const props = { context: pageContext(request, deps), issuer, agency, batches, rules, ...more };
    return sendPage(reply, status, <AgencyPage {...props} />);
  };
  const save = async (command: Parameters<typeof saveAgency>[1]) =>
    db
      .transaction()
      .execute(async (trx) => ({ ok: true as const, id: await saveAgency(trx, command) }))
      .catch((error: unknown) => {
        if (error instanceof RefusedAgency) return { ok: false as const, reason: error.reason };
        throw error;
      });

  app.get<Route>('/admin/:issuer/agencies', admin, (request, reply) => showAll(request, reply, 200));

  app.post<Route>('/admin/:issuer/agencies', admin, async (request, reply) => {
    const { issuer, command } = await by(request);
    const typed = textFields(request.body);
    const read = readAgency(typed, postedRules(request.body));
    if (!read.ok) return showAll(request, reply, 422, { typed, errors: read.errors });
    const result = await save({ ...command, agency: read.value });
    if (result.ok) return reply.redirect(`/admin/${issuer.slug}/agencies/${result.id}`, 303);
    const errors = [saveAgencyRefusals[result.reason]];
    return showAll(request, reply, 422, { typed, chosen: read.value.ruleIds, errors });
  });

  app.get<AgencyRoute>('/admin/:issuer/agencies/:agencyId', admin, (request, reply) => showOne(request, reply, 200));

  app.post<AgencyRoute>('/admin/:issuer/agencies/:agencyId', admin, async (request, reply) => {
    const { issuer, command } = await by(request);
    const agencyId = pathId(request.params.agencyId, 'agency');
    const typed = textFields(request.body);
    const read = readAgency(typed, postedRules(request.body));
    if (!read.ok) return showOne(request, reply, 422, { typed, errors: read.errors });
    const result = await save({ ...command, agencyId, agency: read.value });
    if (result.ok) return reply.redirect(`/admin/${issuer.slug}/agencies/${agencyId}`, 303);
    const errors = [saveAgencyRefusals[result.reason]];
    return showOne(request, reply, 422, { typed, chosen: read.value.ruleIds, errors });
  });

  app.post<AgencyRoute>('/admin/:issuer/agencies/:agencyId/approvals', admin, async (request, reply) => {
    const { issuer, command } = await by(request);
    const agencyId = pathId(request.params.agencyId, 'agency');
    const typed = textFields(request.body);
    const read = readApproval(typed);
    if (!read.ok) return showOne(request, reply, 422, { typed, errors: read.errors });
    await db.transaction().execute((trx) => addApproval(trx, { ...command, agencyId, approval: read.value }));
    return reply.redirect(`/admin/${issuer.slug}/agencies/${agencyId}#register`, 303);
  });

  app.post<AgencyRoute>(
    '/admin/:issuer/agencies/:agencyId/approvals/:approvalId/remove',
    admin,
    async (request, reply) => {
      const { issuer, command } = await by(request);
      const agencyId = pathId(request.params.agencyId, 'agency');
      const approvalId = pathId(request.params.approvalId, 'approval');
      await db.transaction().execute((trx) => removeApproval(trx, { ...command, agencyId, approvalId }));
      return reply.redirect(`/admin/${issuer.slug}/agencies/${agencyId}#register`, 303);
    },
  );

  app.post<AgencyRoute>('/admin/:issuer/agencies/:agencyId/batches', admin, async (request, reply) => {
    const { issuer, command } = await by(request);
    const agencyId = pathId(request.params.agencyId, 'agency');
    const result = await db.transaction().execute((trx) => makeBatch(trx, { ...command, agencyId }));
    if (!result.ok) throw new ConflictError('No claim waits for this agency any more. Another batch may hold them.');
    return reply.redirect(`/admin/${issuer.slug}/batches/${result.id}`, 303);
  });

  const getBatch = async (request: FastifyRequest<BatchRoute>) => {
    const { issuer, command } = await by(request);
    const [batch] = await listBatches(db, issuer.id, { id: pathId(request.params.batchId, 'batch') });
    if (!batch) throw new NotFoundError('batch');
    return { issuer, batch, command: { issuer, batchId: batch.id, actorId: command.actorId, now: command.now } };
  };
  const showBatch = async (
    request: FastifyRequest<BatchRoute>,
    reply: FastifyReply,
    status: number,
    more: { notice?: string; errors?: FormErrors; problems?: readonly CellProblem[] } = {},
  ) => {
    const { issuer, batch } = await getBatch(request);
    const lines = await listLines(db, batch.id);
    const taken = textFields(request.query).taken;
    const notice = taken !== undefined && /^\d{1,4}-\d{1,4}-\d{1,4}$/.test(taken) ? takenText(taken) : undefined;
    const blank = countBlank(lines, secret);
    const props = { context: pageContext(request, deps), issuer, batch, lines, blank, notice, ...more };
    return sendPage(reply, status, <BatchPage {...props} />);
  };
  const back = (request: FastifyRequest<BatchRoute>, reply: FastifyReply, query = '') =>
    reply.redirect(`/admin/${request.params.issuer}/batches/${request.params.batchId}${query}`, 303);

  app.get<BatchRoute>('/admin/:issuer/batches/:batchId', admin, (request, reply) => showBatch(request, reply, 200));

  for (const ending of ['csv', 'xlsx'] as const) {
    app.get<BatchRoute>(
      `/admin/:issuer/batches/:batchId/claims.${ending}`,
      { config: { ...admin.config, rateLimit }, compress: false },
      async (request, reply) => {
        const { issuer, batch, command } = await getBatch(request);
        const content = await batchFile(await listLines(db, batch.id), { ending, secret, baseUrl });
        await db.transaction().execute((trx) =>
          audit(trx, {
            ...{ issuerId: issuer.id, actorId: command.actorId, action: 'agency-batch.exported' },
            subject: { type: 'agency-batch', id: batch.id },
            ...{ details: { ending, rows: batch.lines }, afterSha256: sha256(content) },
          }),
        );
        return reply
          .type(contentTypes[ending])
          .header('cache-control', 'private, no-store')
          .header('content-disposition', `attachment; filename="batch-${batch.number}.${ending}"`)
          .send(content);
      },
    );
  }

  app.post<BatchRoute>('/admin/:issuer/batches/:batchId/send', admin, async (request, reply) => {
    const { command } = await getBatch(request);
    const result = await db.transaction().execute((trx) => sendBatch(trx, command));
    if (result.ok) return back(request, reply);
    const message =
      result.reason === 'not-from-here'
        ? 'This batch was sent or taken apart already.'
        : `${result.left === 1 ? 'One claim' : `${result.left} claims`} can’t be sent any more and ${result.left === 1 ? 'was' : 'were'} taken out. Download the file again, then say that it is sent.`;
    return showBatch(request, reply, 409, { errors: [{ field: 'lines', message }] });
  });

  app.post<BatchRoute>('/admin/:issuer/batches/:batchId/end', admin, async (request, reply) => {
    const { command } = await getBatch(request);
    const result = await db.transaction().execute((trx) => endBatch(trx, command));
    if (result.ok) return back(request, reply);
    const message = 'This batch was sent or taken apart already.';
    return showBatch(request, reply, 409, { errors: [{ field: 'lines', message }] });
  });

  app.post<BatchRoute>(
    '/admin/:issuer/batches/:batchId/answers',
    { config: { ...admin.config, rateLimit } },
    async (request, reply) => {
      const { batch, command } = await getBatch(request);
      const table = await receiveTable(request, { storage, sheet: batchSheet, heads: Object.values(answerColumns) });
      if ('message' in table)
        return showBatch(request, reply, 422, { errors: [{ field: 'table', message: table.message }] });
      const known = new Set((await listLines(db, batch.id)).map(({ line }) => line));
      const read = readAgencyAnswers(table.rows, { formulas: table.formulas, known });
      if (!read.ok) return showBatch(request, reply, 422, { problems: read.problems });
      const full = { ...command, answers: read.answers, sha256: table.sha256, baseUrl };
      const result = await db.transaction().execute((trx) => importAnswers(trx, full));
      if (result.ok) return back(request, reply, `?taken=${result.accepted}-${result.refused}-${result.unchanged}`);
      if (result.reason === 'problems') return showBatch(request, reply, 409, { problems: result.problems });
      const message = 'This batch is not sent yet. Say first that it is.';
      return showBatch(request, reply, 409, { errors: [{ field: 'lines', message }] });
    },
  );

  app.post<{ Params: { claimId: string } }>(
    '/credit/claims/:claimId/hand-over',
    { config: { policy: 'signed-in' } },
    async (request, reply) => {
      const claimId = pathId(request.params.claimId, 'claim');
      const command = { personId: requireViewer(request).person.id, claimId, now: now(), secret };
      const result = await db.transaction().execute((trx) => handOver(trx, command));
      if (!result.ok) throw new ConflictError(settleRefusals[result.reason]);
      return reply.redirect(`/credit/claims/${claimId}`, 303);
    },
  );
}

/** None, one, or a list. */
function postedRules(body: unknown): unknown {
  return z.looseObject({ rule: z.unknown() }).safeParse(body).data?.rule;
}

function takenText(taken: string): string {
  const [accepted, refused, unchanged] = taken.split('-');
  return `Taken: ${accepted ?? '0'} accepted, ${refused ?? '0'} refused; ${unchanged ?? '0'} stood here already. The earners have mail.`;
}
