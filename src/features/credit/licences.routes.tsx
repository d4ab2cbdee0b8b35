import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { cycleFrom } from '#domain/credit/cycle.ts';
import type { Deps } from '#platform/deps.ts';
import { ConflictError, NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, safeNext, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import type { FormErrors } from '#ui/form.tsx';
import { listRecognition } from './claims.queries.ts';
import { countClaimed } from './count-towards.ts';
import { readLicence } from './credit.form.ts';
import { listLedger } from './ledger.queries.ts';
import { openLicenceNumber } from './licence-number.ts';
import { LicencePage, NewLicencePage } from './licence.page.tsx';
import { findLicence } from './licences.queries.ts';
import { listWithoutHours } from './recognition.queries.ts';
import { type RuleVersion, listRules } from './rules.queries.ts';
import { addLicence, changeLicence, removeLicence } from './save-licence.ts';

type Route = { Params: { licenceId: string } };
type More = { typed?: Record<string, string>; errors?: FormErrors };

/** The licences that somebody renews. Nobody else opens any of it. */
export function licenceRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now, secret } = deps;
  const own = { config: { policy: 'signed-in' } } as const;

  const showNew = async (request: FastifyRequest, reply: FastifyReply, status: number, more: More = {}) => {
    const rules = await listRules(db, now().toISOString().slice(0, 10));
    const asked = { ...textFields(request.query), ...more.typed };
    const chosen = rules.find(({ slug }) => slug === asked.rule);
    const props = { context: pageContext(request, deps), rules, chosen, next: safeNext(asked.next, '') };
    const typed = { ...(chosen ? usualCycle(chosen, now()) : {}), ...more.typed };
    return sendPage(reply, status, <NewLicencePage {...props} typed={typed} errors={more.errors ?? []} />);
  };

  app.get('/credit/licences/new', own, (request, reply) => showNew(request, reply, 200));

  app.post('/credit/licences', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const typed = textFields(request.body);
    const chosen = (await listRules(db, now().toISOString().slice(0, 10))).find(({ slug }) => slug === typed.rule);
    if (!chosen) throw new NotFoundError('rule');
    const { rule, ruleId } = chosen;
    const type = rule.licences.find(({ id }) => id === typed.licenceType);
    const read = readLicence(typed, rule);
    const errors = [
      ...(type ? [] : [{ field: 'licenceType', message: 'Choose a licence' }]),
      ...(read.ok ? [] : read.errors),
    ];
    if (!read.ok || !type) return showNew(request, reply, 422, { typed, errors });
    const command = { personId, ruleId, licenceType: type.id, details: read.value, now: now(), secret };
    const result = await db.transaction().execute((trx) => addLicence(trx, command));
    if (result.ok) return reply.redirect(safeNext(typed.next, `/credit/licences/${result.id}`), 303);
    const message = 'You have added this licence already. Open it in your ledger to change its number or cycle';
    return showNew(request, reply, 422, { typed, errors: [{ field: 'licenceType', message }] });
  });

  const show = async (request: FastifyRequest<Route>, reply: FastifyReply, status: number, more: More = {}) => {
    const personId = requireViewer(request).person.id;
    const licence = await findLicence(db, personId, pathId(request.params.licenceId, 'licence'));
    if (!licence) throw new NotFoundError('licence');
    const [counted, entries, awards, recognition] = await Promise.all([
      countClaimed(db, licence),
      listLedger(db, personId, { ruleId: licence.ruleId }),
      listWithoutHours(db, personId),
      listRecognition(db, personId, licence.ruleId),
    ]);
    const { begins, ends } = licence.cycle;
    const number = openLicenceNumber(licence.numberSealed, personId, secret) ?? '';
    // A box that is not ticked is not posted: what was typed then stands alone.
    const kept = { number, cycleBegins: begins, cycleEnds: ends, sharesNumber: licence.sharesNumber ? 'yes' : '' };
    const typed = more.typed ?? kept;
    const props = { context: pageContext(request, deps), licence, counted, awards, recognition, typed };
    const errors = more.errors ?? [];
    const lines = entries.filter(({ correctsId }) => correctsId === null);
    reply.header('cache-control', 'private, no-store');
    return sendPage(reply, status, <LicencePage {...props} entries={lines} errors={errors} />);
  };

  app.get<Route>('/credit/licences/:licenceId', own, (request, reply) => show(request, reply, 200));

  app.post<Route>('/credit/licences/:licenceId', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const licenceId = pathId(request.params.licenceId, 'licence');
    const licence = await findLicence(db, personId, licenceId);
    if (!licence) throw new NotFoundError('licence');
    const typed = textFields(request.body);
    const read = readLicence(typed, licence.rule);
    if (!read.ok) return show(request, reply, 422, { typed, errors: read.errors });
    await db
      .transaction()
      .execute((trx) => changeLicence(trx, { personId, licenceId, details: read.value, now: now(), secret }));
    return reply.redirect(`/credit/licences/${licenceId}`, 303);
  });

  app.post<Route>('/credit/licences/:licenceId/remove', own, async (request, reply) => {
    const personId = requireViewer(request).person.id;
    const licenceId = pathId(request.params.licenceId, 'licence');
    const result = await db.transaction().execute((trx) => removeLicence(trx, { personId, licenceId, now: now() }));
    if (!result.ok) throw new ConflictError('Claims for this licence are under way. Withdraw them first.');
    return reply.redirect('/credit', 303);
  });
}

/** Where the rule names the day on which a cycle begins, the present one is filled in. */
function usualCycle({ rule }: RuleVersion, now: Date): Record<string, string> {
  if (rule.cycle.begins !== 'on-a-day') return {};
  const { month, day, years } = rule.cycle;
  const at = (year: number) => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
  const year = now.getUTCFullYear();
  const { begins, ends } = cycleFrom(at(year) <= now.toISOString().slice(0, 10) ? at(year) : at(year - 1), years);
  return { cycleBegins: begins, cycleEnds: ends };
}
