import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Definition } from '#domain/definition/schema.ts';
import { type Palette, tileSvg } from '#domain/tile/tile.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, textFields } from '#platform/http.ts';
import { pathId } from '#platform/uuid.ts';
import { getIssuer } from '../admin/admin.queries.ts';
import { CertificateSettingsPage, type CertificateSettingsPageProps } from './certificate.page.tsx';
import { readSigner, receiveSigner } from './certificate-settings.form.ts';
import { certificatePdf } from './certificate.ts';
import { addSigner, removeSigner } from './keep-signer.ts';
import { findSample, listSigners } from './signers.queries.ts';

type Route = { Params: { issuer: string; signerId: string } };

/** How an issuer’s certificates look, and who signs them. */
export function certificateRoutes(app: FastifyInstance, deps: Deps): void {
  const { db, now } = deps;
  const config = { policy: 'issuer-admin' } as const;
  const home = '/admin/:issuer/certificate';

  const show = async (
    request: FastifyRequest<Route>,
    reply: FastifyReply,
    status: number,
    more: Pick<CertificateSettingsPageProps, 'typed' | 'errors'> = {},
  ) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const [signers, sample] = await Promise.all([listSigners(db, issuer.id), findSample(db, issuer.id)]);
    const props = { context: pageContext(request, deps), issuer, signers, hasPreview: sample !== undefined, ...more };
    return sendPage(reply, status, <CertificateSettingsPage {...props} />);
  };

  app.get<Route>(home, { config }, (request, reply) => show(request, reply, 200));

  app.post<Route>(`${home}/signers`, { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const form = await receiveSigner(request);
    const read = await readSigner(form);
    if (!read.ok) return show(request, reply, 422, { typed: form.typed, errors: read.errors });
    const { name, title, signature } = read;
    const actorId = requireViewer(request).person.id;
    const command = { issuerId: issuer.id, actorId, name, title, signature, now: now() };
    const added = await db.transaction().execute((trx) => addSigner(trx, command));
    if (added.ok) return reply.redirect(`/admin/${issuer.slug}/certificate`, 303);
    const errors = [{ field: 'signers', message: 'Three sign already, and no more fit. Remove one first' }];
    return show(request, reply, 422, { typed: form.typed, errors });
  });

  app.post<Route>(`${home}/signers/:signerId/remove`, { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const signerId = pathId(request.params.signerId, 'signer');
    const command = { issuerId: issuer.id, actorId: requireViewer(request).person.id, signerId };
    await db.transaction().execute((trx) => removeSigner(trx, command));
    return reply.redirect(`/admin/${issuer.slug}/certificate`, 303);
  });

  app.get<Route>(`${home}/preview.pdf`, { config }, async (request, reply) => {
    const issuer = await getIssuer(db, request.params.issuer);
    const sample = await findSample(db, issuer.id);
    if (!sample) throw new NotFoundError('preview');
    const definition = sample.document as Definition;
    const { slug, title, statement, worth } = definition;
    const pdf = certificatePdf(
      {
        ...{ publicId: 'a-sample-not-an-award', recipientName: 'Sample: not an award', awardedAt: now() },
        ...{ validUntil: null, title, statement, pdHours: worth.pdHours },
        subject: { kind: 'micro-credential', definition, version: { number: sample.number, sha256: sample.sha256 } },
        issuer: { name: issuer.name, palette: sample.palette, timeZone: 'UTC' },
      },
      {
        baseUrl: deps.baseUrl,
        tileSvg: tileSvg({ slug, palette: sample.palette as Palette, title }),
        paper: textFields(request.query).paper === 'letter' ? 'us-letter' : 'a4',
        signers: await listSigners(db, issuer.id),
      },
    );
    return reply.type('application/pdf').header('content-disposition', 'inline; filename="preview.pdf"').send(pdf);
  });
}
