import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { pathId } from '#platform/uuid.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { leadOf } from '#domain/access/lead.ts';
import { getOwnWork } from '../work/get-own-work.ts';
import { workPaths } from '../work/work-paths.ts';
import { answerConcern, answerRefusals } from './answer-concern.ts';
import { askEarner, concernRefusals } from './ask-earner.ts';
import { readFound } from './concern-evidence.ts';
import { readEnding, readKind, readQuestion, readRaising, readResponse } from './concern.form.ts';
import { ConcernPage, type ConcernPageProps } from './concern.page.tsx';
import { listOwnConcerns, listRaised } from './concerns.queries.ts';
import { ConcernsPage } from './concerns.page.tsx';
import { blindnessFor, sayWithin } from '../blind/blindness.queries.ts';
import { findConcern, listConcerns, listEvents } from './led-concerns.queries.ts';
import { OwnConcernPage } from './own-concern.page.tsx';
import { findOwnSide, findSharedOf } from './passages.queries.ts';
import { RaisePage } from './raise.page.tsx';
import { findRaisable } from './raisable.queries.ts';
import { raiseConcern } from './raise-concern.ts';
import { RaisedPage } from './raised.page.tsx';
import { resolveConcern } from './resolve-concern.ts';

type Params = { Params: { attemptId: string; concernId: string } };

/** Per person: each mails people at once. */
const raiseRate = personLimit({ max: 30, timeWindow: 10 * 60_000 });

const returnRefusals = {
  'decided-already': 'This attempt can’t be sent back any more: its decision is out, or it was taken back.',
};

type Returned = Pick<ConcernPageProps, 'typed' | 'errors'>;

/** What is wrong with an attempt beside its look-fors: raising it, settling it, and hearing the earner. */
export function concernRoutes(app: FastifyInstance, deps: Deps): void {
  raisingRoutes(app, deps);
  settlingRoutes(app, deps);
  ownConcernRoutes(app, deps);
}

/** The assessor’s part. */
function raisingRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'assessor' } as const;

  const getRaisable = async (request: FastifyRequest<Params>) => {
    const raiser = assessorOf(requireViewer(request));
    const attempt = await findRaisable(db, raiser, pathId(request.params.attemptId, 'attempt'));
    if (!attempt) throw new NotFoundError('attempt');
    return { raiser, attempt };
  };

  app.get<Params>('/desk/attempts/:attemptId/concerns', { config }, async (request, reply) => {
    const { attempt } = await getRaisable(request);
    return sendPage(reply, 200, <RaisePage context={pageContext(request, deps)} attempt={attempt} />);
  });

  const raising = { config: { ...config, rateLimit: raiseRate } };
  app.post<Params>('/desk/attempts/:attemptId/concerns', raising, async (request, reply) => {
    const { raiser, attempt } = await getRaisable(request);
    const typed = textFields(request.body);
    const read = readRaising(typed);
    if (!read.ok) {
      const page = { context: pageContext(request, deps), attempt, typed, errors: read.errors };
      return sendPage(reply, 422, <RaisePage {...page} />);
    }
    const command = { raiser, attemptId: attempt.attemptId, ...read.form, now: now(), baseUrl };
    await db.transaction().execute((trx) => raiseConcern(trx, command));
    return reply.redirect('/desk/concerns?raised=1', 303);
  });

  app.get('/desk/concerns', { config }, async (request, reply) => {
    const concerns = await listRaised(db, assessorOf(requireViewer(request)));
    const isNew = textFields(request.query).raised === '1';
    return sendPage(reply, 200, <RaisedPage context={pageContext(request, deps)} concerns={concerns} isNew={isNew} />);
  });
}

/** The lead assessor’s part. */
function settlingRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'lead' } as const;

  app.get('/lead/concerns', { config }, async (request, reply) => {
    const query = textFields(request.query);
    const after = z.uuid().safeParse(query.after);
    const state = z.enum(['open', 'settled']).safeParse(query.state);
    const filter = { kind: readKind(query.kind), state: state.data };
    const page = await listConcerns(db, leadOf(requireViewer(request)), { ...filter, after: after.data });
    return sendPage(reply, 200, <ConcernsPage context={pageContext(request, deps)} {...page} filter={filter} />);
  });

  const show = async (
    request: FastifyRequest<Params>,
    reply: FastifyReply,
    status: number,
    returned: Returned = {},
  ) => {
    const concernId = pathId(request.params.concernId, 'concern');
    const lead = leadOf(requireViewer(request));
    const whole = await findConcern(db, lead, concernId);
    if (!whole) throw new NotFoundError('concern');
    const blind = await blindnessFor(db, lead, whole.attemptId, 'lead');
    const concern = blind ? sayWithin(whole, blind.say) : whole;
    const found = readFound(concern.evidence);
    const shared = found && (await findSharedOf(db, concern.attemptId, found, lead));
    const events = await listEvents(db, concernId);
    const page = { context: pageContext(request, deps), concern, shared, events, ...returned };
    return sendPage(reply, status, <ConcernPage {...page} />);
  };

  app.get<Params>('/lead/concerns/:concernId', { config }, (request, reply) => show(request, reply, 200));

  app.post<Params>('/lead/concerns/:concernId/ask', { config }, async (request, reply) => {
    const lead = leadOf(requireViewer(request));
    const concernId = pathId(request.params.concernId, 'concern');
    const typed = textFields(request.body);
    const read = readQuestion(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const command = { lead, concernId, question: read.question, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => askEarner(trx, command));
    if (result.ok) return reply.redirect(`/lead/concerns/${concernId}`, 303);
    const errors = [{ field: 'question', message: concernRefusals[result.reason] }];
    return show(request, reply, 409, { typed, errors });
  });

  app.post<Params>('/lead/concerns/:concernId/resolve', { config }, async (request, reply) => {
    const lead = leadOf(requireViewer(request));
    const concernId = pathId(request.params.concernId, 'concern');
    const typed = textFields(request.body);
    const read = readEnding(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const { resolution, returns, reason } = read;
    const command = { lead, concernId, resolution, returns, reason, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => resolveConcern(trx, command));
    if (result.ok) return reply.redirect(`/lead/concerns/${concernId}`, 303);
    const hasChanged = result.reason === 'decided-already' || result.reason === 'resolved';
    const errors = [{ field: 'ending', message: { ...concernRefusals, ...returnRefusals }[result.reason] }];
    return show(request, reply, hasChanged ? 409 : 422, { typed, errors });
  });
}

/** The earner’s part. */
function ownConcernRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const config = { policy: 'signed-in' } as const;

  const show = async (
    request: FastifyRequest<Params>,
    reply: FastifyReply,
    status: number,
    returned: Returned = {},
  ) => {
    const { workspace, enrolmentId } = await getOwnWork(db, request);
    const concernId = pathId(request.params.concernId, 'question');
    const concern = (await listOwnConcerns(db, enrolmentId)).find(({ id }) => id === concernId);
    if (!concern) throw new NotFoundError('question');
    const found = readFound(concern.evidence);
    const side = found ? await findOwnSide(db, concern.attemptId, found) : { texts: [], files: [] };
    const page = { context: pageContext(request, deps), workspace, concern, side, ...returned };
    return sendPage(reply, status, <OwnConcernPage {...page} />);
  };

  app.get<Params>('/work/:enrolmentId/concerns/:concernId', { config }, (request, reply) => show(request, reply, 200));

  app.post<Params>('/work/:enrolmentId/concerns/:concernId', { config }, async (request, reply) => {
    const { personId, enrolmentId } = await getOwnWork(db, request);
    const concernId = pathId(request.params.concernId, 'question');
    const typed = textFields(request.body);
    const read = readResponse(typed);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    const command = { personId, enrolmentId, concernId, response: read.response, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => answerConcern(trx, command));
    if (result.ok) return reply.redirect(`${workPaths(enrolmentId).home}/concerns/${concernId}`, 303);
    const errors = [{ field: 'response', message: answerRefusals[result.reason] }];
    return show(request, reply, 409, { typed, errors });
  });
}
