import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { listText, mostRows, readAttendance } from '#domain/credit/attendance.ts';
import type { Deps } from '#platform/deps.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { personLimit } from '#platform/person-limit.ts';
import { getIssuer } from '../admin/admin.queries.ts';
import { parseCsv } from '../artifacts/parse-csv.ts';
import { AttendancePage } from './attendance.page.tsx';
import { isEmail, readEntry } from './credit.form.ts';
import { receiveList } from './receive-list.ts';
import { lookAtAttendance, recordAttendance } from './record-attendance.ts';

type Route = { Params: { issuer: string } };
type More = Omit<Parameters<typeof AttendancePage>[0], 'context' | 'issuer'>;

/** Each may be a mail to five hundred people; twice as many posts as lists, since each is looked at first. */
const rateLimit = personLimit({ max: 24, timeWindow: 60 * 60_000 });
/** What goes from the preview back with the confirmation. */
const names = new Set([
  ...['source', 'title', 'provider', 'nature', 'beginsOn', 'endsOn', 'heldAt', 'place', 'hours', 'how', 'proof'],
  'list',
]);

/** Sessions that an issuer’s people enter from a list of who took part. */
export function attendanceRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, baseUrl } = deps;
  const admin = { config: { policy: 'issuer-admin' } } as const;

  const show = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const issuer = await getIssuer(db, request.params.issuer);
    return sendPage(reply, status, <AttendancePage context={pageContext(request, deps)} issuer={issuer} {...more} />);
  };

  app.get<Route>('/admin/:issuer/credit/attendance', admin, (request, reply) => show(request, reply, 200));

  const posts = { config: { ...admin.config, rateLimit } };
  app.post<Route>('/admin/:issuer/credit/attendance', posts, async (request, reply) => {
    const actorId = requireViewer(request).person.id;
    const issuer = await getIssuer(db, request.params.issuer);
    const received = request.isMultipart()
      ? await receiveList(request, deps)
      : ({ ok: true, fields: textFields(request.body), formulas: [] } as const);
    const { confirmed, ...posted } = received.fields;
    const typed = Object.fromEntries(Object.entries(posted).filter(([name]) => names.has(name)));
    if (!received.ok)
      return show(request, reply, 422, { typed, errors: [{ field: 'listFile', message: received.message }] });
    const read = readEntry(typed, now());
    const list = typed.list ?? '';
    const missing = list.trim() === '' ? [{ field: 'list', message: 'Write or paste who took part' }] : [];
    if (!read.ok || missing.length > 0)
      return show(request, reply, 422, { typed, errors: [...(read.ok ? [] : read.errors), ...missing] });
    const { quarters } = read.value;
    const rows = parseCsv(list, mostRows + 1);
    const attendance = readAttendance(rows, { quarters, isEmail, formulas: received.formulas });
    if (!attendance.ok) return show(request, reply, 422, { typed, problems: attendance.problems });
    const session = { entry: read.value, attendees: attendance.attendees };
    if (confirmed !== 'yes') {
      const looked = await lookAtAttendance(db, { issuerId: issuer.id, ...session });
      return show(request, reply, looked.ok ? 200 : 422, { typed, ...looked });
    }
    const command = { issuer, ...session, actorId, now: now(), baseUrl };
    const result = await db.transaction().execute((trx) => recordAttendance(trx, command));
    if (!result.ok) return show(request, reply, 422, { typed, problems: result.problems });
    if (result.unknown.length === 0) return reply.redirect(`/admin/${issuer.slug}/credit#recorded`, 303);
    // Who was entered is off the list that is left.
    const rest = { typed: { ...typed, list: listText(result.unknown) }, left: result };
    return show(request, reply, result.people > 0 ? 200 : 422, rest);
  });
}
