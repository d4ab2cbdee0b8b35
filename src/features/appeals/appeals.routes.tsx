import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, ForbiddenError, NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { readDecision } from '../judging/read-decision.ts';
import { leadOf } from '#domain/access/lead.ts';
import { toldReason } from '#domain/assessment/obstacles.ts';
import { seesNames } from '../blind/blindness.queries.ts';
import { obstaclesOfMany } from '../queue/eligibility.queries.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { findPlacedArtifacts } from '../work/placed-artifacts.ts';
import { workPaths } from '../work/work-paths.ts';
import { findSealedAttempt } from '../work/work.queries.ts';
import { readAppeal } from './appeal.form.ts';
import { AppealPage, type AppealPageProps, appealErrors } from './appeal.page.tsx';
import {
  findLeadAppeal,
  listAssessorsOf,
  listDecidedLookFors,
  listEndedAppeals,
  listOpenAppeals,
} from './appeals.queries.ts';
import { giveAppeal, giveRefusals } from './give-appeal.ts';
import { LeadAppealPage, type LeadAppealPageProps, candidateObstacles } from './lead-appeal.page.tsx';
import { LeadAppealsPage } from './lead-appeals.page.tsx';
import { appealRefusals, raiseAppeal } from './raise-appeal.ts';
import { takeAppeal, takeRefusals } from './take-appeal.ts';
import { withdrawAppeal } from './withdraw-appeal.ts';

const AttemptNumber = z.coerce.number().int().min(1).max(10_000);
const mailRate = personLimit({ max: 60, timeWindow: 60 * 60_000 });

const notices: Record<string, string> = {
  raised: 'Your appeal is on its way. You will have mail when it is answered.',
  withdrawn: 'Your appeal is withdrawn. You can hand in again when you are ready.',
  given: 'It is given. They have mail, and find it on their desk.',
};

/** What is wrong with the form itself; anything else is that things have moved on. */
const ofTheForm = new Set(['no-look-fors', 'foreign-look-for', 'reason-missing', 'reason-too-long']);

type Route = { Params: { enrolmentId: string; number: string; attemptId: string } };

/** Appeals: the earner’s page of one, and the lead assessors’ lists. Answering one is done on the scoring page. */
export function appealRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const signedIn = { config: { policy: 'signed-in' } } as const;
  const lead = { config: { policy: 'lead' } } as const;
  const path = '/work/:enrolmentId/attempts/:number/appeal';

  const ownAttempt = async (request: FastifyRequest) => {
    const parsed = AttemptNumber.safeParse((request.params as Route['Params']).number);
    const { personId, enrolmentId } = await getOwnWork(db, request);
    if (!parsed.success) throw new NotFoundError('attempt');
    const number = parsed.data;
    await readDecision(db, { personId, enrolmentId, number, now: now() });
    const { workspace } = await getOwnWork(db, request);
    const attempt = workspace.attempts.find((one) => one.number === number);
    if (!attempt) throw new NotFoundError('attempt');
    return { workspace, attempt, personId, enrolmentId, number };
  };

  const showOwn = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Pick<AppealPageProps, 'typed' | 'errors'> = {},
  ) => {
    const { workspace, attempt, ...own } = await ownAttempt(request);
    const found = await findSealedAttempt(db, own);
    const artifacts = await findPlacedArtifacts(db, workspace);
    for (const artifact of found?.sealed.artifacts ?? []) artifacts.set(artifact.id, artifact);
    const decided = await listDecidedLookFors(db, attempt.id);
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), workspace, attempt, decided, artifacts, notice, ...more };
    return sendPage(reply, status, <AppealPage {...props} />);
  };

  app.get<Route>(path, signedIn, (request, reply) => showOwn(request, reply, 200));

  app.post<Route>(path, signedIn, async (request, reply) => {
    const { personId, enrolmentId, number } = await ownAttempt(request);
    const typed = readAppeal(textFields(request.body));
    const command = { personId, enrolmentId, number, ...typed, now: now() };
    const result = await db.transaction().execute((trx) => raiseAppeal(trx, command));
    const url = workPaths(enrolmentId).appeal(number);
    if (result.ok) return reply.redirect(`${url}?done=raised`, 303);
    const moved = result.reasons.find((reason) => !ofTheForm.has(reason));
    if (moved) throw new ConflictError(appealRefusals[moved]);
    return showOwn(request, reply, 422, { typed, errors: appealErrors(result.reasons) });
  });

  app.post<Route>(`${path}/withdraw`, signedIn, async (request, reply) => {
    const { personId, enrolmentId, number } = await ownAttempt(request);
    const command = { personId, enrolmentId, number, now: now() };
    const result = await db.transaction().execute((trx) => withdrawAppeal(trx, command));
    if (!result.ok) throw new ConflictError('This appeal was answered or withdrawn meanwhile. Open its page again.');
    return reply.redirect(`${workPaths(enrolmentId).appeal(number)}?done=withdrawn`, 303);
  });

  app.get('/lead/appeals', lead, async (request, reply) => {
    const leader = leadOf(requireViewer(request));
    const [open, ended] = await Promise.all([listOpenAppeals(db, leader), listEndedAppeals(db, leader)]);
    const props = { context: pageContext(request, deps), open, ended };
    return sendPage(reply, 200, <LeadAppealsPage {...props} />);
  });

  const showLead = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    more: Pick<LeadAppealPageProps, 'errors'> = {},
  ) => {
    const attemptId = pathId((request.params as Route['Params']).attemptId, 'appeal');
    const leader = leadOf(requireViewer(request));
    const appeal = await findLeadAppeal(db, leader, attemptId);
    if (!appeal) throw new NotFoundError('appeal');
    const sees = await seesNames(db, { attemptId, personId: leader.id });
    const decided = await listDecidedLookFors(db, attemptId);
    const assessors = appeal.state === 'open' ? await listAssessorsOf(db, appeal.issuerId) : [];
    const assessorIds = assessors.map(({ id }) => id);
    const obstacles = await obstaclesOfMany(db, { assessorIds, attemptId, now: now() });
    const candidates = assessors.map((assessor) => {
      const obstacle = obstacles.get(assessor.id)?.[0];
      return { ...assessor, obstacle: obstacle && toldReason(obstacle.reason, sees) };
    });
    const notice = noticeFor(notices, textFields(request.query).done);
    const props = { context: pageContext(request, deps), appeal, decided, candidates, notice, ...more };
    return sendPage(reply, status, <LeadAppealPage {...props} />);
  };

  app.get<Route>('/lead/appeals/:attemptId', lead, (request, reply) => showLead(request, reply, 200));

  app.post<Route>(
    '/lead/appeals/:attemptId/give',
    { config: { policy: 'lead', rateLimit: mailRate } },
    async (request, reply) => {
      const attemptId = pathId(request.params.attemptId, 'appeal');
      const to = z.uuid().safeParse(textFields(request.body).to);
      const refuse = (message: string) => showLead(request, reply, 422, { errors: [{ field: 'to', message }] });
      if (!to.success) return refuse('Choose to whom you give it');
      const command = { lead: leadOf(requireViewer(request)), attemptId, to: to.data, now: now(), baseUrl };
      const result = await db.transaction().execute((trx) => giveAppeal(trx, command));
      if (result.ok) return reply.redirect(`/lead/appeals/${attemptId}?done=given`, 303);
      if (result.reason === 'obstacle') return refuse(`Choose somebody else: ${candidateObstacles[result.obstacle]}`);
      if (result.reason === 'ended') throw new ConflictError(giveRefusals.ended);
      return refuse(giveRefusals[result.reason]);
    },
  );

  app.post<Route>('/lead/appeals/:attemptId/take', lead, async (request, reply) => {
    const viewer = requireViewer(request);
    const leader = leadOf(viewer);
    const attemptId = pathId(request.params.attemptId, 'appeal');
    if (!(await findLeadAppeal(db, leader, attemptId))) throw new NotFoundError('appeal');
    const assessor = { ...assessorOf(viewer), leadIssuerIds: leader.issuerIds };
    const taken = await db.transaction().execute((trx) => takeAppeal(trx, { assessor, attemptId, now: now() }));
    if (!taken) throw new ConflictError(giveRefusals.ended);
    if (taken.ok) return reply.redirect(`/desk/assessments/${taken.assessmentId}`, 303);
    if (taken.reason === 'obstacle') throw new ForbiddenError(taken.obstacle.message);
    throw new ConflictError(takeRefusals[taken.reason]);
  });
}
