import type { FastifyInstance, FastifyReply } from 'fastify';
import { buildCaseDocument, buildItemTypes, documentLink, packageLink } from '#domain/open-data/case-document.ts';
import { pageLinks, readCaseListing } from '#domain/open-data/case-list.ts';
import { describeCaseService } from '#domain/open-data/case-openapi.ts';
import { buildCasePackage } from '#domain/open-data/case-package.ts';
import type { CfDocument, CfPackage } from '#domain/open-data/case-types.ts';
import { subjectUrl } from '#domain/open-data/ids.ts';
import type { Deps } from '#platform/deps.ts';
import type { KnownIds } from './known-ids.ts';
import { listCaseVersions, listDocuments } from './open-data.queries.ts';
import { asksForPage, openToAll, sendOpenJson } from './send-open.ts';

const open = { config: { policy: 'public', asksNobody: true } } as const;
const base = '/ims/case/v1p1';

type IdParams = { Params: { sourcedId: string } };

/** Outcomes and scoring guides at the standard addresses of CASE 1.1, for reading. */
export function caseRoutes(app: FastifyInstance, { db, baseUrl }: Pick<Deps, 'db' | 'baseUrl'>, ids: KnownIds): void {
  app.get(`${base}/CFDocuments`, open, async (request, reply) => {
    const read = readCaseListing(request.query as Record<string, unknown>);
    if (!read.ok) return refuse(reply, 400, read.refusal);
    const { count, documents } = await listDocuments(db, read.listing);
    const { fields } = read.listing;
    void reply
      .header('x-total-count', String(count))
      .header('link', pageLinks(`${baseUrl}${base}/CFDocuments`, read.listing, count));
    const CFDocuments = documents.map((row) => alone(buildCaseDocument({ ...row, baseUrl })));
    const picked = fields ? CFDocuments.map((one) => pick(one, fields)) : CFDocuments;
    return sendOpenJson(request, reply, { CFDocuments: picked });
  });

  answer('CFDocuments', ({ CFDocument }, id) => (CFDocument.identifier === id ? alone(CFDocument) : undefined));
  answer('CFPackages', (whole, id) => (whole.CFDocument.identifier === id ? whole : undefined));
  answer('CFItems', (whole, id) => {
    const item = whole.CFItems.find(({ identifier }) => identifier === id);
    return item && { ...item, CFDocumentURI: documentLink(whole.CFDocument) };
  });
  answer('CFItemAssociations', (whole, id) => {
    const item = whole.CFItems.find(({ identifier }) => identifier === id);
    const CFAssociations = whole.CFAssociations.filter(({ originNodeURI, destinationNodeURI }) =>
      [originNodeURI.identifier, destinationNodeURI.identifier].includes(id),
    );
    return item && { CFItem: { ...item, CFDocumentURI: documentLink(whole.CFDocument) }, CFAssociations };
  });
  answer('CFAssociations', (whole, id) => {
    const association = whole.CFAssociations.find(({ identifier }) => identifier === id);
    return association && { ...association, CFDocumentURI: documentLink(whole.CFDocument) };
  });
  answer('CFRubrics', (whole, id) => whole.CFRubrics.find(({ identifier }) => identifier === id));

  app.get<IdParams>(`${base}/CFItemTypes/:sourcedId`, open, (request, reply) => {
    const { outcome, detail } = buildItemTypes(baseUrl);
    const { sourcedId } = request.params;
    // The type that was asked for, and those below it.
    if (sourcedId === outcome.identifier) return sendOpenJson(request, reply, { CFItemTypes: [outcome, detail] });
    if (sourcedId === detail.identifier) return sendOpenJson(request, reply, { CFItemTypes: [detail] });
    return refuseUnknown(reply, sourcedId);
  });

  app.get(`${base}/discovery/imscasev1p1_openapi3_v1p0.json`, open, (request, reply) =>
    sendOpenJson(request, reply, describeCaseService(baseUrl)),
  );

  // There are no subjects, concepts, licences or groupings here, and no other version of the service.
  app.get('/ims/case/*', open, (request, reply) => refuseUnknown(reply, request.url.split(/[/?]/).at(-1) ?? ''));

  /** Answers what a package has under an id; nothing of another kind has that id. */
  function answer(kind: string, find: (whole: CfPackage, id: string) => unknown): void {
    app.get<IdParams>(`${base}/${kind}/:sourcedId`, open, async (request, reply) => {
      const { sourcedId } = request.params;
      const slug = await ids.findCase(sourcedId);
      if (slug === undefined) return refuseUnknown(reply, sourcedId);
      const found = await findIn(slug, (whole) => find(whole, sourcedId));
      if (found === undefined) return refuseUnknown(reply, sourcedId);
      if (kind !== 'CFItems') return sendOpenJson(request, reply, found);
      // Awards point to items, and people follow them.
      void reply.header('vary', 'accept');
      return asksForPage(request) ? openToAll(reply).redirect(pageOf(slug), 303) : sendOpenJson(request, reply, found);
    });
  }

  /** In the version that is offered; what only older ones have stays where awards point to it. */
  async function findIn(slug: string, find: (whole: CfPackage) => unknown): Promise<unknown> {
    for (const which of ['current', 'others'] as const) {
      for (const row of await listCaseVersions(db, slug, which)) {
        const found = find(buildCasePackage({ ...row, baseUrl }));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  function alone(document: CfDocument) {
    return { ...document, CFPackageURI: packageLink(baseUrl, document) };
  }

  function pageOf(slug: string): string {
    return `${subjectUrl(baseUrl, { kind: 'micro-credential', slug })}#outcomes`;
  }
}

function pick(document: object, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => fields.includes(name)));
}

function refuseUnknown(reply: FastifyReply, id: string): FastifyReply {
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  return isUuid
    ? refuse(reply, 404, { field: 'sourcedId', code: 'unknownobject', message: 'Nothing here has this id.' })
    : refuse(reply, 404, { field: 'sourcedId', code: 'invaliduuid', message: 'This is no UUID in lower case.' });
}

/** As the standard answers errors: `imsx_StatusInfo`. */
function refuse(
  reply: FastifyReply,
  status: 400 | 404,
  { field, code, message }: { field: string; code: string; message: string },
): FastifyReply {
  return openToAll(reply)
    .code(status)
    .type('application/json; charset=utf-8')
    .send(
      JSON.stringify({
        imsx_codeMajor: 'failure',
        imsx_severity: 'error',
        imsx_description: message,
        imsx_codeMinor: {
          imsx_codeMinorField: [{ imsx_codeMinorFieldName: field, imsx_codeMinorFieldValue: code }],
        },
      }),
    );
}
