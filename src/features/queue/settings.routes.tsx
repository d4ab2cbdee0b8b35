import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { overseerOf } from '#domain/access/lead.ts';
import { issuersOf } from '#domain/access/issuers.ts';
import { readSettings, settingsFields } from './settings.form.ts';
import { SettingsPage, type SettingsPageProps } from './settings.page.tsx';
import { getSettings, saveSettings } from './settings.ts';

/** How an issuer assesses: for its lead assessors and admins. */
export function settingsRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'lead-or-admin' } as const;

  app.get('/lead/settings', { config }, async (request, reply) => {
    const query = textFields(request.query);
    const { issuer } = chosenIssuer(request, query.issuer);
    const fields = settingsFields(await getSettings(db, issuer.id));
    return send(request, reply, 200, { issuer, fields, saved: query.saved === '1' });
  });

  app.post('/lead/settings', { config }, async (request, reply) => {
    const fields = textFields(request.body);
    const { issuer, isNamed } = chosenIssuer(request, fields.issuer);
    if (!isNamed) throw new NotFoundError('issuer');
    const read = readSettings(fields);
    if (!read.ok) return send(request, reply, 422, { issuer, fields, errors: read.errors });
    const actorId = requireViewer(request).person.id;
    const command = { issuerId: issuer.id, actorId, settings: read.settings, now: now() };
    await db.transaction().execute((trx) => saveSettings(trx, command));
    return reply.redirect(`/lead/settings?issuer=${issuer.id}&saved=1`, 303);
  });

  /** The one that was named, or the first; what is not theirs is as if nothing was named. */
  function chosenIssuer(request: FastifyRequest, id: string | undefined) {
    const viewer = requireViewer(request);
    const issuers = issuersOf(viewer, overseerOf(viewer));
    const named = issuers.find((issuer) => issuer.id === id);
    const issuer = named ?? issuers[0];
    if (!issuer) throw new NotFoundError('issuer');
    return { issuer, isNamed: named !== undefined };
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    status: number,
    page: Omit<SettingsPageProps, 'context' | 'issuers'>,
  ) {
    const viewer = requireViewer(request);
    const issuers = issuersOf(viewer, overseerOf(viewer));
    return sendPage(reply, status, <SettingsPage context={pageContext(request, deps)} issuers={issuers} {...page} />);
  }
}
