import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { invitePerson } from '../admin/invite-person.ts';
import { leadOf } from '#domain/access/lead.ts';
import { anchorRoutes } from './anchor.routes.tsx';
import { listAnchors, listConsents } from './anchors.queries.ts';
import { NameForm, ReasonForm, SetForm, readForm } from './calibration.form.ts';
import { CalibrationPage, type CalibrationPageProps } from './calibration.page.tsx';
import { calibrationSettingsOf } from './calibration-settings.ts';
import { listCertifications } from './certification.queries.ts';
import { endCertification, nameCertified, nameRefusals } from './certify.ts';
import { FinishersPage } from './finishers.page.tsx';
import { listFinishers } from './finishers.queries.ts';
import { changeSetState, makeSet, setRefusals } from './make-set.ts';
import { listAssessors, listSetAnchors, listSets } from './qualifications.queries.ts';
import { listRubrics } from './rubrics.queries.ts';
import { NewSetPage, type NewSetPageProps, SetPage } from './sets.page.tsx';

const notices: Record<string, string> = {
  named: 'They are certified.',
  ended: 'The certification is ended.',
  asked: 'The earner is asked.',
  'asked-before': 'The earner was asked before.',
  made: 'The set is made. Offer it when somebody is certified or will soon be.',
  state: 'Changed.',
  invited: 'The invitation is on its way.',
};

const lead = { config: { policy: 'lead' } } as const;

/** Where leads keep assessors scoring alike: anchors, sets, certifications. */
export function calibrationRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const noticeOf = (request: FastifyRequest) => noticeFor(notices, textFields(request.query).done);

  const sendOverview = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    form: Pick<CalibrationPageProps, 'typed' | 'errors'> = {},
  ) => {
    const scope = leadOf(requireViewer(request));
    const { issuerIds } = scope;
    const [anchors, consents, sets, certifications, people, rubrics] = await Promise.all([
      listAnchors(db, scope),
      listConsents(db, scope),
      listSets(db, scope),
      listCertifications(db, { issuerIds, now: now() }),
      listAssessors(db, issuerIds),
      listRubrics(db, issuerIds),
    ]);
    const page = { anchors, consents, sets, certifications, people, rubrics, notice: noticeOf(request), ...form };
    return sendPage(reply, status, <CalibrationPage context={pageContext(request, deps)} {...page} />);
  };

  app.get('/lead/calibration', lead, (request, reply) => sendOverview(request, reply, 200));

  app.post('/lead/calibration/certifications', lead, async (request, reply) => {
    const form = readForm(NameForm, request.body);
    if (!form.ok) return sendOverview(request, reply, 422, form);
    const viewer = leadOf(requireViewer(request));
    const { rubric, ...who } = form.values;
    const rubrics = await listRubrics(db, viewer.issuerIds);
    const chosen = rubrics.find(({ value }) => value === rubric);
    if (!chosen) throw new NotFoundError('scoring guide');
    const { issuerId, microCredentialId, rubricSha256 } = chosen;
    const command = { lead: viewer, issuerId, microCredentialId, rubricSha256, ...who, now: now() };
    const named = await db.transaction().execute((trx) => nameCertified(trx, command));
    if (named.ok) return reply.redirect('/lead/calibration?done=named', 303);
    const errors = [{ field: 'personId', message: nameRefusals[named.reason] }];
    return sendOverview(request, reply, 422, { typed: textFields(request.body), errors });
  });

  app.post<{ Params: { certificationId: string } }>(
    '/lead/calibration/certifications/:certificationId/end',
    lead,
    async (request, reply) => {
      const id = pathId(request.params.certificationId, 'certification');
      const viewer = leadOf(requireViewer(request));
      const held = await listCertifications(db, { issuerIds: viewer.issuerIds, now: now() });
      if (!held.some((one) => one.id === id)) throw new NotFoundError('certification');
      const form = readForm(ReasonForm, request.body);
      if (!form.ok) {
        const errors = form.errors.map(({ message }) => ({ field: `reason-${id}`, message }));
        return sendOverview(request, reply, 422, { errors });
      }
      const command = { lead: viewer, id, reason: form.values.reason, now: now() };
      await db.transaction().execute((trx) => endCertification(trx, command));
      return reply.redirect('/lead/calibration?done=ended', 303);
    },
  );

  setRoutes(app, deps, noticeOf);
  finisherRoutes(app, deps, noticeOf);
  anchorRoutes(app, deps, noticeOf);
}

type NoticeOf = (request: FastifyRequest) => string | undefined;

function setRoutes(app: FastifyInstance, deps: Deps, noticeOf: NoticeOf): void {
  const { db, now } = deps;
  const sendNew = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    form: Pick<NewSetPageProps, 'typed' | 'chosen' | 'errors'> = {},
  ) => {
    const { issuerIds } = leadOf(requireViewer(request));
    const anchors = (await listAnchors(db, { issuerIds })).filter(
      ({ state, use }) => state === 'active' && use === 'qualify',
    );
    const { qualifyLookFors } = await calibrationSettingsOf(db, issuerIds[0] ?? '');
    const page = { context: pageContext(request, deps), anchors, lookForsNeeded: qualifyLookFors, ...form };
    return sendPage(reply, status, <NewSetPage {...page} />);
  };

  app.get('/lead/calibration/sets/new', lead, (request, reply) => sendNew(request, reply, 200));

  app.post('/lead/calibration/sets', lead, async (request, reply) => {
    const form = readForm(SetForm, request.body);
    const chosen = readIds((request.body as { anchors?: unknown } | null)?.anchors);
    const missing = chosen.length === 0 ? [{ field: 'anchors', message: 'Choose the anchors of the set' }] : [];
    if (!form.ok || missing.length > 0) {
      const errors = [...(form.ok ? [] : form.errors), ...missing];
      return sendNew(request, reply, 422, { typed: textFields(request.body), chosen, errors });
    }
    const viewer = leadOf(requireViewer(request));
    const command = { lead: viewer, title: form.values.title, anchorIds: chosen, now: now() };
    const made = await db.transaction().execute((trx) => makeSet(trx, command));
    if (made.ok) return reply.redirect(`/lead/calibration/sets/${made.id}?done=made`, 303);
    const errors = [{ field: 'anchors', message: setRefusals[made.reason] }];
    return sendNew(request, reply, 422, { typed: textFields(request.body), chosen, errors });
  });

  const sendSet = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    id: string,
    refusal?: string,
  ) => {
    const { issuerIds } = leadOf(requireViewer(request));
    const set = (await listSets(db, { issuerIds })).find((one) => one.id === id);
    if (!set) throw new NotFoundError('qualification set');
    const anchors = await listSetAnchors(db, id);
    const page = { context: pageContext(request, deps), set, anchors, notice: noticeOf(request) };
    return sendPage(reply, status, <SetPage {...page} {...(refusal === undefined ? {} : { refusal })} />);
  };

  type SetRoute = { Params: { setId: string } };
  app.get<SetRoute>('/lead/calibration/sets/:setId', lead, (request, reply) =>
    sendSet(request, reply, 200, pathId(request.params.setId, 'qualification set')),
  );
  app.post<SetRoute>('/lead/calibration/sets/:setId/state', lead, async (request, reply) => {
    const setId = pathId(request.params.setId, 'qualification set');
    const { to } = textFields(request.body);
    const viewer = leadOf(requireViewer(request));
    if (to !== 'on' && to !== 'off') return sendSet(request, reply, 422, setId, 'Choose what to do with the set.');
    const command = { lead: viewer, setId, isActive: to === 'on' };
    const changed = await db.transaction().execute((trx) => changeSetState(trx, command));
    if (!changed.ok) return sendSet(request, reply, 409, setId, setRefusals[changed.reason]);
    return reply.redirect(`/lead/calibration/sets/${setId}?done=state`, 303);
  });
}

function finisherRoutes(app: FastifyInstance, deps: Deps, noticeOf: NoticeOf): void {
  const { db, now, baseUrl } = deps;
  const send = async (request: FastifyRequest, reply: FastifyReply, status: number, refusal?: string) => {
    const { issuerIds } = leadOf(requireViewer(request));
    const finishers = await listFinishers(db, issuerIds, now());
    const page = { context: pageContext(request, deps), finishers, notice: noticeOf(request) };
    return sendPage(reply, status, <FinishersPage {...page} {...(refusal === undefined ? {} : { refusal })} />);
  };
  app.get('/lead/calibration/finishers', lead, (request, reply) => send(request, reply, 200));
  app.post<{ Params: { personId: string } }>(
    '/lead/calibration/finishers/:personId/invite',
    lead,
    async (request, reply) => {
      const personId = pathId(request.params.personId, 'person');
      const { issuerId } = textFields(request.body);
      const viewer = leadOf(requireViewer(request));
      const found = (await listFinishers(db, viewer.issuerIds, now())).filter((one) => one.personId === personId);
      const finisher = found.find((one) => one.issuerId === issuerId) ?? found[0];
      if (!finisher) throw new NotFoundError('person');
      const command = {
        issuer: { id: finisher.issuerId, name: finisher.issuerName },
        actor: { id: viewer.id, name: viewer.name },
        email: finisher.email,
        role: 'assessor' as const,
        now: now(),
        baseUrl,
      };
      const invited = await db.transaction().execute((trx) => invitePerson(trx, command));
      if (invited.ok) return reply.redirect('/lead/calibration/finishers?done=invited', 303);
      return send(request, reply, 409, `${finisher.name} assesses already.`);
    },
  );
}

/** Ids posted under one name, once or several times; what is none is left out. */
function readIds(posted: unknown): string[] {
  return [posted]
    .flat()
    .filter((id): id is string => typeof id === 'string' && /^[0-9a-f-]{36}$/u.test(id))
    .slice(0, 200);
}
