import type { FastifyInstance } from 'fastify';
import { readLocatorAddress } from '#domain/evidence/locator-address.ts';
import { toSelector } from '#domain/evidence/locator-selector.ts';
import { splitParagraphs } from '#domain/text/paragraphs.ts';
import type { Deps } from '#platform/deps.ts';
import { NotFoundError } from '#platform/errors.ts';
import { pageContext, requireViewer, sendPage, wantsJson } from '#platform/http.ts';
import type { Storage } from '#platform/storage.ts';
import { pathId } from '#platform/uuid.ts';
import { isUsable, viewerKindOf } from '#islands/viewer/viewer-artifact.ts';
import { OpenLinkPage } from './open-link.page.tsx';
import { ViewArtifactPage } from './view-artifact.page.tsx';
import { getFile, refuseHidden } from './artifacts.queries.ts';
import { findLinkAddress, findViewable } from './view-artifact.queries.ts';

type Route = { Params: { artifactId: string }; Querystring: { at?: string; open?: string } };

/** Most of a text that stands on its page without JavaScript, in bytes. */
const longestText = 300_000;

/** A file on a page of its own, open at a place of it; as JSON, what the viewer in other pages needs to know of it. */
export function viewArtifactRoutes(app: FastifyInstance, deps: Deps): void {
  app.get<Route>('/artifacts/:artifactId/view', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const viewer = requireViewer(request);
    const found = await findViewable(deps.db, viewer, pathId(request.params.artifactId, 'file'));
    if (!found) throw new NotFoundError('file');
    // What keeps the file itself from the viewer keeps its page too; that it waits for its scan, the page says itself.
    if (found.kind === 'file' && isUsable(found)) await getFile(deps.db, viewer, found.id);
    await refuseHidden(deps.db, viewer, found);
    const { sha256, ownerId: _ownerId, ...artifact } = found;
    const at = String(request.query.at ?? 'whole');
    const locator = readLocatorAddress(at);

    void reply.header('vary', 'accept');
    if (wantsJson(request)) {
      const source = `${deps.baseUrl}/artifacts/${artifact.id}`;
      const selector = locator && toSelector(locator, artifact.mediaType);
      return { artifact, locator: locator ?? null, target: { source, ...(selector && { selector }) } };
    }
    const isText = sha256 !== null && viewerKindOf(artifact) === 'text' && isUsable(artifact);
    const page = {
      context: pageContext(request, deps),
      artifact,
      locator: locator ?? { type: 'whole' as const },
      isUnreadable: locator === undefined,
      paragraphs: isText ? splitParagraphs(await readText(deps.storage, sha256, artifact.size ?? 0)) : [],
    };
    return sendPage(reply, 200, <ViewArtifactPage {...page} />);
  });

  // Where names are hidden, the address of a link is told to whoever opens it alone, after a word of warning.
  app.get<Route>('/artifacts/:artifactId/link', { config: { policy: 'signed-in' } }, async (request, reply) => {
    const viewer = requireViewer(request);
    const found = await findViewable(deps.db, viewer, pathId(request.params.artifactId, 'file'));
    const url = found && (await findLinkAddress(deps.db, found.id));
    if (!found || !url) throw new NotFoundError('link');
    await refuseHidden(deps.db, viewer, found);
    void reply.header('cache-control', 'private, no-store').header('referrer-policy', 'no-referrer');
    if (found.url === url || request.query.open !== undefined) return reply.redirect(url, 303);
    const page = { context: pageContext(request, deps), name: found.name, href: `/artifacts/${found.id}/link` };
    return sendPage(reply, 200, <OpenLinkPage {...page} />);
  });
}

async function readText(storage: Storage, sha256: string, size: number): Promise<string> {
  if (size === 0) return '';
  const parts: Uint8Array[] = [];
  for await (const part of storage.read(sha256, { start: 0, end: Math.min(size, longestText) - 1 })) {
    parts.push(part as Uint8Array);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}
