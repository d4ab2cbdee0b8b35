import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { ConflictError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { leadOf } from '#domain/access/lead.ts';
import { getOwnWork, getRequirement } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { readAnswer, readRequest } from './agreement.form.ts';
import { AgreementPage, type AgreementPageProps } from './agreement.page.tsx';
import { listLeadAgreements } from './agreements.queries.ts';
import { answerAgreement, answerRefusals } from './answer-agreement.ts';
import { agreementRefusals, askAgreement, withdrawAgreement } from './ask-agreement.ts';
import { LeadAgreementsPage, type LeadAgreementsPageProps } from './lead-agreements.page.tsx';

const askRate = personLimit({ max: 60, timeWindow: 60 * 60_000 });

const notices: Record<string, string> = {
  asked: 'You have asked. You will have mail when a lead assessor answers.',
  withdrawn: 'Taken back.',
  answered: 'The earner has mail that you have answered.',
};

type Route = { Params: { key: string; agreementId: string } };

/** Other evidence, where practice can’t be repeated: the earner asks on a requirement’s page, a lead assessor answers. */
export function agreementRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const path = '/work/:enrolmentId/requirements/:key/agreement';

  const showOwn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Partial<AgreementPageProps> = {},
  ) => {
    const { workspace } = await getOwnWork(db, request);
    const requirement = getRequirement(workspace, (request.params as Route['Params']).key);
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), workspace, requirement, notice, ...more };
    return sendPage(reply, status, <AgreementPage {...props} />);
  };

  const ownCommand = async (request: FastifyRequest) => {
    const { workspace, personId, enrolmentId } = await getOwnWork(db, request);
    const { id: requirementKey } = getRequirement(workspace, (request.params as Route['Params']).key);
    return { personId, enrolmentId, requirementKey, now: now() };
  };

  app.get<Route>(path, { config: { policy: 'signed-in' } }, (request, reply) => showOwn(request, reply, 200));

  app.post<Route>(path, { config: { policy: 'signed-in', rateLimit: askRate } }, async (request, reply) => {
    const command = await ownCommand(request);
    const typed = textFields(request.body);
    const read = readRequest(typed);
    if (!read.ok) return showOwn(request, reply, 422, { typed, errors: read.errors });
    const result = await db.transaction().execute((trx) => askAgreement(trx, { ...command, ...read.value }));
    if (!result.ok) throw new ConflictError(agreementRefusals[result.reason]);
    return reply.redirect(`${workPaths(command.enrolmentId).agreement(command.requirementKey)}?done=asked`, 303);
  });

  app.post<Route>(`${path}/withdraw`, { config: { policy: 'signed-in' } }, async (request, reply) => {
    const command = await ownCommand(request);
    const result = await db.transaction().execute((trx) => withdrawAgreement(trx, command));
    if (!result.ok) throw new ConflictError(agreementRefusals[result.reason]);
    return reply.redirect(`${workPaths(command.enrolmentId).agreement(command.requirementKey)}?done=withdrawn`, 303);
  });

  const showLead = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    returned?: LeadAgreementsPageProps['returned'],
  ) => {
    const agreements = await listLeadAgreements(db, leadOf(requireViewer(request)));
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), agreements, notice, ...(returned && { returned }) };
    return sendPage(reply, status, <LeadAgreementsPage {...props} />);
  };

  app.get('/lead/agreements', { config: { policy: 'lead' } }, (request, reply) => showLead(request, reply, 200));

  app.post<Route>('/lead/agreements/:agreementId', { config: { policy: 'lead' } }, async (request, reply) => {
    const lead = leadOf(requireViewer(request));
    const agreementId = pathId(request.params.agreementId, 'request');
    const typed = textFields(request.body);
    const read = readAnswer(typed);
    const isOpen = (await listLeadAgreements(db, lead)).some(
      ({ id, state }) => id === agreementId && state === 'asked',
    );
    if (!read.ok && isOpen) return showLead(request, reply, 422, { id: agreementId, typed, errors: read.errors });
    const value = read.ok ? read.value : { agrees: false, answer: '' };
    const command = { lead, agreementId, ...value, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => answerAgreement(trx, command));
    if (!result.ok) throw new ConflictError(answerRefusals[result.reason]);
    return reply.redirect('/lead/agreements?done=answered', 303);
  });
}
