import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { momentOf } from '#domain/assessment/local-day.ts';
import { cleanText } from '#domain/text/clean-text.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { noticeFor, pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { leadOf } from '#domain/access/lead.ts';
import { clockOf } from '../queue/clock.ts';
import { listOffered } from './anchors.queries.ts';
import { Line, readForm } from './calibration.form.ts';
import { makeMeeting, recordMeeting, recordRefusals } from './hold-meeting.ts';
import { MeetingPage, type MeetingPageProps } from './meeting.page.tsx';
import { NewMeetingPage, type NewMeetingPageProps, NormingPage } from './norming.page.tsx';
import { findMeeting, listDisputed, listMeetings } from './norming.queries.ts';
import { listAssessors } from './qualifications.queries.ts';

const config = { config: { policy: 'lead' } } as const;

const MeetingForm = z.object({
  microCredentialId: z.uuid('Choose the micro-credential'),
  title: Line('Give the meeting a name'),
  day: z.iso.date('Choose the day'),
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, 'Enter the time, such as 15:30'),
  place: z
    .string()
    .default('')
    .transform((text) => cleanText(text).trim())
    .pipe(z.string().max(500, 'At most 500 characters')),
});
const RecordText = z.string().default('').transform(cleanText);
const Value = z.enum(['yes', 'almost', 'no']).nullable().catch(null);

const notices: Record<string, string> = {
  called: 'The meeting is called. Assessors see its agenda under “Calibration” at their desk.',
  saved: 'The record is saved.',
  closed: 'The meeting is closed. Assessors can read its record.',
};

/** Norming meetings: called, recorded, closed. */
export function normingRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const viewerOf = (request: FastifyRequest) => leadOf(requireViewer(request));

  app.get('/lead/norming', config, async (request, reply) => {
    const meetings = await listMeetings(db, viewerOf(request).issuerIds);
    return sendPage(reply, 200, <NormingPage context={pageContext(request, deps)} meetings={meetings} />);
  });

  const sendNew = async (
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    asked: string | undefined,
    form: Pick<NewMeetingPageProps, 'typed' | 'chosen' | 'errors'> = {},
  ) => {
    const viewer = viewerOf(request);
    const offered = await listOffered(db, viewer);
    const only = offered.find(({ id }) => id === asked)?.id;
    const disputed = only === undefined ? [] : await listDisputed(db, viewer.issuerIds, only, now());
    const { timeZone } = await clockOf(db, viewer.issuerIds[0] ?? '');
    const page = { context: pageContext(request, deps), offered, only, disputed, timeZone, ...form };
    return sendPage(reply, status, <NewMeetingPage {...page} />);
  };
  app.get('/lead/norming/new', config, (request, reply) =>
    sendNew(request, reply, 200, textFields(request.query)['micro-credential']),
  );

  app.post('/lead/norming', config, async (request, reply) => {
    const viewer = viewerOf(request);
    const typed = textFields(request.body);
    const form = readForm(MeetingForm, request.body);
    const chosen = readList(request.body, 'item');
    const microCredentialId = form.ok ? form.values.microCredentialId : (typed.microCredentialId ?? '');
    const known = z.uuid().safeParse(microCredentialId).success
      ? await listDisputed(db, viewer.issuerIds, microCredentialId, now())
      : [];
    const items = known.filter(({ attemptId, lookFor }) => chosen.includes(`${attemptId}/${lookFor}`));
    const missing = items.length === 0 ? [{ field: 'item', message: 'Choose what to speak of' }] : [];
    if (!form.ok || missing.length > 0) {
      const errors = [...missing, ...(form.ok ? [] : form.errors)];
      return sendNew(request, reply, 422, microCredentialId, { typed, chosen, errors });
    }
    const { title, day, time, place } = form.values;
    const offered = (await listOffered(db, viewer)).find(({ id }) => id === microCredentialId);
    if (!offered) throw new NotFoundError('micro-credential');
    const { timeZone } = await clockOf(db, offered.issuerId);
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    const startsAt = momentOf(timeZone, day, (hours * 60 + minutes) * 60_000);
    const command = { lead: viewer, microCredentialId, title, startsAt, place, items, now: now() };
    const id = await db.transaction().execute((trx) => makeMeeting(trx, command));
    return reply.redirect(`/lead/norming/${id}?done=called`, 303);
  });

  type Route = { Params: { meetingId: string } };
  const sendMeeting = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    form: Pick<MeetingPageProps, 'typed' | 'chosen' | 'isStale' | 'errors'> = {},
  ) => {
    const meeting = await findMeeting(db, viewerOf(request).issuerIds, pathId(request.params.meetingId, 'meeting'));
    if (!meeting) throw new NotFoundError('meeting');
    const people = await listAssessors(db, [meeting.issuerId]);
    const notice = noticeFor(notices, textFields(request.query).done);
    const page = { context: pageContext(request, deps), meeting, people, notice, ...form };
    return sendPage(reply, status, <MeetingPage {...page} />);
  };
  app.get<Route>('/lead/norming/:meetingId', config, (request, reply) => sendMeeting(request, reply, 200));

  app.post<Route>('/lead/norming/:meetingId/record', config, async (request, reply) => {
    const viewer = viewerOf(request);
    const meetingId = pathId(request.params.meetingId, 'meeting');
    const meeting = await findMeeting(db, viewer.issuerIds, meetingId);
    if (!meeting) throw new NotFoundError('meeting');
    const typed = textFields(request.body);
    const present = readList(request.body, 'person').filter((id) => z.uuid().safeParse(id).success);
    const items = meeting.items.map(({ position }) => ({
      position,
      agreedValue: Value.parse(typed[`agreed.${position}`] ?? null),
      conclusion: RecordText.parse(typed[`conclusion.${position}`]).trim(),
    }));
    const record = RecordText.parse(typed.record);
    const errors = [
      ...items.flatMap(({ position, conclusion }) =>
        conclusion.length > 5000
          ? [{ field: `conclusion.${position}`, message: 'At most 5,000 characters for a conclusion' }]
          : [],
      ),
      ...(record.length > 20_000 ? [{ field: 'record', message: 'At most 20,000 characters for the record' }] : []),
    ];
    if (errors.length > 0) return sendMeeting(request, reply, 422, { typed, chosen: present, errors });
    const close = typed.intent === 'close';
    const revision = typed.revision ?? '';
    const command = { lead: viewer, meetingId, revision, record: { items, present, record }, close, now: now() };
    const saved = await db.transaction().execute((trx) => recordMeeting(trx, command));
    if (saved.ok) return reply.redirect(`/lead/norming/${meetingId}?done=${close ? 'closed' : 'saved'}`, 303);
    const returned = { typed, chosen: present };
    if (saved.reason === 'changed') return sendMeeting(request, reply, 422, { ...returned, isStale: true });
    const message = recordRefusals[saved.reason];
    if (saved.reason === 'closed')
      return sendMeeting(request, reply, 409, { ...returned, errors: [{ field: 'agenda-title', message }] });
    const open = items.find(({ conclusion }) => conclusion === '')?.position ?? 0;
    return sendMeeting(request, reply, 422, { ...returned, errors: [{ field: `conclusion.${open}`, message }] });
  });
}

/** What was posted under one name, once or several times. */
function readList(body: unknown, name: string): string[] {
  const posted = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return [posted]
    .flat()
    .filter((one): one is string => typeof one === 'string')
    .slice(0, 500);
}
