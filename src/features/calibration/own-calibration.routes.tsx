import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { assessorOf } from '#domain/access/assessor.ts';
import { answerConsent } from './ask-consent.ts';
import { findOwnConsent } from './anchors.queries.ts';
import { calibrationSettingsOf } from './calibration-settings.ts';
import { listCertifications, rubricKey } from './certification.queries.ts';
import { ConsentPage } from './consent.page.tsx';
import { OwnMeetingPage } from './meeting.page.tsx';
import { findMeeting, listMeetings } from './norming.queries.ts';
import { type OwnGuide, OwnCalibrationPage } from './own-calibration.page.tsx';
import { QualificationPage } from './qualification.page.tsx';
import { type OwnQualification, listCompared, listQualifications, listSets } from './qualifications.queries.ts';
import { listRubrics } from './rubrics.queries.ts';
import { coolOffHours, startQualification, startRefusals } from './start-qualification.ts';

const config = { config: { policy: 'assessor' } } as const;
const Answer = z.enum(['yes', 'no', 'withdraw']);

/** What assessors see of their own calibration, and what earners answer. */
export function ownCalibrationRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;

  const send = async (request: FastifyRequest, reply: FastifyReply, status: number, refusal?: string) => {
    const assessor = assessorOf(requireViewer(request));
    const { id: personId, issuerIds } = assessor;
    const [sets, certifications, qualifications, seeded, meetings, rubrics] = await Promise.all([
      listSets(db, { issuerIds, offered: true }),
      listCertifications(db, { personIds: [personId], now: now() }),
      listQualifications(db, { personId }),
      listCompared(db, { personId, now: now() }),
      listMeetings(db, issuerIds),
      listRubrics(db, issuerIds),
    ]);
    const own = certifications.filter(({ issuerId }) => issuerIds.includes(issuerId));
    const keys = [...new Set([...sets, ...own].map(rubricKey))];
    const titles = new Map(rubrics.map(({ value, label }) => [value, label]));
    const guides: OwnGuide[] = keys.map((key) => ({
      key,
      title: titles.get(key) ?? 'An earlier scoring guide',
      certification: own.find((one) => rubricKey(one) === key),
      sets: sets.filter((one) => rubricKey(one) === key),
      waitsUntil: againFrom(qualifications, key),
    }));
    const page = { context: pageContext(request, deps), guides, qualifications, seeded, meetings };
    return sendPage(reply, status, <OwnCalibrationPage {...page} {...(refusal === undefined ? {} : { refusal })} />);
  };

  app.get('/desk/calibration', config, (request, reply) => send(request, reply, 200));

  app.post<{ Params: { setId: string } }>('/desk/calibration/sets/:setId/start', config, async (request, reply) => {
    const setId = pathId(request.params.setId, 'qualification set');
    const command = { assessor: assessorOf(requireViewer(request)), setId, now: now() };
    const started = await db.transaction().execute((trx) => startQualification(trx, command));
    if (started.ok) return reply.redirect(`/desk/calibration/qualifications/${started.id}`, 303);
    return send(request, reply, 409, startRefusals[started.reason]);
  });

  app.get<{ Params: { qualificationId: string } }>(
    '/desk/calibration/qualifications/:qualificationId',
    config,
    async (request, reply) => {
      const id = pathId(request.params.qualificationId, 'qualification');
      const { id: personId, issuerIds } = assessorOf(requireViewer(request));
      const all = await listQualifications(db, { personId });
      const qualification = all.find((one) => one.id === id && issuerIds.includes(one.issuerId));
      if (!qualification) throw new NotFoundError('qualification');
      const isFinished = qualification.finishedAt !== null;
      const compared = isFinished ? await listCompared(db, { personId, qualificationId: id, now: now() }) : [];
      const { bar } = await calibrationSettingsOf(db, qualification.issuerId);
      const again = againFrom(all, rubricKey(qualification));
      const page = { context: pageContext(request, deps), qualification, compared, bar, again };
      return sendPage(reply, 200, <QualificationPage {...page} />);
    },
  );

  app.get<{ Params: { meetingId: string } }>(
    '/desk/calibration/meetings/:meetingId',
    config,
    async (request, reply) => {
      const { issuerIds } = assessorOf(requireViewer(request));
      const meeting = await findMeeting(db, issuerIds, pathId(request.params.meetingId, 'meeting'));
      if (!meeting) throw new NotFoundError('meeting');
      return sendPage(reply, 200, <OwnMeetingPage context={pageContext(request, deps)} meeting={meeting} />);
    },
  );

  consentRoutes(app, deps);
}

/** The earner’s side: whether an attempt of theirs may become an anchor. */
function consentRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  type Route = { Params: { attemptId: string } };
  const signedIn = { config: { policy: 'signed-in' } } as const;
  const send = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number) => {
    const attemptId = pathId(request.params.attemptId, 'question');
    const consent = await findOwnConsent(db, requireViewer(request).person.id, attemptId);
    if (!consent) throw new NotFoundError('question');
    const justAnswered = textFields(request.query).answered === '1';
    const page = { context: pageContext(request, deps), attemptId, consent, justAnswered };
    return sendPage(reply, status, <ConsentPage {...page} />);
  };
  app.get<Route>('/calibration/consents/:attemptId', signedIn, (request, reply) => send(request, reply, 200));
  app.post<Route>('/calibration/consents/:attemptId', signedIn, async (request, reply) => {
    const attemptId = pathId(request.params.attemptId, 'question');
    const answer = Answer.safeParse(textFields(request.body).answer);
    if (!answer.success) return send(request, reply, 422);
    const personId = requireViewer(request).person.id;
    const command = { personId, attemptId, answer: answer.data, now: now() };
    await db.transaction().execute((trx) => answerConsent(trx, command));
    return reply.redirect(`/calibration/consents/${attemptId}?answered=1`, 303);
  });
}

/** From when a set for this scoring guide can be tried again; undefined where none was finished. */
function againFrom(all: readonly OwnQualification[], key: string): Date | undefined {
  const finished = all.flatMap((one) => (rubricKey(one) === key && one.finishedAt ? [one.finishedAt.getTime()] : []));
  return finished.length === 0 ? undefined : new Date(Math.max(...finished) + coolOffHours * 3600_000);
}
